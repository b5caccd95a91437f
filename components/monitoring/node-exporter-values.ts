/** Home of the one workload that has to see the host. */
export const NODE_METRICS_NAMESPACE = "node-metrics";

/** Why that namespace is not `restricted`, kept with it for whoever audits the cluster. */
export const NODE_METRICS_REASON =
    "node-exporter reads /proc, /sys and / of the host, in the host's network and process namespaces; nothing else runs here";

/**
 * node-exporter in a namespace of its own, so that the rest of monitoring stays `restricted`. It mounts the host
 * read-only, has no API token and drops every capability: the profile of the namespace is what Pod Security demands for
 * host access, not what the pod uses.
 */
export function nodeExporterValues() {
    return {
        namespaceOverride: NODE_METRICS_NAMESPACE,
        hostNetwork: true,
        hostPID: true,
        serviceAccount: { automountServiceAccountToken: false },
        securityContext: {
            runAsNonRoot: true,
            runAsUser: 65534,
            runAsGroup: 65534,
            fsGroup: 65534,
            seccompProfile: { type: "RuntimeDefault" },
        },
        containerSecurityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
        },
        // On every node, tainted ones too: a node without metrics is the one that fails unseen.
        tolerations: [{ operator: "Exists" }],
        resources: { requests: { cpu: "20m", memory: "32Mi" }, limits: { memory: "64Mi" } },
    };
}

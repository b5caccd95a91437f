import { parsePath, isWithin, type Path } from "../provider/paths";
import { groupOf } from "./objects";

/** What a container of a Pod can change is its image alone. */
const CONTAINER_FIELDS = [
    "args",
    "command",
    "env",
    "imagePullPolicy",
    "lifecycle",
    "livenessProbe",
    "ports",
    "readinessProbe",
    "resources",
    "securityContext",
    "startupProbe",
    "stdin",
    "stdinOnce",
    "terminationMessagePath",
    "terminationMessagePolicy",
    "tty",
    "volumeDevices",
    "volumeMounts",
    "workingDir",
];

/** Fields whose change needs a new object, beside `metadata.name` and `metadata.namespace`; by group and kind. */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
    "apps/Deployment": ["spec.selector"],
    "apps/DaemonSet": ["spec.selector"],
    "apps/ReplicaSet": ["spec.selector"],
    "apps/StatefulSet": ["spec.podManagementPolicy", "spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"],
    "batch/Job": ["spec.completions", "spec.completionMode", "spec.selector", "spec.template"],
    "/PersistentVolumeClaim": [
        "spec.accessModes",
        "spec.dataSource",
        "spec.dataSourceRef",
        "spec.selector",
        "spec.storageClassName",
        "spec.volumeMode",
        "spec.volumeName",
    ],
    "/PersistentVolume": ["spec.csi", "spec.hostPath", "spec.local", "spec.nfs", "spec.volumeMode"],
    "/Pod": [
        "spec.affinity",
        "spec.automountServiceAccountToken",
        "spec.dnsConfig",
        "spec.dnsPolicy",
        "spec.enableServiceLinks",
        "spec.hostAliases",
        "spec.hostIPC",
        "spec.hostNetwork",
        "spec.hostPID",
        "spec.hostname",
        "spec.imagePullSecrets",
        "spec.nodeName",
        "spec.nodeSelector",
        "spec.overhead",
        "spec.preemptionPolicy",
        "spec.priority",
        "spec.priorityClassName",
        "spec.readinessGates",
        "spec.restartPolicy",
        "spec.runtimeClassName",
        "spec.schedulerName",
        "spec.securityContext",
        "spec.serviceAccount",
        "spec.serviceAccountName",
        "spec.shareProcessNamespace",
        "spec.subdomain",
        "spec.terminationGracePeriodSeconds",
        "spec.volumes",
        ...["containers", "initContainers"].flatMap((list) =>
            CONTAINER_FIELDS.map((field) => `spec.${list}[*].${field}`),
        ),
    ],
    "/ResourceQuota": ["spec.scopes"],
    "/Secret": ["type"],
    "/Service": ["spec.clusterIP"],
    "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
    "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
    "scheduling.k8s.io/PriorityClass": ["value", "preemptionPolicy"],
    "storage.k8s.io/StorageClass": ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
};

/** Data that the official provider replaces on change, so that pods that mount it roll; unless the provider is told otherwise. */
const DATA: Readonly<Record<string, readonly string[]>> = {
    "/ConfigMap": ["data", "binaryData"],
    "/Secret": ["data", "stringData"],
};

export interface ReplaceRules {
    apiVersion: string;
    kind: string;
    enableConfigMapMutable: boolean;
    enableSecretMutable: boolean;
}

/** Tells whether a change at a property path needs a new object. */
export function replaceRule(rules: ReplaceRules): (path: string) => boolean {
    const { apiVersion, kind } = rules;
    const key = `${groupOf(apiVersion)}/${kind}`;
    const mutable = kind === "ConfigMap" ? rules.enableConfigMapMutable : rules.enableSecretMutable;
    const patterns: Path[] = [
        "metadata.name",
        "metadata.namespace",
        "kind",
        ...(IMMUTABLE[key] ?? []),
        ...(mutable ? [] : (DATA[key] ?? [])),
    ].map(parsePath);
    return (path) => {
        const changed = parsePath(path);
        // What was added or removed whole holds the immutable field inside it.
        return patterns.some((pattern) => isWithin(changed, pattern) || isWithin(pattern, changed));
    };
}

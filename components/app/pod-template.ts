import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { childTransform } from "../transforms";
import type { ResolvedAppArgs } from "./args";
import { DATABASE_CA_DIRECTORY, LABELS, PORT_NAMES, SECRETS_DIRECTORY, SELECTOR } from "./labels";

type PodTemplate = k8s.types.input.core.v1.PodTemplateSpec;
type Container = k8s.types.input.core.v1.Container;

/** Names of the objects that the pods mount and run as. */
export interface PodReferences {
    serviceAccount: pulumi.Input<string>;
    settings: pulumi.Input<string>;
    databaseCa: pulumi.Input<string>;
    secrets: pulumi.Input<string>;
}

/** Readable by the owner and its group: the process is in the group, and nobody else is in the pod. */
const OWNER_AND_GROUP_READ = 0o440;

/**
 * The one pod of the application. Every release strategy runs this template, so a strategy can neither forget a probe
 * nor loosen a security setting. Meets Pod Security `restricted`; controls K13-K25.
 */
export function podTemplate(args: ResolvedAppArgs, references: PodReferences): PodTemplate {
    return childTransform(args.transforms?.pod, {
        metadata: {
            labels: LABELS,
            // Which container `kubectl logs` and `kubectl exec` mean.
            annotations: { "kubectl.kubernetes.io/default-container": "openhands" },
        },
        spec: {
            serviceAccountName: references.serviceAccount,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            affinity: affinity(args.nodeType),
            topologySpreadConstraints: [spreadOverZones()],
            securityContext: {
                runAsNonRoot: true,
                runAsUser: args.userId,
                runAsGroup: args.userId,
                fsGroup: args.userId,
                fsGroupChangePolicy: "OnRootMismatch",
                seccompProfile: { type: "RuntimeDefault" },
            },
            containers: [container(args, references)],
            volumes: [
                { name: "tmp-volume", emptyDir: { sizeLimit: "1Gi" } },
                { name: "cache-volume", emptyDir: { sizeLimit: "2Gi" } },
                {
                    name: "secrets-volume",
                    secret: { secretName: references.secrets, defaultMode: OWNER_AND_GROUP_READ },
                },
                {
                    name: "database-ca-volume",
                    configMap: { name: references.databaseCa, defaultMode: OWNER_AND_GROUP_READ },
                },
            ],
            terminationGracePeriodSeconds: args.terminationGracePeriodSeconds,
            dnsPolicy: "ClusterFirst",
            restartPolicy: "Always",
        },
    });
}

function affinity(nodeType: string): k8s.types.input.core.v1.Affinity {
    return {
        nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [{ matchExpressions: [{ key: "node-type", operator: "In", values: [nodeType] }] }],
            },
        },
        podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
                {
                    weight: 100,
                    podAffinityTerm: {
                        labelSelector: {
                            matchExpressions: [{ key: "app", operator: "In", values: [SELECTOR.app] }],
                        },
                        topologyKey: "kubernetes.io/hostname",
                    },
                },
            ],
        },
    };
}

/** Even over zones, but never at the price of not running: when a zone is lost, its share runs in the others. */
function spreadOverZones(): k8s.types.input.core.v1.TopologySpreadConstraint {
    return {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: SELECTOR },
        // Counts each version by itself; otherwise the leaving pods decide where the new ones go.
        matchLabelKeys: ["pod-template-hash"],
    };
}

function container(args: ResolvedAppArgs, references: PodReferences): Container {
    return {
        name: "openhands",
        image: args.image,
        ports: [
            { name: PORT_NAMES.http, containerPort: args.port, protocol: "TCP" },
            { name: PORT_NAMES.metrics, containerPort: args.metricsPort, protocol: "TCP" },
        ],
        resources: args.resources,
        env: [
            { name: "WORKERS", value: String(args.tuning.workers) },
            { name: "MAX_CONNECTIONS", value: String(args.tuning.maxConnections) },
            { name: "KEEP_ALIVE_TIMEOUT", value: String(args.tuning.keepAliveSeconds) },
            { name: "GRACEFUL_TIMEOUT", value: String(args.tuning.gracefulSeconds) },
        ],
        envFrom: [{ configMapRef: { name: references.settings } }],
        ...probes(args),
        // Endpoints and load balancer targets are removed while the pod ends, not before: serve on until they are gone.
        lifecycle: { preStop: { sleep: { seconds: args.drainSeconds } } },
        volumeMounts: [
            { name: "tmp-volume", mountPath: "/tmp" },
            { name: "cache-volume", mountPath: "/app/cache" },
            { name: "secrets-volume", mountPath: SECRETS_DIRECTORY, readOnly: true },
            { name: "database-ca-volume", mountPath: DATABASE_CA_DIRECTORY, readOnly: true },
        ],
        securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
        },
    };
}

function probes(args: ResolvedAppArgs): Pick<Container, "readinessProbe" | "livenessProbe" | "startupProbe"> {
    const at = (path: string) => ({ path, port: args.port });
    return {
        readinessProbe: {
            httpGet: at(args.probes.readiness),
            initialDelaySeconds: 5,
            periodSeconds: 3,
            timeoutSeconds: 2,
            failureThreshold: 3,
        },
        livenessProbe: {
            httpGet: at(args.probes.liveness),
            initialDelaySeconds: 30,
            periodSeconds: 10,
            timeoutSeconds: 5,
            failureThreshold: 3,
        },
        startupProbe: {
            httpGet: at(args.probes.startup),
            initialDelaySeconds: 10,
            periodSeconds: 5,
            timeoutSeconds: 3,
            failureThreshold: 10,
        },
    };
}

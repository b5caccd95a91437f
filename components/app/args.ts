import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Durability } from "../durability";
import type { Transforms } from "../transforms";

/** Replace pods a few at a time under one Service: no second set of pods, no analysis. */
export interface RollingRelease {
    strategy: "rolling";
    /** Pods that may be missing during a release: a count, or a share such as "25%". @default 1 */
    maxUnavailable?: number | string;
    /** Pods that may exist on top during a release. @default 1 */
    maxSurge?: number | string;
}

/** How a new version reaches the users. Every strategy runs the same pod template. */
export type Release = RollingRelease;

/** Bounds and targets of the horizontal autoscaler. */
export interface Autoscaling {
    minReplicas: number;
    maxReplicas: number;
    /** Average use of the CPU request to aim at, per cent. @default 70 */
    cpuPercent?: number;
    /**
     * Average use of the memory request to aim at, per cent. Python gives memory back late, so a low target oscillates:
     * raise it, or the memory request, when the replica count swings while the load does not. @default 80
     */
    memoryPercent?: number;
}

/** How the server inside each pod is tuned. */
export interface ServerTuning {
    /** Worker processes a pod; each opens its own database pools. @default 4 */
    workers?: number;
    /** Connections a pod accepts at once. @default 1000 */
    maxConnections?: number;
    /**
     * Seconds an idle connection is kept. Below the load balancer's hour, which WebSockets need, quiet services see a rare
     * 502 when it reuses a connection that has just been closed. @default 65
     */
    keepAliveSeconds?: number;
    /** Seconds a worker gets to finish its requests after SIGTERM. @default 30 */
    gracefulSeconds?: number;
}

/** HTTP paths, on the application port, that answer whether the pod is well. */
export interface ProbePaths {
    readiness: string;
    liveness: string;
    startup: string;
}

/** Where the application runs, what it talks to and how much of it there is. */
export interface AppArgs {
    /** Namespace to create; holds the application alone. */
    namespace: string;
    /** Image with its digest (`repository@sha256:...`); a tag alone is for development. */
    image: pulumi.Input<string>;
    release: Release;
    /** Leave out to run a fixed number of {@link replicas}. */
    autoscaling?: Autoscaling;
    /** Fixed number of pods; an autoscaler owns the number instead when there is one. @default 6 */
    replicas?: number;

    /** Port of the application. @default 8000 */
    port?: number;
    /** Port of the Prometheus metrics: its own, so that no route leads to it from outside. @default 9464 */
    metricsPort?: number;
    /** @default /health/ready, /health/live, /health/startup */
    probes?: ProbePaths;
    tuning?: ServerTuning;
    /** @default requests 250m and 512Mi, limits 1 and 2Gi; write quantities in canonical form (`1`, not `1000m`) */
    resources?: k8s.types.input.core.v1.ResourceRequirements;
    /** Value of the `node-type` label of the nodes to run on. @default "compute-optimized" */
    nodeType?: string;
    /** User and group of the process, never 0. @default 42420, the user of the OpenHands image */
    userId?: number;
    /** Seconds from the end notice of a pod to its kill, drain included. @default 30 */
    terminationGracePeriodSeconds?: number;
    /** Seconds a leaving pod keeps serving until load balancers have let go of it. @default 10 */
    drainSeconds?: number;

    /** Name that users type; also the only origin that browsers may call from. */
    hostName: string;
    /** Certificate of {@link hostName} in this region. */
    certificateArn: pulumi.Input<string>;
    /** Name of the internal load balancer: at most 32 letters, digits and hyphens. */
    loadBalancerName: string;
    /** Subnets of the load balancer, one per zone, at least two. */
    privateSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
    /** Ranges of those subnets: where the load balancer's requests, and those of the edge to it, come from. */
    loadBalancerCidrBlocks: pulumi.Input<string>[];
    /** Ranges of the data subnets: where database and cache are. */
    dataCidrBlocks: pulumi.Input<string>[];
    /** Bucket that receives the load balancer's access logs. @default none */
    accessLogs?: { bucket: pulumi.Input<string>; prefix: string };

    database: {
        endpoint: pulumi.Input<string>;
        readerEndpoint: pulumi.Input<string>;
        port: pulumi.Input<number>;
        name: pulumi.Input<string>;
        /** Secret with the JSON keys `username` and `password`. */
        secretArn: pulumi.Input<string>;
    };
    cache: {
        endpoint: pulumi.Input<string>;
        port: pulumi.Input<number>;
        /** Secret with the JSON keys `username` and `password`. */
        secretArn: pulumi.Input<string>;
    };
    /** Bucket of the application's state; reached with the pod's own identity. */
    bucketName: pulumi.Input<string>;
    /** Secret that signs the sessions; everyone is signed out when it changes. */
    sessionSecretArn: pulumi.Input<string>;
    region: string;
    /** Namespace whose Prometheus may scrape the pods. @default "monitoring" */
    monitoringNamespace?: string;
    durability: Durability;
    transforms?: Transforms<{
        pod: k8s.types.input.core.v1.PodTemplateSpec;
        ingressAnnotations: Record<string, pulumi.Input<string>>;
    }>;
}

/** {@link AppArgs} with every default in place. */
export type ResolvedAppArgs = AppArgs & {
    [Key in "port" | "metricsPort" | "nodeType" | "userId" | "monitoringNamespace"]: NonNullable<AppArgs[Key]>;
} & {
    probes: ProbePaths;
    tuning: Required<ServerTuning>;
    resources: k8s.types.input.core.v1.ResourceRequirements;
    terminationGracePeriodSeconds: number;
    drainSeconds: number;
};

const CANONICAL_RESOURCES = {
    requests: { cpu: "250m", memory: "512Mi" },
    // The API server stores "1000m" as "1"; sending what it stores keeps previews quiet and field ownership in place.
    limits: { cpu: "1", memory: "2Gi" },
};

/** The caller's arguments over the defaults. */
export function withDefaults(args: AppArgs): ResolvedAppArgs {
    return {
        ...args,
        port: args.port ?? 8000,
        metricsPort: args.metricsPort ?? 9464,
        probes: args.probes ?? { readiness: "/health/ready", liveness: "/health/live", startup: "/health/startup" },
        tuning: {
            workers: args.tuning?.workers ?? 4,
            maxConnections: args.tuning?.maxConnections ?? 1000,
            keepAliveSeconds: args.tuning?.keepAliveSeconds ?? 65,
            gracefulSeconds: args.tuning?.gracefulSeconds ?? 30,
        },
        resources: args.resources ?? CANONICAL_RESOURCES,
        nodeType: args.nodeType ?? "compute-optimized",
        userId: args.userId ?? 42420,
        terminationGracePeriodSeconds: args.terminationGracePeriodSeconds ?? 30,
        drainSeconds: args.drainSeconds ?? 10,
        monitoringNamespace: args.monitoringNamespace ?? "monitoring",
    };
}

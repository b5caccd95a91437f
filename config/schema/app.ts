import { z } from "zod";

import { count, path, quantity } from "./fields";

const image = z.strictObject({
    repository: z
        .string()
        .regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+$/, "is not an image repository")
        .optional()
        .meta({
            description: "Where the image comes from. Without it, the environment's own registry.",
            form: "an image repository without tag such as registry.example.com/openhands/app",
        }),
    tag: z
        .string()
        .regex(/^\w[\w.-]{0,127}$/, "is not a tag")
        .optional()
        .meta({
            description: "Tag; a name that can come to mean another image, hence for dev only.",
            form: 'a tag in quotes such as "1.8"',
        }),
    digest: z
        .string()
        .regex(/^sha256:[0-9a-f]{64}$/, "is not a digest")
        .optional()
        .meta({
            description: "Digest: the one image and no other. Required outside dev.",
            form: "sha256: and 64 hexadecimal digits",
        }),
});

const probes = z.strictObject({
    readiness: path().default("/health/ready").meta({ description: "Answers 200 when the pod can take traffic." }),
    liveness: path().default("/health/live").meta({ description: "Answers 200 unless the pod must be restarted." }),
    startup: path().default("/health/startup").meta({ description: "Answers 200 once the process has started." }),
});

const autoscaling = z.strictObject({
    minReplicas: count(2, 200)
        .default(3)
        .meta({ description: "Pods that are always there; one alone would not survive the loss of its node." }),
    maxReplicas: count(2, 200).default(20).meta({ description: "Pods at most." }),
    cpuPercent: count(10, 95).default(70).meta({ description: "CPU use, of the request, that adds pods." }),
    memoryPercent: count(10, 95).default(80).meta({
        description:
            "Memory use, of the request, that adds pods. A Python process rarely gives memory back, so this can hold the number of pods up.",
    }),
});

const resources = z.strictObject({
    cpuRequest: quantity("cpu").default("250m").meta({ description: "CPU that a pod is sure of." }),
    cpuLimit: quantity("cpu").default("1").meta({ description: "CPU that a pod can use." }),
    memoryRequest: quantity("memory").default("512Mi").meta({ description: "Memory that a pod is sure of." }),
    memoryLimit: quantity("memory").default("2Gi").meta({ description: "Memory beyond which a pod is killed." }),
});

const rolling = z.strictObject({
    maxUnavailable: count(0, 50).default(1).meta({ description: "Pods that may be missing during an update." }),
    maxSurge: count(0, 50).default(1).meta({ description: "Pods that may be there in addition during an update." }),
});

const tuning = z.strictObject({
    workers: count(1, 64).default(4).meta({ description: "Worker processes of each pod." }),
    maxConnections: count(1, 100_000).default(1000).meta({ description: "Connections that a pod accepts at a time." }),
    keepAliveSeconds: count(1, 3600).default(65).meta({
        description:
            "How long an idle connection is kept, in seconds. WebSockets are not idle connections; they may rest for an hour.",
    }),
    gracefulSeconds: count(1, 600).default(30).meta({
        description: "How long a worker that was told to stop may finish its requests.",
    }),
});

export const app = z.strictObject({
    namespace: z
        .string()
        .regex(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, "is not a namespace")
        .default("openhands")
        .meta({
            description: "Kubernetes namespace of the application.",
            form: "a name in lower case such as openhands",
        }),
    image: image.meta({ description: "What runs: by tag in dev, by digest elsewhere." }),
    port: count(1024, 65535).default(8000).meta({ description: "Port on which the container listens." }),
    metricsPort: count(1024, 65535).default(9464).meta({
        description: "Port of the metrics: another one, so that no route leads to it from outside.",
    }),
    nodeType: z
        .string()
        .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "is not the value of a label")
        .default("compute-optimized")
        .meta({
            description: "Label `node-type` of the nodes that the pods run on.",
            form: "the value of a label such as compute-optimized",
        }),
    userId: count(1, 4_294_967_294).default(42420).meta({
        description:
            "User and group of the process; the default is that of the OpenHands image. Never 0, which is root.",
    }),
    probes: probes.prefault({}).meta({ description: "Paths that the kubelet and the load balancer ask." }),
    tuning: tuning.prefault({}).meta({ description: "How the server in each pod is tuned." }),
    resources: resources.prefault({}).meta({ description: "CPU and memory of each pod." }),
    strategy: z.enum(["rolling"]).default("rolling").meta({ description: "How a new version replaces the old one." }),
    rolling: rolling.prefault({}).meta({ description: "Bounds of a rolling update." }),
    autoscaling: autoscaling
        .prefault({})
        .meta({ description: "How many pods there are; the autoscaler owns the number." }),
});

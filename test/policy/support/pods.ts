import type { Resource } from "./judge";

/** An image that every rule accepts. */
export const image = `111111111111.dkr.ecr.eu-west-1.amazonaws.com/app@sha256:${"0".repeat(64)}`;

/** A container that every rule accepts. */
export const container = {
    name: "app",
    image,
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
    securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
    },
};

/** A pod spec that every rule accepts. */
export const podSpec = {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [container],
    volumes: [{ name: "scratch", emptyDir: {} }],
};

export const deployment = (spec: unknown, from: Resource["from"] = {}): Resource => ({
    type: "kubernetes:apps/v1:Deployment",
    name: "app",
    inputs: { spec: { template: { spec } } },
    from,
});

/** A deployment of one container that differs from a safe one. */
export const withContainer = (difference: object): Resource =>
    deployment({ ...podSpec, containers: [{ ...container, ...difference }] });

/** A deployment of one container whose security context differs from a safe one. */
export const withContext = (difference: object): Resource =>
    withContainer({ securityContext: { ...container.securityContext, ...difference } });

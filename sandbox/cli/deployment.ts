/** One resource of the recorded state. */
export interface RecordedResource {
    urn: string;
    type: string;
    custom: boolean;
    id?: string;
    protect?: boolean;
}

/** State of a stack, as `pulumi stack export` tells it. */
export interface Deployment {
    resources: RecordedResource[];
    /** Operations that were under way when an earlier run was killed. */
    pending: { urn: string; operation: string }[];
}

export function readDeployment(json: string): Deployment {
    const { deployment } = JSON.parse(json) as {
        deployment: {
            resources?: RecordedResource[];
            pending_operations?: { resource: { urn: string }; type: string }[];
        };
    };
    return {
        resources: deployment.resources ?? [],
        pending: (deployment.pending_operations ?? []).map(({ resource, type }) => ({
            urn: resource.urn,
            operation: type,
        })),
    };
}

/** Logical name in a URN, with the type that tells it from others of that name, as in `aws:rds/cluster:Cluster main`. */
export function describeUrn(urn: string): string {
    const parts = urn.split("::");
    const type = parts.at(-2)?.split("$").at(-1) ?? "";
    return `${type} ${parts.at(-1) ?? ""}`;
}

/** Types and number of the cloud resources of a state: components, providers and the stack itself are not counted. */
export function countByType(resources: readonly RecordedResource[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { type, custom } of resources) {
        if (custom && !type.startsWith("pulumi:")) {
            counts.set(type, (counts.get(type) ?? 0) + 1);
        }
    }
    return counts;
}

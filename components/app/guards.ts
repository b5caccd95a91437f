import * as pulumi from "@pulumi/pulumi";

import type { ResolvedAppArgs } from "./args";

/** A load balancer name as AWS takes it; "internal-" at its start is reserved. */
const LOAD_BALANCER_NAME = /^(?!internal-)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/;

/** Refuses arguments that Kubernetes or AWS would refuse late, or accept and then fail on. */
export function refuseUnworkable(component: pulumi.Resource, args: ResolvedAppArgs): void {
    const refuse = (message: string): never => {
        throw new pulumi.ResourceError(message, component);
    };
    if (args.autoscaling && args.replicas !== undefined) {
        refuse(`replicas is ${args.replicas} beside autoscaling; remove replicas, the autoscaler owns the number`);
    }
    if (args.autoscaling) {
        refuseUnworkableScaling(args.autoscaling, refuse);
    }
    if (isNothing(args.release.maxUnavailable) && isNothing(args.release.maxSurge)) {
        refuse("release.maxUnavailable and release.maxSurge are both 0; no pod could ever be replaced");
    }
    if (args.drainSeconds >= args.terminationGracePeriodSeconds) {
        refuse(
            `drainSeconds is ${args.drainSeconds}, terminationGracePeriodSeconds ${args.terminationGracePeriodSeconds}; ` +
                "the pod would be killed before it is told to stop: drain for less or give it longer",
        );
    }
    if (args.port === args.metricsPort) {
        refuse(
            `metricsPort is ${args.metricsPort}, the port of the application; metrics need one that no route leads to`,
        );
    }
    if (args.userId === 0) {
        refuse("userId is 0; the application must not run as root");
    }
    if (!LOAD_BALANCER_NAME.test(args.loadBalancerName)) {
        refuse(
            `loadBalancerName is "${args.loadBalancerName}"; AWS takes 1 to 32 letters, digits and inner hyphens, not starting with "internal-"`,
        );
    }
    for (const key of ["loadBalancerCidrBlocks", "dataCidrBlocks"] as const) {
        if (args[key].length === 0) {
            refuse(`${key} is empty; the network policies would cut the application off`);
        }
    }
}

function refuseUnworkableScaling(
    scaling: NonNullable<ResolvedAppArgs["autoscaling"]>,
    refuse: (message: string) => never,
): void {
    if (scaling.minReplicas < 2) {
        refuse(`autoscaling.minReplicas is ${scaling.minReplicas}; at least 2 pods survive the loss of a node`);
    }
    if (scaling.maxReplicas < scaling.minReplicas) {
        refuse(`autoscaling.maxReplicas is ${scaling.maxReplicas}, below minReplicas ${scaling.minReplicas}`);
    }
    for (const key of ["cpuPercent", "memoryPercent"] as const) {
        const percent = scaling[key];
        if (percent !== undefined && (percent < 1 || percent > 100)) {
            refuse(`autoscaling.${key} is ${percent}; write a share of the request from 1 to 100`);
        }
    }
}

function isNothing(amount: number | string | undefined): boolean {
    return amount === 0 || amount === "0" || amount === "0%";
}

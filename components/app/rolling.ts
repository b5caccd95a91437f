import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { ResolvedAppArgs, RollingRelease } from "./args";
import { LABELS, SELECTOR } from "./labels";
import type { Workload } from "./workload";

const DEPLOYMENT_NAME = "openhands-deployment";
const DEFAULT_REPLICAS = 6;

/** Runs the pods in a Deployment that replaces them a few at a time. */
export function createRollingWorkload(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
    args: ResolvedAppArgs & { release: RollingRelease },
    template: k8s.types.input.core.v1.PodTemplateSpec,
    dependsOn: pulumi.Resource[],
): Workload {
    const deployment = new k8s.apps.v1.Deployment(
        `${name}-rolling`,
        {
            metadata: { name: DEPLOYMENT_NAME, namespace, labels: LABELS },
            spec: {
                // Left out beside an autoscaler: each update would undo what it decided.
                ...(args.autoscaling ? {} : { replicas: args.replicas ?? DEFAULT_REPLICAS }),
                strategy: {
                    type: "RollingUpdate",
                    rollingUpdate: {
                        maxUnavailable: args.release.maxUnavailable ?? 1,
                        maxSurge: args.release.maxSurge ?? 1,
                    },
                },
                selector: { matchLabels: SELECTOR },
                template,
            },
        },
        { parent, dependsOn },
    );
    return {
        resource: deployment,
        scaleTarget: { apiVersion: "apps/v1", kind: "Deployment", name: deployment.metadata.name },
    };
}

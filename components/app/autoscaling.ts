import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Autoscaling } from "./args";
import { LABELS } from "./labels";
import type { Workload } from "./workload";

/** Grows by half a minute, shrinks by a tenth a minute after five quiet minutes: a lull must not cost the next peak. */
export function createAutoscaler(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
    scaling: Autoscaling,
    workload: Workload,
): k8s.autoscaling.v2.HorizontalPodAutoscaler {
    return new k8s.autoscaling.v2.HorizontalPodAutoscaler(
        `${name}-autoscaler`,
        {
            metadata: { name: "openhands-hpa", namespace, labels: LABELS },
            spec: {
                scaleTargetRef: workload.scaleTarget,
                minReplicas: scaling.minReplicas,
                maxReplicas: scaling.maxReplicas,
                metrics: [
                    utilization("cpu", scaling.cpuPercent ?? 70),
                    utilization("memory", scaling.memoryPercent ?? 80),
                ],
                behavior: {
                    scaleDown: {
                        stabilizationWindowSeconds: 300,
                        policies: [{ type: "Percent", value: 10, periodSeconds: 60 }],
                    },
                    scaleUp: {
                        stabilizationWindowSeconds: 60,
                        policies: [{ type: "Percent", value: 50, periodSeconds: 60 }],
                    },
                },
            },
        },
        { parent, dependsOn: [workload.resource] },
    );
}

function utilization(resource: string, percent: number): k8s.types.input.autoscaling.v2.MetricSpec {
    return {
        type: "Resource",
        resource: { name: resource, target: { type: "Utilization", averageUtilization: percent } },
    };
}

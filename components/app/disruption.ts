import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { LABELS, SELECTOR } from "./labels";

/**
 * Lets node drains take one pod at a time. Written as `maxUnavailable`: a `minAvailable` that equals the replica count
 * of a quiet night would block every drain. Pods that are not ready may always be evicted, or a broken release would
 * block the drain too.
 */
export function createDisruptionBudget(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
): k8s.policy.v1.PodDisruptionBudget {
    return new k8s.policy.v1.PodDisruptionBudget(
        `${name}-disruption`,
        {
            metadata: { name: "openhands", namespace, labels: LABELS },
            spec: {
                maxUnavailable: 1,
                selector: { matchLabels: SELECTOR },
                unhealthyPodEvictionPolicy: "AlwaysAllow",
            },
        },
        { parent },
    );
}

import type { KubernetesObject } from "../../../../sandbox/kubernetes/objects";
import type { Properties } from "../../../../sandbox/provider/types";

export const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

export function deployment(spec: Properties = {}, metadata: Properties = {}): Properties {
    return { metadata: { namespace: "app", ...metadata }, spec: { replicas: 2, ...spec } };
}

/** A controller that brings every Deployment about at once. */
export function rollOut(object: KubernetesObject): void {
    if (object.kind === "Deployment") {
        const replicas = (object["spec"] as { replicas: number }).replicas;
        object["status"] = { replicas, updatedReplicas: replicas, availableReplicas: replicas };
    }
}

import { at, condition, type KubernetesObject, numberAt, stringAt } from "../objects";
import { type Check, failed, READY, type Readiness, waiting } from "./readiness";

/** The controller has seen the newest specification; before that its status is about the old one. */
function isObserved(object: KubernetesObject): boolean {
    return numberAt(object, "status", "observedGeneration") >= (object.metadata.generation ?? 0);
}

/** `spec.replicas`, or the 1 that its absence means. */
function wantedReplicas(object: KubernetesObject): number {
    const replicas = at(object, "spec", "replicas");
    return typeof replicas === "number" ? replicas : 1;
}

const UNOBSERVED = waiting("the controller to see the change");

export const deployment: Check = (object) => {
    if (!isObserved(object)) {
        return UNOBSERVED;
    }
    const progressing = condition(object, "Progressing");
    if (progressing?.reason === "ProgressDeadlineExceeded") {
        return failed(progressing.message ?? "the rollout made no progress within its deadline");
    }
    if (at(object, "spec", "paused") === true) {
        return READY;
    }
    const wanted = wantedReplicas(object);
    const updated = numberAt(object, "status", "updatedReplicas");
    if (updated < wanted) {
        return waiting(`${updated} of ${wanted} pods updated`);
    }
    const old = numberAt(object, "status", "replicas") - updated;
    if (old > 0) {
        return waiting(`${old} old pods to go`);
    }
    return replicasReady(numberAt(object, "status", "availableReplicas"), wanted, "available");
};

export const replicaSet: Check = (object) =>
    isObserved(object)
        ? replicasReady(numberAt(object, "status", "readyReplicas"), wantedReplicas(object), "ready")
        : UNOBSERVED;

export const statefulSet: Check = (object) => {
    if (!isObserved(object)) {
        return UNOBSERVED;
    }
    const wanted = wantedReplicas(object);
    const rolls = stringAt(object, "spec", "updateStrategy", "type") !== "OnDelete";
    const partition = numberAt(object, "spec", "updateStrategy", "rollingUpdate", "partition");
    const updated = numberAt(object, "status", "updatedReplicas");
    // Pods below the partition keep the old revision on purpose.
    if (rolls && updated < wanted - partition) {
        return waiting(`${updated} of ${wanted - partition} pods updated`);
    }
    return replicasReady(numberAt(object, "status", "readyReplicas"), wanted, "ready");
};

export const daemonSet: Check = (object) => {
    if (!isObserved(object)) {
        return UNOBSERVED;
    }
    const wanted = numberAt(object, "status", "desiredNumberScheduled");
    const rolls = stringAt(object, "spec", "updateStrategy", "type") !== "OnDelete";
    const updated = numberAt(object, "status", "updatedNumberScheduled");
    if (rolls && updated < wanted) {
        return waiting(`${updated} of ${wanted} pods updated`);
    }
    return replicasReady(numberAt(object, "status", "numberAvailable"), wanted, "available");
};

export const pod: Check = (object) => {
    const phase = stringAt(object, "status", "phase");
    if (phase === "Succeeded" || condition(object, "Ready")?.status === "True") {
        return READY;
    }
    if (phase === "Failed") {
        return failed(stringAt(object, "status", "message") || "the pod failed");
    }
    return waiting(phase === "" ? "the pod to be scheduled" : `the pod is ${phase.toLowerCase()}`);
};

export const job: Check = (object) => {
    if (at(object, "spec", "suspend") === true || condition(object, "Complete")?.status === "True") {
        return READY;
    }
    const failure = condition(object, "Failed");
    if (failure?.status === "True") {
        return failed(`${failure.reason ?? "Failed"}: ${failure.message ?? "the job failed"}`);
    }
    const completions = at(object, "spec", "completions");
    const wanted = typeof completions === "number" ? completions : 1;
    return waiting(`${numberAt(object, "status", "succeeded")} of ${wanted} pods succeeded`);
};

function replicasReady(ready: number, wanted: number, state: string): Readiness {
    return ready >= wanted ? READY : waiting(`${ready} of ${wanted} pods ${state}`);
}

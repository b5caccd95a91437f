import type { Api } from "../api/server";
import {
    at,
    type Condition,
    condition,
    conditions,
    type KubernetesObject,
    listAt,
    numberAt,
    stringAt,
} from "../objects";

/** More pods or events than this say the same thing again. */
const MAX_REASONS = 5;

/** Conditions that are bad news when they are true; of all others it is false that is bad news. */
const BAD_WHEN_TRUE = new Set(["ReplicaFailure", "Failed", "FailureTarget", "Stalled", "DisruptionTarget"]);

/** Why an object is not ready: its own conditions, its pods and the warnings about them. */
export async function reasonsFor(object: KubernetesObject, api: Api): Promise<string[]> {
    const reasons = conditions(object).filter(isBad).map(describeCondition);
    const pods = await podsOf(object, api);
    reasons.push(...pods.flatMap(podProblems).slice(0, MAX_REASONS));
    for (const about of [object, ...pods.filter((pod) => podProblems(pod).length > 0)].slice(0, MAX_REASONS)) {
        reasons.push(...(await warningsAbout(about, api)));
    }
    return [...new Set(reasons)];
}

function isBad({ type, status }: Condition): boolean {
    return status === (BAD_WHEN_TRUE.has(type) ? "True" : "False");
}

function describeCondition({ type, status, reason, message }: Condition): string {
    return `${type} is ${status}${reason ? ` (${reason})` : ""}${message ? `: ${message}` : ""}`;
}

async function podsOf(object: KubernetesObject, api: Api): Promise<KubernetesObject[]> {
    if (object.kind === "Pod") {
        return [object];
    }
    const selector =
        object.kind === "Service" ? at(object, "spec", "selector") : at(object, "spec", "selector", "matchLabels");
    const labels = Object.entries((selector ?? {}) as Record<string, string>);
    if (labels.length === 0) {
        return [];
    }
    return await api.list("v1", "Pod", {
        namespace: object.metadata.namespace,
        labelSelector: labels.map(([key, value]) => `${key}=${value}`).join(","),
    });
}

function podProblems(pod: KubernetesObject): string[] {
    const name = `pod ${pod.metadata.name ?? ""}`;
    const scheduled = condition(pod, "PodScheduled");
    if (scheduled?.status === "False") {
        return [`${name}: ${scheduled.reason ?? "not scheduled"}: ${scheduled.message ?? ""}`];
    }
    const statuses = [...listAt(pod, "status", "initContainerStatuses"), ...listAt(pod, "status", "containerStatuses")];
    const problems = statuses.flatMap((status) => containerProblem(status).map((problem) => `${name}: ${problem}`));
    if (problems.length > 0 || stringAt(pod, "status", "phase") !== "Failed") {
        return problems;
    }
    return [`${name} failed: ${stringAt(pod, "status", "reason")} ${stringAt(pod, "status", "message")}`.trimEnd()];
}

function containerProblem(status: unknown): string[] {
    const name = `container ${stringAt(status, "name")}`;
    const waitingReason = stringAt(status, "state", "waiting", "reason");
    if (waitingReason !== "" && waitingReason !== "ContainerCreating" && waitingReason !== "PodInitializing") {
        return [`${name} is waiting: ${waitingReason}: ${stringAt(status, "state", "waiting", "message")}`];
    }
    const terminated = at(status, "state", "terminated") ?? at(status, "lastState", "terminated");
    const exitCode = numberAt(terminated, "exitCode");
    if (exitCode !== 0) {
        const reason = stringAt(terminated, "reason");
        return [`${name} ended with exit code ${exitCode} (${reason}) ${stringAt(terminated, "message")}`.trimEnd()];
    }
    return at(status, "ready") === false && at(status, "started") !== undefined ? [`${name} is not ready`] : [];
}

async function warningsAbout(object: KubernetesObject, api: Api): Promise<string[]> {
    const { uid, namespace, name } = object.metadata;
    const events = await api.list("v1", "Event", {
        namespace,
        fieldSelector: `involvedObject.uid=${uid},type=Warning`,
    });
    return events
        .map((event) => `${object.kind} ${name}: ${stringAt(event, "reason")}: ${stringAt(event, "message")}`)
        .slice(-MAX_REASONS);
}

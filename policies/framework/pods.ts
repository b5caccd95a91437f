import { UnknownValueError } from "@pulumi/policy";
import { field, known, Unjudgeable } from "./known";
import type { Context, ResourceCheck, Violation } from "./rule";

/** A pod template, wherever it was found. */
export interface Pod {
    /** The pod's `spec`. */
    readonly spec: object;
    /** A patch of a pod: what it does not mention is decided elsewhere. */
    readonly partial: boolean;
}

/** A container of any kind: init (sidecars among them), ordinary or ephemeral. */
export interface Container {
    readonly spec: object;
    /** How messages name it. */
    readonly label: string;
    readonly ephemeral: boolean;
    readonly pod: Pod;
}

const containerLists = ["initContainers", "containers", "ephemeralContainers"] as const;

/** Where the kinds that everyone uses keep their pod; an unknown value on the way there fails closed. */
const podPaths: Readonly<Record<string, readonly string[]>> = {
    CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
    DaemonSet: ["spec", "template", "spec"],
    Deployment: ["spec", "template", "spec"],
    Job: ["spec", "template", "spec"],
    Pod: ["spec"],
    PodTemplate: ["template", "spec"],
    ReplicaSet: ["spec", "template", "spec"],
    ReplicationController: ["spec", "template", "spec"],
    Rollout: ["spec", "template", "spec"],
    StatefulSet: ["spec", "template", "spec"],
};

/** Objects whose `containers` are laid over a pod of somebody else: an operator's, or that of a chart. */
const overlays = ["Alertmanager", "Chart", "Prometheus", "PrometheusAgent", "Release", "ThanosRuler"];

/** The kind in a type token: `kubernetes:apps/v1:DeploymentPatch` is a patch of a Deployment. */
function kindOf(type: string): { kind: string; partial: boolean } {
    const name = type.split(":")[2] ?? "";
    const kind = name.replace(/Patch$/, "");
    return { kind, partial: kind !== name || overlays.includes(kind) };
}

/**
 * Every pod in a Kubernetes object. Whatever holds a list of containers is a pod, so that lists of objects and custom
 * resources that nobody thought of are judged as well.
 */
export function podsIn(type: string, inputs: object): Pod[] {
    const { kind, partial } = kindOf(type);
    const podPath = podPaths[kind] ?? [];
    const pods: Pod[] = [];
    const walk = (value: object, path: readonly string[]): void => {
        const isPodPath = path.length === podPath.length && isPrefix(path, podPath) && path.length > 0;
        if (isPodPath || containerLists.some((name) => holdsList(value, name))) {
            pods.push({ spec: value, partial });
            return;
        }
        for (const key of Object.keys(value)) {
            const next = [...path, key];
            const child = readOnTheWay(value, key, isPrefix(next, podPath));
            if (typeof child === "object" && child !== null) {
                walk(child, next);
            }
        }
    };
    walk(inputs, []);
    return pods;
}

function isPrefix(path: readonly string[], whole: readonly string[]): boolean {
    return path.length <= whole.length && path.every((part, index) => part === whole[index]);
}

function holdsList(value: object, key: string): boolean {
    // An unknown list of containers makes a pod too: reading it later is the violation.
    return key in value && Array.isArray(readOnTheWay(value, key, false) ?? []) && !Array.isArray(value);
}

/** A value on the way to a pod; unknown values that lead to none (names, ARNs in annotations) are passed by. */
function readOnTheWay(value: object, key: string, leadsToPod: boolean): unknown {
    try {
        return Reflect.get(value, key);
    } catch (error) {
        if (error instanceof UnknownValueError && !leadsToPod) {
            return undefined;
        }
        if (error instanceof UnknownValueError) {
            throw new Unjudgeable(error.props.map(String), [], "holds the pod, but is unknown until the update");
        }
        throw error;
    }
}

function isKubernetes(type: string): boolean {
    return type.startsWith("kubernetes:") && type !== "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
}

/** A check of every pod of every Kubernetes object. */
export function onPods<Options>(
    judge: (pod: Pod, violation: Violation, context: Context<Options>) => void,
): ResourceCheck<Options> {
    return {
        kind: "resource",
        applies: isKubernetes,
        judge: (inputs, violation, context) => {
            violation.forEach(podsIn(context.type, inputs), (pod) => {
                judge(pod, violation, context);
            });
        },
    };
}

/** A check of every container of every pod, each on its own. */
export function onContainers<Options>(
    judge: (container: Container, violation: Violation, context: Context<Options>) => void,
): ResourceCheck<Options> {
    return onPods((pod, violation, context) => {
        violation.forEach(containerLists, (listName) => {
            const containers = field(pod.spec, listName);
            violation.forEach(containers as object[] | undefined, (spec, index) => {
                const ephemeral = listName === "ephemeralContainers";
                judge({ spec, pod, ephemeral, label: labelOf(spec, listName, index) }, violation, context);
            });
        });
    });
}

function labelOf(container: object, listName: string, index: number): string {
    const name = readOnTheWay(container, "name", false);
    return `${listName}[${typeof name === "string" ? name : String(index)}]`;
}

/** A field deep inside a pod or container, e.g. `securityContext.seccompProfile.type`. */
export function at(value: object, ...path: readonly string[]): unknown {
    let current: unknown = value;
    for (const key of path) {
        if (typeof current !== "object" || current === null) {
            return undefined;
        }
        current = known(current as Record<string, unknown>, key);
    }
    return current;
}

/** A field's value, as a message shows it. */
export function shown(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}

/** Whether the pod runs on Windows, where the fields of Linux security do not exist. */
export function isWindows(pod: Pod): boolean {
    return at(pod.spec, "os", "name") === "windows";
}

/** Whether the pod has a user namespace of its own: root inside it is nobody outside. */
export function hasOwnUsers(pod: Pod): boolean {
    return at(pod.spec, "hostUsers") === false;
}

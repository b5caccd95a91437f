import { formatPath, type Path } from "../provider/paths";
import type { Properties } from "../provider/types";
import { isSameQuantity } from "./compare";
import type { KubernetesObject } from "./objects";

/**
 * Lists that the API server merges item by item, and what identifies an item. Others may add items to them; every other list is whole, and an
 * item more or less is drift.
 */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
    containers: ["name"],
    initContainers: ["name"],
    ephemeralContainers: ["name"],
    volumes: ["name"],
    volumeMounts: ["mountPath"],
    volumeDevices: ["devicePath"],
    env: ["name"],
    ports: ["containerPort", "port"],
    imagePullSecrets: ["name"],
    hostAliases: ["ip"],
    topologySpreadConstraints: ["topologyKey"],
    ownerReferences: ["uid"],
    secrets: ["name"],
    webhooks: ["name"],
};

/** Lists of plain values to which others add, such as the finalizers of controllers. */
const SETS = new Set(["finalizers"]);

/**
 * The inputs as they would have to be for the object to be as it is: the live values of exactly the fields that the program sets. What the
 * API server filled in, and what others added, is left out; a value written differently but meaning the same stays as the program wrote it.
 */
export function liveInputs(inputs: Properties, live: KubernetesObject): Properties {
    return projectObject(inputs, withPlainSecrets(inputs, live), []);
}

/** `stringData` is write-only: what it wrote is in `data`. */
function withPlainSecrets(inputs: Properties, live: KubernetesObject): Properties {
    if (live.kind !== "Secret" || typeof inputs["stringData"] !== "object" || inputs["stringData"] === null) {
        return live;
    }
    const data = (live["data"] ?? {}) as Record<string, string>;
    const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]);
    return { ...live, stringData: Object.fromEntries(decoded) as Properties };
}

function projectObject(inputs: Properties, live: Properties, path: Path): Properties {
    const projected = Object.entries(inputs).map(([key, value]): [string, unknown] => [
        key,
        project(value, live[key], [...path, key]),
    ]);
    return Object.fromEntries(projected.filter(([, value]) => value !== undefined));
}

function project(input: unknown, live: unknown, path: Path): unknown {
    if (live === undefined || live === null) {
        return isZero(input) ? input : undefined;
    }
    if (Array.isArray(input) && Array.isArray(live)) {
        return projectList(input, live, path);
    }
    if (isObject(input) && isObject(live)) {
        return projectObject(input, live, path);
    }
    return isSameQuantity(formatPath(path), input, live) ? input : live;
}

function projectList(inputs: unknown[], live: unknown[], path: Path): unknown[] {
    const name = path.findLast((segment) => typeof segment === "string") as string;
    if (SETS.has(name)) {
        return inputs.filter((item) => live.includes(item));
    }
    // The ports of a NetworkPolicy are a whole: one more is a hole in it.
    const isRule = path.includes("ingress") || path.includes("egress");
    const keys = isRule ? undefined : MERGE_KEYS[name];
    const identity = (item: unknown) => (isObject(item) && keys !== undefined ? identityOf(item, keys) : undefined);
    const identities = new Set(inputs.map(identity));
    // Two items of one identity are in a list that is not merged by it.
    if (inputs.length > 0 && !identities.has(undefined) && identities.size === inputs.length) {
        return inputs.flatMap((item, index) => {
            const found = live.find((candidate) => identity(candidate) === identity(item));
            return found === undefined ? [] : [project(item, found, [...path, index])];
        });
    }
    return live.map((item, index) => (index < inputs.length ? project(inputs[index], item, [...path, index]) : item));
}

/** A port is one number for TCP and another for UDP. */
function identityOf(item: Properties, keys: readonly string[]): string | undefined {
    const value = keys.map((key) => item[key]).find((candidate) => candidate !== undefined);
    return value === undefined ? undefined : JSON.stringify([value, item["protocol"] ?? "TCP"]);
}

/** Values that the API server leaves out of an object because they are what absence means. */
function isZero(value: unknown): boolean {
    if (Array.isArray(value)) {
        return value.length === 0;
    }
    if (isObject(value)) {
        return Object.values(value).every(isZero);
    }
    return value === "" || value === 0 || value === false || value === null || value === undefined;
}

function isObject(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

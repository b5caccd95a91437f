import type { Properties } from "../provider/types";

/** Any Kubernetes object; only what all of them have is typed. */
export interface KubernetesObject extends Properties {
    apiVersion: string;
    kind: string;
    metadata: Metadata;
}

export interface Metadata extends Properties {
    name?: string;
    namespace?: string;
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
    uid?: string;
    generation?: number;
    finalizers?: string[];
    deletionTimestamp?: string;
    managedFields?: { manager: string; operation: string }[];
}

/** Names one object; `namespace` is absent for a kind without namespaces. */
export interface ObjectRef {
    apiVersion: string;
    kind: string;
    namespace?: string;
    name: string;
}

/** Annotations with which a program steers the provider, as the official one documents them. */
export const ANNOTATIONS = {
    autonamed: "pulumi.com/autonamed",
    skipAwait: "pulumi.com/skipAwait",
    waitFor: "pulumi.com/waitFor",
    timeoutSeconds: "pulumi.com/timeoutSeconds",
    patchForce: "pulumi.com/patchForce",
    deletionPropagation: "pulumi.com/deletionPropagationPolicy",
} as const;

export function annotation(object: Properties, name: string): string | undefined {
    const value = at(object, "metadata", "annotations", name);
    return typeof value === "string" ? value : undefined;
}

/** The value at a path of keys and indices, `undefined` as soon as something on the way is missing. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
    let current = value;
    for (const segment of path) {
        if (typeof current !== "object" || current === null) {
            return undefined;
        }
        current = (current as Record<string | number, unknown>)[segment];
    }
    return current;
}

export function numberAt(value: unknown, ...path: (string | number)[]): number {
    const found = at(value, ...path);
    return typeof found === "number" ? found : 0;
}

export function stringAt(value: unknown, ...path: (string | number)[]): string {
    const found = at(value, ...path);
    return typeof found === "string" ? found : "";
}

export function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
    const found = at(value, ...path);
    return Array.isArray(found) ? found : [];
}

export interface Condition {
    type: string;
    status: string;
    reason?: string;
    message?: string;
}

export function conditions(object: Properties): Condition[] {
    return listAt(object, "status", "conditions") as Condition[];
}

export function condition(object: Properties, type: string): Condition | undefined {
    return conditions(object).find((candidate) => candidate.type === type);
}

export function refOf(object: KubernetesObject): ObjectRef {
    const { name, namespace } = object.metadata;
    if (name === undefined) {
        throw new Error(`${object.kind} has no metadata.name`);
    }
    return { apiVersion: object.apiVersion, kind: object.kind, namespace, name };
}

/** `Deployment "app/web"`, as messages name an object. */
export function describeRef({ kind, namespace, name }: ObjectRef): string {
    return `${kind} "${namespace === undefined ? name : `${namespace}/${name}`}"`;
}

/** The id the official provider gives: `namespace/name`, or the name alone. */
export function idOf({ namespace, name }: Pick<ObjectRef, "namespace" | "name">): string {
    return namespace === undefined ? name : `${namespace}/${name}`;
}

export function groupOf(apiVersion: string): string {
    return apiVersion.includes("/") ? (apiVersion.split("/")[0] as string) : "";
}

/** The same object without some of its members. */
export function without<T extends object, K extends keyof T>(object: T, ...keys: K[]): Omit<T, K> {
    const dropped: ReadonlySet<PropertyKey> = new Set(keys);
    return Object.fromEntries(Object.entries(object).filter(([key]) => !dropped.has(key))) as Omit<T, K>;
}

/** The same value without `null` and `undefined` members, which the API server would take for fields to own. */
export function withoutNulls<T>(value: T): T {
    if (Array.isArray(value)) {
        return value.map((item: unknown) => withoutNulls(item)) as T;
    }
    if (typeof value === "object" && value !== null) {
        const kept = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
        return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item as unknown)])) as T;
    }
    return value;
}

import { UnknownValueError } from "@pulumi/policy";
import { tokenOf } from "./rule";

/**
 * Where a value that is unknown at preview may come from.
 *
 * A value that is computed by a resource of an allowed type (the ARN of a key that does not exist yet) cannot be read at
 * preview; it is judged again, with its real value, before the resource that uses it is created.
 */
export type Origins = readonly string[] | "any resource";

/** Allows an unknown value if it comes from a resource of one of these types. */
export function from(...resources: readonly object[]): Origins {
    return resources.map(tokenOf);
}

/** Allows an unknown value if it comes from any resource: for documents that are judged in full before creation. */
export const fromAnyResource: Origins = "any resource";

/** A field that is set, but whose value cannot be judged now. The runner turns it into a violation or a deferral. */
export class Unjudgeable extends Error {
    /** @param path from the resource's inputs to the field. */
    constructor(
        readonly path: readonly string[],
        readonly origins: Origins,
        readonly problem: string,
    ) {
        super(`${path.join(".")} ${problem}`);
    }
}

/**
 * Reads a field, failing closed.
 *
 * - unset (absent or null): `undefined`;
 * - set and known: its value;
 * - set but unknown at preview: ends the check with a violation, unless `origins` allows the resource that it comes from.
 */
export function known<T extends object, K extends keyof T>(
    value: T,
    key: K,
    origins: Origins = [],
): NonNullable<T[K]> | undefined {
    try {
        return value[key] ?? undefined;
    } catch (error) {
        if (error instanceof UnknownValueError) {
            throw new Unjudgeable(pathOf(error), origins, "is set, but unknown until the update");
        }
        throw error;
    }
}

/** Whether a field is set, known or not: for fields whose presence alone matters. */
export function isSet<T extends object>(value: T, key: keyof T): boolean {
    if (!(key in value)) {
        return false;
    }
    try {
        return value[key] !== null && value[key] !== undefined;
    } catch (error) {
        if (error instanceof UnknownValueError) {
            return true;
        }
        throw error;
    }
}

/** The elements of a list field; each is read by its own `known`, so an unknown element fails closed. */
export function list<T extends object, K extends keyof T>(value: T, key: K, origins: Origins = []): Elements<T[K]> {
    const items: unknown = known(value, key, origins);
    if (items === undefined) {
        return [] as unknown as Elements<T[K]>;
    }
    if (!Array.isArray(items)) {
        throw new TypeError(`${String(key)} is not a list`);
    }
    // Index by index: iterating a proxied list throws at its first unknown element with no origin to allow.
    const elements: unknown[] = items;
    return Array.from({ length: elements.length }, (_, index) => known(elements, index, origins)) as Elements<T[K]>;
}

type Elements<T> = NonNullable<T> extends readonly (infer E)[] ? NonNullable<E>[] : unknown[];

/** A field of a value without declared shape (custom resources, policy documents). */
export function field(value: object, key: string, origins: Origins = []): unknown {
    return known(value as Record<string, unknown>, key, origins);
}

/** The object in a field of a value without declared shape; `undefined` if it is unset or no object. */
export function objectField(value: object, key: string): object | undefined {
    const found = field(value, key);
    return typeof found === "object" && found !== null ? found : undefined;
}

/** The path from the resource's inputs to the unknown value that was read. */
export function pathOf(error: UnknownValueError): string[] {
    return error.props.map(String);
}

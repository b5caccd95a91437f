import { z } from "zod";

import { unwrapped } from "./schema/shape";

/** Stands where a value did not pass its schema. */
const unsound = Symbol("unsound");

/** Thrown when a rule touches a value that is itself wrong. */
class Unsound extends Error {}

/**
 * The part of a configuration that its schema accepts, defaults filled in. Touching what is not in it ends the rule that
 * does so: its finding would only be an echo of the problem already reported. Thus one wrong key hides no other mistake.
 */
export function soundView<Output>(schema: z.ZodType<Output>, value: unknown): Output {
    return guarded(settle(schema, value)) as Output;
}

/** Findings up to the point where the search for them touches an unsound value. */
export function untilUnsound<Finding>(find: () => Iterable<Finding>): Finding[] {
    const found: Finding[] = [];
    try {
        for (const finding of find()) {
            found.push(finding);
        }
    } catch (error) {
        if (!(error instanceof Unsound)) {
            throw error;
        }
    }
    return found;
}

/** Findings about each entry of a list or of a record; one that is itself wrong ends the search in that entry alone. */
export function* eachSound<Entry, Finding>(
    entries: readonly Entry[] | Readonly<Record<string, Entry>>,
    find: (entry: Entry, key: string | number) => Iterable<Finding>,
): Iterable<Finding> {
    const record = entries as Readonly<Record<string, Entry>>;
    for (const key of Object.keys(record)) {
        yield* untilUnsound(() => find(record[key] as Entry, Array.isArray(entries) ? Number(key) : key));
    }
}

function settle(schema: z.core.$ZodType, value: unknown): unknown {
    if (value === undefined && (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)) {
        return settle(schema.def.innerType, schema.def.defaultValue);
    }
    if (value === undefined && schema instanceof z.ZodOptional) {
        return undefined;
    }
    const inner = unwrapped(schema);
    if (inner instanceof z.ZodObject && isObject(value)) {
        const shape: Record<string, z.core.$ZodType> = inner.shape;
        return Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, settle(field, value[key])]));
    }
    if (inner instanceof z.ZodRecord && isObject(value)) {
        const { valueType } = inner.def;
        return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, settle(valueType, entry)]));
    }
    if (inner instanceof z.ZodArray && Array.isArray(value)) {
        return value.map((entry) => settle(inner.def.element, entry));
    }
    const result = z.safeParse(inner, value);
    return result.success ? result.data : unsound;
}

function guarded(value: unknown): unknown {
    if (typeof value !== "object" || value === null) {
        return value;
    }
    return new Proxy(value, {
        get(target, key, receiver) {
            const found: unknown = Reflect.get(target, key, receiver);
            if (found === unsound) {
                throw new Unsound();
            }
            return typeof found === "function" ? found : guarded(found);
        },
    });
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

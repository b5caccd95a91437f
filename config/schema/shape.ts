import { z } from "zod";

/** A key's place in a stack file, e.g. `["openhands", "network", "zoneNames", 0]`. */
export type KeyPath = readonly PropertyKey[];

/** A schema without the wrappers that only say what happens when the value is missing. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
    return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
        ? unwrapped(schema.def.innerType)
        : schema;
}

/** Schema of the value at a path; `undefined` where the schema has no such key. */
export function schemaAt(schema: z.core.$ZodType, path: KeyPath): z.core.$ZodType | undefined {
    const [key, ...rest] = path;
    if (key === undefined) {
        return schema;
    }
    const inner = child(unwrapped(schema), key);
    return inner && schemaAt(inner, rest);
}

function child(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
    if (schema instanceof z.ZodObject) {
        const shape: Record<PropertyKey, z.core.$ZodType | undefined> = schema.shape;
        return Object.hasOwn(shape, key) ? shape[key] : undefined;
    }
    if (schema instanceof z.ZodRecord) {
        return schema.def.valueType;
    }
    if (schema instanceof z.ZodTuple) {
        return schema.def.items[Number(key)];
    }
    return schema instanceof z.ZodArray ? schema.def.element : undefined;
}

/** Keys that an object of the schema may have; none for a schema that is not an object with fixed keys. */
export function knownKeys(schema: z.core.$ZodType): string[] {
    const inner = unwrapped(schema);
    return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** What is written about a schema, found on the wrapper or, failing that, on what it wraps. */
export function metaOf(schema: z.core.$ZodType): z.GlobalMeta {
    const inner =
        schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
            ? metaOf(schema.def.innerType)
            : {};
    return { ...inner, ...z.globalRegistry.get(schema) };
}

/** A valid value in words: `a whole number from 2 to 6`, `one of none, single, perZone`. */
export function expected(schema: z.core.$ZodType): string {
    const { form } = metaOf(schema);
    if (form !== undefined) {
        return form;
    }
    const inner = unwrapped(schema);
    if (inner instanceof z.ZodEnum) {
        return choice(inner.options.map(String));
    }
    if (inner instanceof z.ZodLiteral) {
        return choice([...inner.values].map(String));
    }
    if (inner instanceof z.ZodNumber) {
        return numberInWords(inner);
    }
    if (inner instanceof z.ZodObject) {
        return `an object with the keys ${knownKeys(inner).join(", ")}`;
    }
    if (inner instanceof z.ZodRecord) {
        return `named entries, each ${expected(inner.def.valueType)}`;
    }
    if (inner instanceof z.ZodArray) {
        return `a list, each entry ${expected(inner.def.element)}`;
    }
    return inner instanceof z.ZodBoolean ? "true or false" : "text";
}

function choice(values: string[]): string {
    return values.length === 1 ? `${values[0]}, the only accepted value` : `one of ${values.join(", ")}`;
}

function numberInWords(schema: z.ZodNumber): string {
    const noun = schema.isInt ? "a whole number" : "a number";
    return `${noun} from ${schema.minValue} to ${schema.maxValue}`;
}

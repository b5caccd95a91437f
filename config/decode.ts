import { z } from "zod";

import { schemaAt, unwrapped } from "./schema/shape";

/** Configuration as the engine hands it to a program: full key to text, objects and lists as JSON. */
export type RawConfig = Readonly<Record<string, string>>;

/**
 * The configuration as one object, by namespace and key; keys of namespaces that the schema does not know are not the
 * program's and are left out. The engine hands a number over as text, too, so that only the schema tells them apart.
 */
export function decode(raw: RawConfig, schema: z.ZodObject): Record<string, Record<string, unknown>> {
    const decoded: Record<string, Record<string, unknown>> = {};
    for (const namespace of Object.keys(schema.shape)) {
        decoded[namespace] = {};
    }
    for (const [fullKey, text] of Object.entries(raw)) {
        const separator = fullKey.indexOf(":");
        const namespace = fullKey.slice(0, separator);
        const key = fullKey.slice(separator + 1);
        const values = decoded[namespace];
        if (values) {
            values[key] = decodeValue(text, schemaAt(schema, [namespace, key]));
        }
    }
    return decoded;
}

/** Text stays text where the schema asks for it, and where it is no JSON, so that the schema can say what is wrong. */
function decodeValue(text: string, schema: z.core.$ZodType | undefined): unknown {
    const inner = schema && unwrapped(schema);
    if (inner instanceof z.ZodString || inner instanceof z.ZodEnum) {
        return text;
    }
    try {
        return JSON.parse(text) as unknown;
    } catch (error) {
        if (error instanceof SyntaxError) {
            return text;
        }
        throw error;
    }
}

import { z } from "zod";

import { keyName } from "./problems";
import { stackSettings } from "./schema";
import { expected, metaOf, unwrapped } from "./schema/shape";

/** One key of a stack file, as the reference shows it. */
interface Entry {
    key: string;
    value: string;
    fallback: string;
    meaning: string;
}

const INTRODUCTION = `# Configuration

<!-- Generated from config/schema/ by \`npm run docs:configuration\`; a test fails when it is not current. -->

A stack is configured by its stack file, \`Pulumi.<stack>.yaml\`, and by nothing else. Every problem of the file is reported
at once, before anything is deployed. The defaults are those of production; the shipped files say what differs and why.

\`<name>\` stands for a name of your choice. A key without default has to be written, unless the object that it belongs to
is left out. Costs are monthly, us-east-1, on demand.
`;

/** `docs/configuration.md`: every key, what it accepts, what it is without it, what it means and costs. */
export function configurationReference(): string {
    const sections = Object.entries(stackSettings.shape).flatMap(([namespace, settings]) =>
        Object.entries<z.core.$ZodType>(settings.shape).map(([key, schema]) => section([namespace, key], schema)),
    );
    return [INTRODUCTION, ...sections].join("\n");
}

function section(path: PropertyKey[], schema: z.core.$ZodType): string {
    const inner = unwrapped(schema);
    const nested = inner instanceof z.ZodObject || inner instanceof z.ZodRecord;
    const rows = (nested ? entriesBelow([], inner) : [entry([], schema)]).map(({ key, value, fallback, meaning }) =>
        nested ? row([code(key), value, fallback, meaning]) : row([value, fallback, meaning]),
    );
    const columns = nested ? ["key", "value", "default", "meaning"] : ["value", "default", "meaning"];
    const { description, cost } = metaOf(schema);
    const summary = nested && description ? [`${description}${cost ? ` Cost: ${cost}.` : ""}`, ""] : [];
    return [`## ${keyName(path)}`, "", ...summary, row(columns), row(columns.map(() => "---")), ...rows, ""].join("\n");
}

function entriesBelow(path: string[], schema: z.core.$ZodType): Entry[] {
    const children: [string, z.core.$ZodType][] =
        schema instanceof z.ZodObject
            ? Object.entries<z.core.$ZodType>(schema.shape)
            : schema instanceof z.ZodRecord
              ? [["<name>", schema.def.valueType]]
              : [];
    return children.flatMap(([key, child]) => {
        const place = [...path, key];
        const inner = unwrapped(child);
        if (schema instanceof z.ZodRecord) {
            return entriesBelow(place, inner);
        }
        if (inner instanceof z.ZodArray && inner.def.element instanceof z.ZodObject) {
            return [entry(place, child), ...entriesBelow([...path, `${key}[]`], inner.def.element)];
        }
        const nested = inner instanceof z.ZodObject || isRecordOfObjects(inner);
        return nested ? [entry(place, child), ...entriesBelow(place, inner)] : [entry(place, child)];
    });
}

function isRecordOfObjects(schema: z.core.$ZodType): boolean {
    return schema instanceof z.ZodRecord && schema.def.valueType instanceof z.ZodObject;
}

function entry(path: string[], schema: z.core.$ZodType): Entry {
    const { description, cost } = metaOf(schema);
    const inner = unwrapped(schema);
    return {
        key: path.join("."),
        value: inner instanceof z.ZodObject ? "object" : expected(schema),
        fallback: fallbackOf(schema),
        meaning: [description, cost && `Cost: ${cost}.`].filter(Boolean).join(" "),
    };
}

function fallbackOf(schema: z.core.$ZodType): string {
    if (schema instanceof z.ZodDefault) {
        return code(JSON.stringify(schema.def.defaultValue));
    }
    if (schema instanceof z.ZodPrefault) {
        return "as below";
    }
    return schema instanceof z.ZodOptional ? "none" : "**required**";
}

function code(text: string): string {
    return `\`${text}\``;
}

function row(cells: string[]): string {
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

import type { z } from "zod";

import { keyName, type Problem } from "./problems";
import { expected, knownKeys, schemaAt, type KeyPath } from "./schema/shape";
import { nearest } from "./suggestion";

type Issue = z.core.$ZodIssue;

/** What the schema finds wrong with a value, one problem for each key, in the stack file's terms. */
export function schemaProblems(schema: z.core.$ZodType, value: unknown, issues: readonly Issue[]): Problem[] {
    return issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
            ? issue.keys.map((key) => unknownKey(schema, issue.path, key))
            : [wrongValue(schema, value, issue)],
    );
}

function unknownKey(schema: z.core.$ZodType, parent: KeyPath, key: string): Problem {
    const container = schemaAt(schema, parent);
    const known = container ? knownKeys(container) : [];
    const meant = nearest(key, known);
    return {
        key: keyName([...parent, key]),
        wrong: "is not a known key",
        mend: meant
            ? `write ${keyName([...parent, meant])}`
            : `remove it; the known keys here are ${known.toSorted().join(", ")}`,
    };
}

function wrongValue(schema: z.core.$ZodType, root: unknown, issue: Issue): Problem {
    const key = keyName(issue.path);
    const value = valueAt(root, issue.path);
    const target = schemaAt(schema, issue.path);
    const wanted = target ? expected(target) : "another value";
    if (issue.code === "invalid_key") {
        return { key, wrong: "has a name that is not allowed", mend: "use lower-case letters, digits and hyphens" };
    }
    if (value === undefined) {
        return { key, wrong: "is missing", mend: `write ${wanted}` };
    }
    if (issue.code === "invalid_value" && typeof value === "string") {
        const meant = issue.values.length > 1 ? nearest(value, issue.values.map(String)) : undefined;
        return {
            key,
            wrong: `is ${shown(value)}`,
            mend: meant ? `write ${meant}; accepted is ${wanted}` : `write ${wanted}`,
        };
    }
    return { key, wrong: complaint(issue, value), mend: `write ${wanted}` };
}

function complaint(issue: Issue, value: unknown): string {
    switch (issue.code) {
        case "invalid_type":
            return `is ${kindOf(value)}`;
        case "too_small":
        case "too_big":
            return Array.isArray(value) ? `lists ${value.length}` : `is ${shown(value)}`;
        case "invalid_format":
        case "custom":
            return `is ${shown(value)}, which ${issue.message}`;
        default:
            return `is ${shown(value)}`;
    }
}

function kindOf(value: unknown): string {
    if (Array.isArray(value)) {
        return "a list";
    }
    if (value === null) {
        return "empty";
    }
    return typeof value === "object" ? "an object" : `${shown(value)}, of the wrong type`;
}

function shown(value: unknown): string {
    return value === "" ? "empty" : JSON.stringify(value);
}

function valueAt(value: unknown, path: KeyPath): unknown {
    return path.reduce<unknown>(
        (current, key) =>
            typeof current === "object" && current !== null
                ? (current as Record<PropertyKey, unknown>)[key]
                : undefined,
        value,
    );
}

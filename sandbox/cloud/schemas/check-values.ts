import { closest, distance } from "fastest-levenshtein";
import { formatPath, type Path } from "../../provider/paths";
import { type CheckFailure, type Properties, UNKNOWN } from "../../provider/types";
import type { Constraint, Members, TypeSchema } from "./schema";

/** Everything that is wrong with a set of properties, each with its path. Values not known yet pass: they are checked when they are. */
export function checkProperties(
    properties: Properties,
    members: Members,
    types: Record<string, Members>,
    constraints: Record<string, Constraint> = {},
): CheckFailure[] {
    const check = new Check(types, constraints);
    check.members(properties, members, [], "");
    return check.failures;
}

class Check {
    readonly failures: CheckFailure[] = [];

    constructor(
        private readonly types: Record<string, Members>,
        private readonly constraints: Record<string, Constraint>,
    ) {}

    /** `rule` is the path as constraints spell it, with `*` for every index. */
    members(properties: Properties, members: Members, path: Path, rule: string): void {
        for (const [name, value] of Object.entries(properties)) {
            // `__defaults` and its like are the engine's and the providers' own bookkeeping.
            if (name.startsWith("__") || value === undefined || value === null) continue;
            const member = members[name];
            if (member) this.value(value, member.type, [...path, name], rule === "" ? name : `${rule}.${name}`);
            else this.fail([...path, name], `unknown property "${name}"${nearestName(name, Object.keys(members))}`);
        }
        for (const [name, member] of Object.entries(members)) {
            const value = properties[name];
            if (member.required && (value === undefined || value === null)) {
                this.fail([...path, name], `missing required property "${name}"`);
            }
        }
    }

    private value(value: unknown, type: TypeSchema, path: Path, rule: string): void {
        if (value === UNKNOWN || type === "any" || value === undefined || value === null) return;
        if (typeof type === "string" || "values" in type) {
            const expected = typeof type === "string" ? type : typeof type.values[0];
            if (typeof value !== expected && type !== "asset") {
                this.fail(path, `expected a ${expected}, got ${describe(value)}`);
                return;
            }
            if (typeof type === "object" && !type.open) this.allowed(value, type.values, path);
        } else if ("array" in type) {
            if (!Array.isArray(value)) return this.fail(path, `expected a list, got ${describe(value)}`);
            value.forEach((item, index) => this.value(item, type.array, [...path, index], `${rule}.*`));
        } else if ("anyOf" in type) {
            this.oneOf(value, type.anyOf, path, rule);
        } else if (!isObject(value)) {
            return this.fail(path, `expected an object, got ${describe(value)}`);
        } else if ("map" in type) {
            for (const [key, item] of Object.entries(value)) this.value(item, type.map, [...path, key], `${rule}.*`);
        } else {
            this.members(value, this.types[type.object] ?? {}, path, rule);
        }
        const constraint = this.constraints[rule];
        if (constraint) this.constrain(value, constraint, path);
    }

    /** Taken as the alternative that fits; when none does, the one of the same kind says why. */
    private oneOf(value: unknown, alternatives: TypeSchema[], path: Path, rule: string): void {
        const attempts = alternatives.map((alternative) => {
            const attempt = new Check(this.types, this.constraints);
            attempt.value(value, alternative, path, rule);
            return attempt.failures;
        });
        if (attempts.some((failures) => failures.length === 0)) return;
        const sameKind = alternatives.findIndex((alternative) => (typeof alternative === "object") === isObject(value));
        this.failures.push(...(attempts[sameKind] ?? attempts[0] ?? []));
    }

    private constrain(value: unknown, constraint: Constraint, path: Path): void {
        const { values, pattern, minLength, maxLength, minimum, maximum, minItems, maxItems } = constraint;
        if (values && values.some((allowed) => typeof allowed === typeof value)) this.allowed(value, values, path);
        if (typeof value === "string") {
            if (pattern !== undefined && !new RegExp(pattern, "u").test(value)) {
                this.fail(path, `"${value}" does not match ${pattern}`);
            }
            this.within(value.length, minLength, maxLength, path, "characters");
        } else if (typeof value === "number") {
            this.within(value, minimum, maximum, path, "");
        } else if (Array.isArray(value)) {
            this.within(value.length, minItems, maxItems, path, "items");
        }
    }

    private within(size: number, least: number | undefined, most: number | undefined, path: Path, unit: string): void {
        const got = unit === "" ? `${size}` : `${size} ${unit}`;
        if (least !== undefined && size < least) this.fail(path, `${got} is less than the least allowed, ${least}`);
        if (most !== undefined && size > most) this.fail(path, `${got} is more than the most allowed, ${most}`);
    }

    private allowed(value: unknown, values: (string | number)[], path: Path): void {
        if ((typeof value !== "string" && typeof value !== "number") || values.includes(value)) return;
        const shown = values.length > 12 ? [...values.slice(0, 12), "..."] : values;
        const hint = typeof value === "string" ? nearestName(value, values.map(String)) : "";
        this.fail(path, `"${value}" is not one of ${shown.join(", ")}${hint}`);
    }

    private fail(path: Path, reason: string): void {
        this.failures.push({ property: formatPath(path), reason });
    }
}

function nearestName(name: string, known: string[]): string {
    if (known.length === 0) return "";
    const nearest = closest(name, known);
    return distance(name, nearest) <= Math.max(2, name.length / 3) ? `: did you mean "${nearest}"?` : "";
}

function describe(value: unknown): string {
    if (Array.isArray(value)) return "a list";
    if (typeof value === "object") return "an object";
    return `the ${typeof value} ${JSON.stringify(value)}`;
}

function isObject(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

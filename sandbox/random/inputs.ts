import type { CheckFailure, Properties } from "../provider/types";
import { UNKNOWN } from "../provider/types";

type Kind = "boolean" | "integer" | "string" | "strings" | "map";

interface Input {
    kind: Kind;
    required?: boolean;
    default?: boolean | number | string;
    /** Smallest value of an integer. */
    min?: number;
}

const KEEPERS: Record<string, Input> = { keepers: { kind: "map" } };

const CHARACTERS: Record<string, Input> = {
    ...KEEPERS,
    length: { kind: "integer", required: true, min: 1 },
    lower: { kind: "boolean", default: true },
    upper: { kind: "boolean", default: true },
    // Deprecated twin of `numeric`, which it follows.
    number: { kind: "boolean" },
    numeric: { kind: "boolean" },
    special: { kind: "boolean", default: true },
    minLower: { kind: "integer", default: 0, min: 0 },
    minUpper: { kind: "integer", default: 0, min: 0 },
    minNumeric: { kind: "integer", default: 0, min: 0 },
    minSpecial: { kind: "integer", default: 0, min: 0 },
    overrideSpecial: { kind: "string" },
};

/** Inputs of every resource type of @pulumi/random, as its declarations have them. */
const INPUTS: Readonly<Record<string, Record<string, Input>>> = {
    "random:index/randomPassword:RandomPassword": CHARACTERS,
    "random:index/randomString:RandomString": CHARACTERS,
    "random:index/randomId:RandomId": {
        ...KEEPERS,
        byteLength: { kind: "integer", required: true, min: 1 },
        prefix: { kind: "string" },
    },
    "random:index/randomPet:RandomPet": {
        ...KEEPERS,
        length: { kind: "integer", default: 2, min: 1 },
        prefix: { kind: "string" },
        separator: { kind: "string", default: "-" },
    },
    "random:index/randomInteger:RandomInteger": {
        ...KEEPERS,
        min: { kind: "integer", required: true },
        max: { kind: "integer", required: true },
        seed: { kind: "string" },
    },
    "random:index/randomBytes:RandomBytes": { ...KEEPERS, length: { kind: "integer", required: true, min: 1 } },
    "random:index/randomShuffle:RandomShuffle": {
        ...KEEPERS,
        inputs: { kind: "strings", required: true },
        resultCount: { kind: "integer", min: 0 },
        seed: { kind: "string" },
    },
    "random:index/randomUuid:RandomUuid": KEEPERS,
    "random:index/randomUuid4:RandomUuid4": KEEPERS,
    "random:index/randomUuid7:RandomUuid7": KEEPERS,
};

/** Inputs with the defaults of the official provider, and everything that is wrong with them. */
export function checkInputs(type: string, given: Properties): { inputs: Properties; failures: CheckFailure[] } {
    const declared = INPUTS[type];
    if (declared === undefined) {
        return { inputs: given, failures: [{ property: "", reason: `${type} is not a resource type of random` }] };
    }
    const failures = Object.keys(given)
        .filter((property) => declared[property] === undefined)
        .map((property) => ({ property, reason: `is not an input of ${type}` }));
    const inputs = { ...given };
    for (const [property, input] of Object.entries(declared)) {
        inputs[property] ??= input.default;
        const reason = inputs[property] === undefined ? missing(input) : mismatch(inputs[property], input);
        if (reason !== undefined) {
            failures.push({ property, reason });
        }
    }
    if (declared === CHARACTERS) {
        const numeric = inputs["numeric"] ?? inputs["number"] ?? true;
        Object.assign(inputs, { numeric, number: numeric });
    }
    return { inputs, failures: failures.length > 0 ? failures : checkTogether(inputs) };
}

function missing(input: Input): string | undefined {
    return input.required ? "is required" : undefined;
}

function mismatch(value: unknown, { kind, min }: Input): string | undefined {
    if (value === UNKNOWN) {
        return undefined;
    }
    const isStrings = (values: unknown[]) => values.every((item) => typeof item === "string" || item === UNKNOWN);
    switch (kind) {
        case "boolean":
            return typeof value === "boolean" ? undefined : "must be true or false";
        case "string":
            return typeof value === "string" ? undefined : "must be a string";
        case "integer":
            if (!Number.isInteger(value)) {
                return "must be a whole number";
            }
            return min !== undefined && (value as number) < min ? `must be at least ${min}` : undefined;
        case "strings":
            return Array.isArray(value) && isStrings(value) ? undefined : "must be a list of strings";
        case "map": {
            const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
            return isMap && isStrings(Object.values(value)) ? undefined : "must be a map of strings";
        }
    }
}

/** What no input can break on its own. Unknown numbers compare as false, and are asked again when they are known. */
function checkTogether(inputs: Properties): CheckFailure[] {
    const failures: CheckFailure[] = [];
    const number = (property: string) => (typeof inputs[property] === "number" ? inputs[property] : NaN);
    const minima = number("minLower") + number("minUpper") + number("minNumeric") + number("minSpecial");
    if (minima > number("length")) {
        failures.push({
            property: "length",
            reason: `is ${number("length")}, less than the ${minima} characters that minLower, minUpper, minNumeric and minSpecial ask for`,
        });
    }
    if (number("min") > number("max")) {
        failures.push({ property: "min", reason: `is ${number("min")}, more than max, ${number("max")}` });
    }
    if (["lower", "upper", "numeric", "special"].every((property) => inputs[property] === false)) {
        failures.push({ property: "special", reason: "no kind of character is left to choose from" });
    }
    if (inputs["seed"] !== undefined) {
        // The official provider's sequence is that of Go's math/rand: another one under the same seed would be a lie.
        failures.push({ property: "seed", reason: "is not modelled by the sandbox: leave it out" });
    }
    return failures;
}

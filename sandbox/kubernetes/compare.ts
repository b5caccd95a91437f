import { parsePath, type Segment } from "../provider/paths";

/** Keys below which every value is a quantity, and keys whose own value is one. */
const QUANTITY_MAPS = new Set(["limits", "requests", "hard", "capacity", "default", "defaultRequest", "max", "min"]);
const QUANTITY_FIELDS = new Set(["sizeLimit", "averageValue", "divisor", "storage", "cpu", "memory"]);

const SUFFIXES: Readonly<Record<string, number>> = {
    n: 1e-9,
    u: 1e-6,
    m: 1e-3,
    "": 1,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    P: 1e15,
    E: 1e18,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
    Pi: 2 ** 50,
    Ei: 2 ** 60,
};

/** The number that a Kubernetes quantity stands for; `undefined` when it is none. */
export function parseQuantity(value: unknown): number | undefined {
    if (typeof value === "number") {
        return value;
    }
    const match = typeof value === "string" ? /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([A-Za-z]*)$/.exec(value) : null;
    const scale = match === null ? undefined : SUFFIXES[match[2] ?? ""];
    const amount = Number(match?.[1]);
    return scale === undefined || Number.isNaN(amount) ? undefined : amount * scale;
}

/** Equality of values that the API server writes differently: `1000m` and `1`, `8080` and `"8080"` as amounts. */
export function isSameQuantity(path: string, before: unknown, after: unknown): boolean {
    const segments = parsePath(path);
    const key = segments.at(-1);
    const parent = segments.at(-2);
    if (!isNamed(QUANTITY_MAPS, parent) && !isNamed(QUANTITY_FIELDS, key)) {
        return false;
    }
    const amount = parseQuantity(before);
    const other = parseQuantity(after);
    // Decimal and binary suffixes do not multiply exactly in floating point.
    return amount !== undefined && other !== undefined && Math.abs(amount - other) <= Math.abs(amount) * 1e-12;
}

function isNamed(names: ReadonlySet<string>, segment: Segment | undefined): boolean {
    return typeof segment === "string" && names.has(segment);
}

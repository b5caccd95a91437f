import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../provider/types";

/**
 * What the API says, in the words of what was recorded before.
 *
 * AWS returns sets in any order and policies re-spaced; recording that would show changes where nothing has changed. So a list
 * with the same members keeps the recorded order, and a JSON text with the same meaning the recorded spelling. What differs in
 * substance is taken from the API.
 */
export function align(recorded: unknown, current: unknown): unknown {
    if (isDeepStrictEqual(recorded, current)) return recorded;
    if (typeof recorded === "string" && typeof current === "string") {
        return sameJson(recorded, current) ? recorded : current;
    }
    if (Array.isArray(recorded) && Array.isArray(current)) return alignList(recorded, current);
    if (isObject(recorded) && isObject(current)) return alignProperties(recorded, current);
    return current;
}

/** {@link align} for a whole state: key order follows the record too, and keys without a value are dropped. */
export function alignProperties(recorded: Properties, current: Properties): Properties {
    const aligned: Properties = {};
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(current)])) {
        const value = align(recorded[key], current[key]);
        if (value !== undefined && value !== null) aligned[key] = value;
    }
    return aligned;
}

function alignList(recorded: unknown[], current: unknown[]): unknown[] {
    const remaining = [...current];
    const kept: unknown[] = [];
    for (const item of recorded) {
        const index = remaining.findIndex((candidate) => isDeepStrictEqual(align(item, candidate), item));
        if (index < 0) continue;
        remaining.splice(index, 1);
        kept.push(item);
    }
    if (kept.length === recorded.length) return [...kept, ...remaining];
    // Something is missing: the API's own order tells which item changed, so items are compared place by place.
    return current.map((item, index) => align(recorded[index], item));
}

function sameJson(one: string, other: string): boolean {
    if (!looksLikeJson(one) || !looksLikeJson(other)) return false;
    return isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
}

function looksLikeJson(text: string): boolean {
    if (!/^\s*[{[]/.test(text)) return false;
    try {
        return typeof JSON.parse(text) === "object";
    } catch (error) {
        if (error instanceof SyntaxError) return false;
        throw error;
    }
}

function isObject(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../../provider/types";
import { align } from "../../align";

/**
 * The state of a resource: what was recorded, overwritten by what the API reports.
 *
 * `undefined` says that the API does not report the property (a password, an argument of deletion, something the emulator does
 * not keep): it stays as recorded. `null` says that the resource has none: it is dropped. The rest is aligned with
 * what was recorded.
 */
export function observe(recorded: Properties, reported: Properties): Properties {
    const state: Properties = { ...recorded };
    for (const [property, value] of Object.entries(reported)) {
        if (value === null) {
            delete state[property];
        } else if (value !== undefined) {
            state[property] = align(recorded[property], value);
        }
    }
    return state;
}

/**
 * A value that AWS fills in when it is left out, in a property the official provider does not compute: absent from the state
 * when the program did not ask for it and the API reports just the default.
 */
export function unlessDefault(recorded: unknown, reported: unknown, byDefault: unknown): unknown {
    return recorded === undefined && isDeepStrictEqual(reported, byDefault) ? null : reported;
}

/** An empty list or map that the program did not write is no property at all. */
export function unlessEmpty(recorded: unknown, reported: unknown): unknown {
    const empty =
        reported !== null &&
        typeof reported === "object" &&
        Object.keys(reported).length === 0 &&
        recorded === undefined;
    return empty ? null : reported;
}

/** A version asked for by its beginning (`16`) stays so in the state while what runs (`16.6`) fits it. */
export function versionAsAsked(recorded: unknown, running: string | undefined): unknown {
    return typeof recorded === "string" && running?.startsWith(`${recorded}.`) ? recorded : running;
}

/**
 * A nested block with what the API reports of the properties the program asked for; whatever else it reports are defaults that
 * AWS filled in. `undefined` and `null` as in {@link observe}. Without a record, as in an import, all that is reported.
 */
export function overlay(recorded: unknown, reported: Properties): Properties {
    const asked = recorded as Properties | undefined;
    const block: Properties = {};
    for (const key of Object.keys(asked ?? reported)) {
        const value = nested(asked?.[key], reported[key]);
        if (value !== undefined && value !== null) {
            block[key] = value;
        }
    }
    return block;
}

function nested(asked: unknown, actual: unknown): unknown {
    if (actual === undefined) {
        return asked;
    }
    return isBlock(asked) && isBlock(actual) ? overlay(asked, actual) : actual;
}

const isBlock = (value: unknown): value is Properties =>
    value !== null && typeof value === "object" && !Array.isArray(value);

/** {@link overlay} for a list of blocks, which are matched by what names them. */
export function overlayEach(recorded: unknown, reported: Properties[], name: string): Properties[] {
    const asked = (recorded as Properties[] | undefined) ?? [];
    return reported.map((block) =>
        overlay(
            asked.find((candidate) => candidate[name] === block[name]),
            block,
        ),
    );
}

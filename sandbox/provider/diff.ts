import { formatPath, isWithin, parsePath, type Path } from "./paths";
import { type DiffKind, type Properties, type PropertyChange, UNKNOWN } from "./types";

export interface DiffOptions {
    /** Property paths that the program asks to leave alone; `*` stands for any one key or index. */
    ignoreChanges?: readonly string[];
    /** Whether a change at this path needs a new resource. The path is as reported: that of a leaf, or of what was added or removed whole. */
    replaceOn?: (path: string) => boolean;
    /** Equality of two known leaves or lists beyond sameness, as for quantities (`1000m` is `1`) or lists without an order. */
    equal?: (path: string, before: unknown, after: unknown) => boolean;
    /** False when `before` is recorded state rather than inputs; the display then names the change as drift. */
    inputDiff?: boolean;
}

/**
 * What changed between two sets of properties, by property path.
 *
 * A value that is not known yet counts as changed: the engine asks again during the update, when it is known. `null` and absence are the
 * same, as they are to the engine.
 */
export function diffProperties(
    before: Properties,
    after: Properties,
    options: DiffOptions = {},
): Record<string, PropertyChange> {
    const changes: [string, PropertyChange][] = [];
    const ignored = (options.ignoreChanges ?? []).map(parsePath);
    const isIgnored = (path: Path) => ignored.some((pattern) => isWithin(path, pattern));

    const report = (path: Path, kind: "add" | "update" | "delete") => {
        const text = formatPath(path);
        const replaces = options.replaceOn?.(text) ?? false;
        const reported: DiffKind = replaces ? `${kind}-replace` : kind;
        changes.push([text, { kind: reported, inputDiff: options.inputDiff ?? true }]);
    };

    const compare = (path: Path, old: unknown, next: unknown): void => {
        if (isIgnored(path) || (isAbsent(old) && isAbsent(next)) || old === next) {
            return;
        }
        if (next === UNKNOWN || old === UNKNOWN) {
            return report(path, isAbsent(old) ? "add" : "update");
        }
        if (isAbsent(old)) {
            return report(path, "add");
        }
        if (isAbsent(next)) {
            return report(path, "delete");
        }
        if (options.equal?.(formatPath(path), old, next) ?? false) {
            return;
        }
        if (Array.isArray(old) && Array.isArray(next)) {
            const length = Math.max(old.length, next.length);
            for (let index = 0; index < length; index++) {
                compare([...path, index], old[index], next[index]);
            }
        } else if (isObject(old) && isObject(next)) {
            for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
                compare([...path, key], old[key], next[key]);
            }
        } else {
            report(path, "update");
        }
    };

    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
        compare([key], before[key], after[key]);
    }
    return Object.fromEntries(changes);
}

/** True when one of the changes needs a new resource. */
export function replaces(changes: Record<string, PropertyChange>): boolean {
    return Object.values(changes).some((change) => change.kind.endsWith("-replace"));
}

function isAbsent(value: unknown): boolean {
    return value === undefined || value === null;
}

function isObject(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { readJson } from "../services/files";
import type { StackPaths } from "../services/paths";
import type { RecordedResource } from "./deployment";

/**
 * Resources in the recorded state, read from the backend's own file: that needs neither the engine nor its lock, so
 * that it works while an operation is under way.
 */
export function readRecordedResources(paths: StackPaths): RecordedResource[] {
    const file = stackStateFile(paths);
    if (file === undefined) {
        return [];
    }
    const state = readJson<{ checkpoint: { latest?: { resources?: RecordedResource[] } } }>(file);
    return state?.checkpoint.latest?.resources ?? [];
}

/** The backend's file of the stack; `undefined` before the stack has been created. */
export function stackStateFile(paths: StackPaths): string | undefined {
    const stacks = path.join(paths.state, ".pulumi", "stacks");
    if (!existsSync(stacks)) {
        return undefined;
    }
    const name = readdirSync(stacks, { recursive: true, encoding: "utf8" }).find(
        (candidate) => path.basename(candidate) === `${paths.stack}.json`,
    );
    return name === undefined ? undefined : path.join(stacks, name);
}

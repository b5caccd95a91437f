import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { readJson, writeJson } from "./files";
import type { StackPaths } from "./paths";
import { isRunning, type ProcessId } from "./process-id";

/**
 * One rehearsal of a stack, from its first `up` to `down`. The emulator keeps the account in memory, so that account,
 * cluster and recorded state are worth something only together: when the emulator is gone, so is the rehearsal.
 */
export interface Epoch {
    /** ISO 8601; also the name of the folder when it is set aside. */
    startedAt: string;
    /** The emulator process that holds the account. */
    emulator: ProcessId;
}

export function currentEpoch(paths: StackPaths): Epoch | undefined {
    return readJson<Epoch>(paths.epoch);
}

export function beginEpoch(paths: StackPaths, emulator: ProcessId): Epoch {
    const epoch = { startedAt: new Date().toISOString(), emulator };
    writeJson(paths.epoch, epoch);
    return epoch;
}

/** True when state was recorded for an account that does not exist any more. */
export function isLost(epoch: Epoch | undefined, paths: StackPaths): boolean {
    if (epoch === undefined) {
        return existsSync(paths.state) || existsSync(paths.etcd);
    }
    return !isRunning(epoch.emulator);
}

/**
 * Moves what a lost rehearsal left (recorded state, cluster data, logs) aside, for whoever wants to know what happened.
 *
 * @returns the folder it went to
 */
export function setAside(paths: StackPaths): string {
    const folder = path.join(paths.ended, new Date().toISOString().replaceAll(":", "-"));
    mkdirSync(folder, { recursive: true });
    for (const item of [...recorded(paths), paths.logs]) {
        if (existsSync(item)) {
            renameSync(item, path.join(folder, path.basename(item)));
        }
    }
    return folder;
}

/** Ends a rehearsal for good: what it recorded describes nothing once its services are stopped. */
export function endEpoch(paths: StackPaths): void {
    for (const item of recorded(paths)) {
        rmSync(item, { recursive: true, force: true });
    }
}

function recorded(paths: StackPaths): string[] {
    return [paths.state, paths.passphrase, paths.cluster, paths.project, paths.epoch, paths.events];
}

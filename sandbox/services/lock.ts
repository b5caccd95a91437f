import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readJson } from "./files";
import { identify, isRunning, type ProcessId } from "./process-id";

interface Holder extends ProcessId {
    /** What holds the lock, in the user's words, as in `make up STACK=dev`. */
    command: string;
    /** ISO 8601. */
    since: string;
}

/** Another process works on the same thing. */
export class LockedError extends Error {
    constructor(
        what: string,
        readonly holder: Holder,
    ) {
        super(
            `${what} is in use by "${holder.command}" (process ${holder.pid}) since ${holder.since}; ` +
                `wait until it has ended, or end that process`,
        );
    }
}

/**
 * Takes a lock that lasts as long as this process: one whose holder was killed is simply taken over.
 *
 * @returns a function that gives the lock back
 * @throws LockedError when a running process holds it
 */
export function acquireLock(file: string, what: string, command: string): () => void {
    mkdirSync(path.dirname(file), { recursive: true });
    const self: Holder = { ...identify(process.pid), command, since: new Date().toISOString() };
    const candidate = `${file}.${process.pid}`;
    writeFileSync(candidate, JSON.stringify(self));
    try {
        for (;;) {
            if (tryLink(candidate, file)) {
                return () => release(file, self);
            }
            const holder = readJson<Holder>(file);
            if (holder !== undefined && isRunning(holder)) {
                throw new LockedError(what, holder);
            }
            discardStale(file);
        }
    } finally {
        rmSync(candidate, { force: true });
    }
}

/** A hard link either appears whole or fails: no other process ever reads a half-written lock. */
function tryLink(candidate: string, file: string): boolean {
    try {
        linkSync(candidate, file);
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") {
            return false;
        }
        throw error;
    }
}

/**
 * Removes a lock whose holder was killed. It is moved aside first and looked at again: another process may have taken the
 * lock over between our look and our move, and then gets it back.
 */
function discardStale(file: string): void {
    const aside = `${file}.stale.${process.pid}`;
    try {
        renameSync(file, aside);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return;
        }
        throw error;
    }
    const holder = readJson<Holder>(aside);
    if (holder !== undefined && isRunning(holder)) {
        tryLink(aside, file);
    }
    rmSync(aside, { force: true });
}

function release(file: string, self: Holder): void {
    const holder = readJson<Holder>(file);
    if (holder?.pid === self.pid && holder.startTime === self.startTime) {
        rmSync(file, { force: true });
    }
}

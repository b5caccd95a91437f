import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * A process, and not merely a number: the system gives process ids out again, so that an id alone may by now be
 * somebody else's process.
 */
export interface ProcessId {
    pid: number;
    /** Start time as the system tells it; opaque, compared for equality only. */
    startTime: string;
}

/** @throws Error when no such process exists. */
export function identify(pid: number): ProcessId {
    const startTime = startTimeOf(pid);
    if (startTime === undefined) {
        throw new Error(`process ${pid} does not exist`);
    }
    return { pid, startTime };
}

/** True while that very process runs; false when it ended or another one has its id now. */
export function isRunning(id: ProcessId): boolean {
    return startTimeOf(id.pid) === id.startTime;
}

/**
 * Resident memory in MiB; 0 when the process has ended. Pages that several processes share, as the four components of a
 * control plane share their executable, are counted in equal parts, so that the processes of a machine can be added up.
 */
export function residentMiB(id: ProcessId): number {
    if (!isRunning(id)) {
        return 0;
    }
    const rollup = `/proc/${id.pid}/smaps_rollup`;
    const share = existsSync(rollup) ? /^Pss:\s+(\d+) kB/m.exec(readFileSync(rollup, "utf8"))?.[1] : undefined;
    const kib = share ?? ps(id.pid, "rss=");
    return kib === undefined ? 0 : Math.round(Number(kib) / 1024);
}

/**
 * Ends a process: politely, then by force after `graceSeconds`. Does nothing when it has ended already or when its id
 * belongs to another process now.
 */
export async function stopProcess(id: ProcessId, graceSeconds = 10): Promise<void> {
    if (await signalAndWait(id, "SIGTERM", graceSeconds)) {
        return;
    }
    if (!(await signalAndWait(id, "SIGKILL", 5))) {
        throw new Error(`process ${id.pid} does not end, not even by SIGKILL`);
    }
}

async function signalAndWait(id: ProcessId, signal: NodeJS.Signals, seconds: number): Promise<boolean> {
    if (!isRunning(id)) {
        return true;
    }
    process.kill(id.pid, signal);
    const deadline = Date.now() + seconds * 1000;
    while (Date.now() < deadline) {
        if (!isRunning(id)) {
            return true;
        }
        await sleep(50);
    }
    return !isRunning(id);
}

function startTimeOf(pid: number): string | undefined {
    const stat = `/proc/${pid}/stat`;
    if (!existsSync("/proc/self/stat")) {
        return ps(pid, "lstart=");
    }
    let content: string;
    try {
        content = readFileSync(stat, "utf8");
    } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === "ENOENT" || code === "ESRCH") {
            return undefined;
        }
        throw error;
    }
    // The second field, the command in parentheses, may hold anything; the fields after it are plain.
    const fields = content.slice(content.lastIndexOf(")") + 2).split(" ");
    const state = fields[0];
    // A zombie has ended; only its parent has not looked yet.
    return state === "Z" || state === "X" ? undefined : fields[19];
}

function ps(pid: number, column: string): string | undefined {
    try {
        return execFileSync("ps", ["-o", column, "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
    } catch (error) {
        // `ps` says by its exit code that there is no such process.
        if ((error as { status?: number }).status === 1) {
            return undefined;
        }
        throw error;
    }
}

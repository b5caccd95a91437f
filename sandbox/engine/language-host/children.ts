import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";

type Child = ChildProcessByStdio<null, Readable, Readable>;

export interface NodeProcess {
    args: string[];
    cwd: string;
    env: NodeJS.ProcessEnv;
    onStdout: (chunk: Buffer) => void;
    onStderr: (chunk: Buffer) => void;
}

/** Exit of a node process; `code` is null when a signal ended it. */
export interface Exit {
    code: number | null;
    signal: NodeJS.Signals | null;
}

const running = new Set<Child>();

/** Runs node and resolves when it has ended and all that it wrote has been handed on. */
export function runNode(process_: NodeProcess): { exited: Promise<Exit>; kill: () => void } {
    const child = spawn(process.execPath, process_.args, {
        cwd: process_.cwd,
        env: process_.env,
        stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    child.stdout.on("data", process_.onStdout);
    child.stderr.on("data", process_.onStderr);
    const exited = new Promise<Exit>((resolve, reject) => {
        child.once("error", reject);
        // "close", not "exit": only then have both streams been read to their end.
        child.once("close", (code, signal) => resolve({ code, signal }));
    }).finally(() => running.delete(child));
    return { exited, kill: () => child.kill("SIGTERM") };
}

/** Ends every process that is still running: a cancelled deployment must not go on in an orphan. */
export function killAll(): void {
    for (const child of running) {
        child.kill("SIGTERM");
    }
}

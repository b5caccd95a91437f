import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Takes what a step's commands write. */
export type Log = (text: string) => void;

const REMINDER_SECONDS = 20;

/** Starts a log file anew and returns what appends to it. */
export function openLog(file: string): Log {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, "");
    return (text) => appendFileSync(file, text);
}

/**
 * Says that something long has begun, at intervals that it still goes on, and how long it took. On a terminal the
 * elapsed time counts in place; in a log each reminder is a line.
 */
export async function withProgress<T>(title: string, note: string, work: () => Promise<T>): Promise<T> {
    const started = Date.now();
    const terminal = process.stdout.isTTY;
    const interval = terminal ? 1 : REMINDER_SECONDS;
    process.stdout.write(`  ${title}: ${note}${terminal ? "" : "\n"}`);
    const timer = setInterval(() => {
        const line = `  ${title}: ${note}, ${elapsed(started)}`;
        process.stdout.write(terminal ? `\r\u001b[2K${line}` : `${line}\n`);
    }, interval * 1000);
    try {
        const result = await work();
        process.stdout.write(`${terminal ? "\r\u001b[2K" : ""}  ${title}: done in ${elapsed(started)}\n`);
        return result;
    } catch (error) {
        process.stdout.write(`${terminal ? "\r\u001b[2K" : ""}  ${title}: failed after ${elapsed(started)}\n`);
        throw error;
    } finally {
        clearInterval(timer);
    }
}

/** Time since `started` (milliseconds since the epoch), as in `3 min 12 s`. */
export function elapsed(started: number): string {
    const seconds = Math.round((Date.now() - started) / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

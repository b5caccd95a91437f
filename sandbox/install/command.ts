import { spawn } from "node:child_process";
import { delimiter } from "node:path";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import type { Log } from "./progress";

export interface Command {
    command: string;
    args: string[];
    cwd?: string;
    /** Added to the environment. */
    env?: Record<string, string>;
    /** Receives what it writes to both streams. */
    log: Log;
}

/** A command of an installation step that ended with an error; carries what it wrote last. */
export class CommandError extends Error {
    constructor(
        command: string,
        readonly output: string,
    ) {
        super(`${command} failed:\n${output.trimEnd().split("\n").slice(-15).join("\n").replaceAll(/^/gm, "  | ")}`);
    }
}

/**
 * Runs a command to its end.
 *
 * @returns its standard output
 * @throws CommandError when it cannot be started or does not end with 0
 */
export function runCommand({ command, args, cwd, env, log }: Command): Promise<string> {
    const line = [command, ...args].join(" ");
    log(`$ ${line}\n`);
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, {
            cwd,
            env: { ...process.env, ...env },
            stdio: ["ignore", "pipe", "pipe"],
        });
        let stdout = "";
        let both = "";
        const collect = (chunk: Buffer) => {
            both += chunk.toString();
            log(chunk.toString());
        };
        child.stdout.on("data", (chunk: Buffer) => {
            stdout += chunk.toString();
            collect(chunk);
        });
        child.stderr.on("data", collect);
        child.once("error", (error) => reject(new CommandError(line, error.message)));
        child.once("close", (code, signal) => {
            if (code === 0) {
                resolve(stdout);
            } else {
                reject(new CommandError(line, `${both}\nended with ${signal ?? `code ${code}`}`));
            }
        });
    });
}

/** Path of an executable on PATH, outside of `except`; `undefined` when there is none. */
export function findExecutable(name: string, except: string[] = []): string | undefined {
    return (process.env["PATH"] ?? "")
        .split(delimiter)
        .filter((folder) => folder !== "" && !except.includes(path.resolve(folder)))
        .map((folder) => path.join(folder, name))
        .find((file) => {
            try {
                accessSync(file, constants.X_OK);
                return true;
            } catch {
                return false;
            }
        });
}

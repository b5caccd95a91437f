import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** Tools that tests call. */
export type Tool = "promtool" | "amtool";

/** Where the sandbox keeps the tools that it installs. */
const SANDBOX_BIN = resolve(__dirname, "../../.sandbox/bin");

/**
 * Path of a command-line tool that tests call: the machine's own, else the sandbox's.
 *
 * @throws Error naming the tool and how to get it. Tests that need it fail; they are never skipped.
 */
export function tool(name: Tool): string {
    const directories = [...(process.env.PATH ?? "").split(delimiter), SANDBOX_BIN];
    const found = directories.map((directory) => join(directory, name)).find(isExecutable);
    if (found === undefined) {
        throw new Error(`${name} is neither on PATH nor in ${SANDBOX_BIN}; "make install" puts it there`);
    }
    return found;
}

/** Outcome of a tool that may well refuse what it was given. */
export interface ToolResult {
    exitCode: number | null;
    /** Standard output and standard error, in that order. */
    output: string;
}

/** Runs a tool and reports what it said, whatever its exit code. */
export function runTool(name: Tool, args: string[]): ToolResult {
    const { status, stdout, stderr, error } = spawnSync(tool(name), args, { encoding: "utf8" });
    if (error) {
        throw error;
    }
    return { exitCode: status, output: stdout + stderr };
}

/** Runs a tool that has to succeed and returns what it printed. */
export function toolOutput(name: Tool, args: string[]): string {
    return execFileSync(tool(name), args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function isExecutable(path: string): boolean {
    try {
        accessSync(path, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

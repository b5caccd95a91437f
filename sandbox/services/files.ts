import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Writes a file so that a reader, or a crash, never meets half of it. Mode defaults to 0644. */
export function writeAtomically(file: string, content: string, mode = 0o644): void {
    mkdirSync(path.dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.tmp`;
    rmSync(temporary, { force: true });
    writeFileSync(temporary, content, { mode });
    renameSync(temporary, file);
}

/** Content of a JSON file; `undefined` when there is none. A damaged file is an error, not an absence. */
export function readJson<T>(file: string): T | undefined {
    if (!existsSync(file)) {
        return undefined;
    }
    try {
        return JSON.parse(readFileSync(file, "utf8")) as T;
    } catch (cause) {
        throw new Error(`${file} is damaged; remove it and run the command again`, { cause });
    }
}

export function writeJson(file: string, value: unknown, mode?: number): void {
    writeAtomically(file, `${JSON.stringify(value, undefined, 2)}\n`, mode);
}

/** Last lines of a log, for an error message. Empty when the file does not exist. */
export function tail(file: string, lines: number): string {
    if (!existsSync(file)) {
        return "";
    }
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

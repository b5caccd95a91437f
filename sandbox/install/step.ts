import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { repositoryRoot, sandboxRoot } from "../services/paths";
import type { Log } from "./progress";

/** Something that is built once and kept below `.sandbox/` until one of its inputs changes. */
export interface Step {
    /** Folder below `.sandbox/`, and name of the log. */
    name: string;
    /** What the user reads while it runs, as in `Kubernetes control plane`. */
    title: string;
    /** How long it takes on two cores the first time, in the user's words. */
    usually: string;
    /** Registry that it downloads from, named when it cannot be reached. */
    registry?: string;
    /** Files and folders of the repository that decide the result, relative to its root. */
    files: string[];
    /** Whatever else decides the result: versions, platform. */
    values: string[];
    /** Builds into an empty folder; what it leaves there is the result. */
    build(target: string, log: Log): Promise<void>;
}

/** Where the result of a step is, or will be: by the hash of its inputs, so that an old one is never taken for it. */
export function resultDirectory(step: Step): string {
    return path.join(sandboxRoot, step.name, inputHash(step));
}

export function isBuilt(step: Step): boolean {
    return existsSync(resultDirectory(step));
}

/**
 * Builds a step unless its result exists. The result appears under its final name only when it is complete: a build
 * that was interrupted leaves a temporary folder, which the next one removes.
 */
export async function buildOnce(step: Step, log: Log): Promise<string> {
    const result = resultDirectory(step);
    if (existsSync(result)) {
        return result;
    }
    const temporary = `${result}.partial`;
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary, { recursive: true });
    await step.build(temporary, log);
    renameSync(temporary, result);
    return result;
}

/** Hash of everything that decides a step's result: file contents and names, values, platform. */
export function inputHash(step: Pick<Step, "files" | "values">, root = repositoryRoot): string {
    const hash = createHash("sha256");
    const add = (text: string | Buffer) => hash.update(String(text.length)).update(":").update(text);
    add(`${process.platform}-${process.arch}`);
    step.values.forEach(add);
    for (const file of step.files.flatMap((name) => listFiles(path.join(root, name)))) {
        add(path.relative(root, file));
        add(readFileSync(file));
    }
    return hash.digest("hex").slice(0, 16);
}

/** The file itself or, of a folder, every file below it, in a stable order. */
function listFiles(file: string): string[] {
    if (!statSync(file).isDirectory()) {
        return [file];
    }
    return readdirSync(file)
        .sort()
        .flatMap((name) => listFiles(path.join(file, name)));
}

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repositoryRoot, sandboxRoot } from "../../sandbox/services/paths";

/** What the program consists of; the copy shares the installed packages. */
const PARTS = [
    "Pulumi.yaml",
    "Pulumi.dev.yaml",
    "Pulumi.staging.yaml",
    "Pulumi.prod.yaml",
    "index.ts",
    "package.json",
    "tsconfig.json",
    "components",
    "config",
    "policies",
    "program",
];

/** A copy of the program that a test may edit like a user would, without touching the repository. */
export class ProgramCopy {
    readonly directory = mkdtempSync(path.join(sandboxRoot, "program-"));

    constructor() {
        this.restore();
        symlinkSync(path.join(repositoryRoot, "node_modules"), path.join(this.directory, "node_modules"));
    }

    /** Replaces `text`, which must be there exactly once, in a file of the program. */
    edit(file: string, text: string, replacement: string): void {
        const target = path.join(this.directory, file);
        const parts = readFileSync(target, "utf8").split(text);
        if (parts.length !== 2) {
            throw new Error(`${file} holds "${text}" ${parts.length - 1} times, not once`);
        }
        writeFileSync(target, parts.join(replacement));
    }

    /** Undoes every edit. */
    restore(): void {
        for (const part of PARTS) {
            const target = path.join(this.directory, part);
            rmSync(target, { recursive: true, force: true });
            cpSync(path.join(repositoryRoot, part), target, { recursive: true });
        }
    }

    remove(): void {
        rmSync(this.directory, { recursive: true, force: true });
    }
}

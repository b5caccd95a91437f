import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isMap, parseDocument, type Document } from "yaml";
import { writeAtomically } from "../services/files";
import type { StackPaths } from "../services/paths";

/** What the sandbox itself needs to know of a stack. */
export interface StackSettings {
    /** AWS region of the stack, from `aws:region`. */
    region: string;
    /** The tracked stack file. */
    file: string;
}

const DEFAULT_REGION = "us-east-1";

/** @throws Error when the program has no such stack, naming those that it has not */
export function readStackSettings(program: string, stack: string): StackSettings {
    const file = path.join(program, `Pulumi.${stack}.yaml`);
    if (!existsSync(file)) {
        throw new Error(`there is no stack "${stack}": ${file} does not exist`);
    }
    const region = parse(file).getIn(["config", "aws:region"]);
    // What is wrong with the file is for the program to say, with everything else that is wrong with it.
    return { region: typeof region === "string" ? region : DEFAULT_REGION, file };
}

/**
 * Copies the project's settings and the stack file to where Pulumi may write, and creates the passphrase that protects
 * the recorded secrets. The copy uses that passphrase, whatever secrets provider the tracked file names.
 *
 * @throws Error when the stack file holds encrypted values: only its own secrets provider could read them
 */
export function prepareProject(paths: StackPaths, program: string, settings: StackSettings): void {
    writeAtomically(path.join(paths.project, "Pulumi.yaml"), readFileSync(path.join(program, "Pulumi.yaml"), "utf8"));
    const stack = parse(settings.file);
    assertNoSecrets(stack, settings.file);
    for (const key of ["secretsprovider", "encryptedkey", "encryptionsalt"]) {
        stack.delete(key);
    }
    const salt = existsSync(paths.stackFile) ? parse(paths.stackFile).get("encryptionsalt") : undefined;
    if (salt !== undefined) {
        stack.set("encryptionsalt", salt);
    }
    writeAtomically(paths.stackFile, stack.toString());
    if (!existsSync(paths.passphrase)) {
        writeAtomically(paths.passphrase, `${randomBytes(32).toString("base64url")}\n`, 0o600);
    }
}

function parse(file: string): Document {
    const document = parseDocument(readFileSync(file, "utf8"));
    const [error] = document.errors;
    if (error !== undefined) {
        throw new Error(`${file}: ${error.message}`);
    }
    if (document.contents !== null && !isMap(document.contents)) {
        throw new Error(`${file} must be a mapping with the key "config"`);
    }
    return document;
}

function assertNoSecrets(stack: Document, file: string): void {
    const config = (stack.toJS() as { config?: Record<string, unknown> } | null)?.config ?? {};
    const secret = Object.keys(config).find((key) => JSON.stringify(config[key]).includes('"secure":'));
    if (secret !== undefined) {
        throw new Error(
            `${file}: ${secret} is encrypted; refer to a secret in Secrets Manager instead of keeping it in the file`,
        );
    }
}

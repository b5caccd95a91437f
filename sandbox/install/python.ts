import path from "node:path";
import { findExecutable, runCommand } from "./command";
import type { Step } from "./step";

const REQUIREMENTS = "sandbox/install/requirements.txt";

/** AWS emulator, AWS CLI and CloudFormation schemas, in a Python environment of their own. */
export const pythonStep: Step = {
    name: "python",
    title: "AWS emulator and CLI",
    usually: "about 1 min",
    registry: "the Python package index (pip)",
    files: [REQUIREMENTS],
    values: [],
    async build(target, log) {
        const python = findExecutable("python3");
        if (python === undefined) {
            throw new Error("python3 (3.10 or newer, with its venv module) is needed for the AWS emulator: install it");
        }
        await runCommand({ command: python, args: ["-m", "venv", target], log });
        await runCommand({
            command: pythonIn(target),
            // Only what the file names, in the very bytes that it names.
            args: ["-m", "pip", "install", "--require-hashes", "--no-deps", "--disable-pip-version-check"].concat([
                "--requirement",
                REQUIREMENTS,
            ]),
            log,
        });
    },
};

/** Interpreter of the environment. Its scripts name the folder it was built in: run them as modules, with `-m`. */
export function pythonIn(environment: string): string {
    return path.join(environment, "bin", "python");
}

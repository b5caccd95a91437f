import path from "node:path";
import { repositoryRoot } from "../services/paths";
import { runCommand } from "./command";
import { pythonIn, pythonStep } from "./python";
import { resultDirectory, type Step } from "./step";

const GENERATOR = path.join("sandbox", "cloud", "schemas");

/** What every AWS resource type takes and returns, from the SDK's declarations and the CloudFormation schemas. */
export const schemasStep: Step = {
    name: "schemas",
    title: "AWS resource declarations",
    usually: "about 1 min",
    files: [GENERATOR, "package-lock.json", "sandbox/install/requirements.txt"],
    values: [],
    async build(target, log) {
        const declarations = path.join(target, "aws");
        const generate = path.join(GENERATOR, "generate.ts");
        await runCommand({
            command: process.execPath,
            args: ["--import", "tsx", generate, declarations, pythonIn(resultDirectory(pythonStep))],
            cwd: repositoryRoot,
            log,
        });
    },
};

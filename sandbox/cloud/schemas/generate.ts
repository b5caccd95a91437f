/**
 * Writes the schemas that the aws stand-in checks against: `npx tsx sandbox/cloud/schemas/generate.ts OUTDIR PYTHON`.
 *
 * Types come from the TypeScript declarations of the installed `@pulumi/aws`, replacement and allowed values from the
 * CloudFormation schemas of the `cfn-lint` that PYTHON can import. Neither was written here, so neither bends to the program.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CloudFormationSchemas } from "./cloudformation";
import { readDeclarations } from "./declarations";

function generate(outputFolder: string, python: string): void {
    const started = performance.now();
    const { modules, index } = readDeclarations(dirname(require.resolve("@pulumi/aws/package.json")));
    const cloudFormation = new CloudFormationSchemas(python);
    // Written beside and renamed, so that an interrupted run leaves no half-written set behind.
    const unfinished = `${outputFolder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    for (const [name, module] of Object.entries(modules)) {
        cloudFormation.constrain(module);
        writeFileSync(join(unfinished, `${name}.json`), JSON.stringify(module));
    }
    writeFileSync(join(unfinished, "catalogue.json"), JSON.stringify(index));
    rmSync(outputFolder, { recursive: true, force: true });
    renameSync(unfinished, outputFolder);

    const types = Object.values(index.modules).reduce((sum, count) => sum + count, 0);
    const mapped = Object.values(modules)
        .flatMap((module) => Object.values(module.resources))
        .filter((resource) => resource.cloudFormationType !== undefined).length;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
        `@pulumi/aws ${index.packageVersion}: ${types} resource types in ${Object.keys(modules).length} modules, ` +
            `${mapped} with a CloudFormation schema, in ${seconds} s`,
    );
}

const [outputFolder, python] = process.argv.slice(2);
if (outputFolder === undefined || python === undefined) {
    console.error("usage: npx tsx sandbox/cloud/schemas/generate.ts OUTDIR PYTHON");
    process.exitCode = 2;
} else {
    generate(outputFolder, python);
}

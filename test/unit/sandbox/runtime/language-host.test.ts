import { deepEqual, equal, throws } from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
    parseRuntimeOptions,
    runArguments,
    runEnvironment,
    type RunSettings,
} from "../../../../sandbox/engine/language-host/options";
import { programDependencies, requiredPlugins } from "../../../../sandbox/engine/language-host/packages";
import { temporaryDirectory } from "./temporary-directory";

const RUN: RunSettings = {
    runScript: "/sdk/cmd/run",
    monitor: "127.0.0.1:1",
    engine: "127.0.0.1:2",
    organization: "organization",
    project: "openhands",
    stack: "dev",
    rootDirectory: "/program",
    pwd: "/program",
    parallel: 16,
    dryRun: false,
    entryPoint: "",
    args: [],
};

describe("runtime options of the Node.js language host", () => {
    it("compiles TypeScript with the SDK's own compiler unless told otherwise", () => {
        deepEqual(parseRuntimeOptions({}), { typescript: true, nodeArgs: [] });
        equal(parseRuntimeOptions({ typescript: false }).typescript, false);
        // The engine hands values on as they stand in Pulumi.yaml, where they may be quoted.
        equal(parseRuntimeOptions({ typescript: "false" }).typescript, false);
    });

    it("gives node its arguments before the program, quotes honoured", () => {
        const options = parseRuntimeOptions({ nodeargs: `--import tsx --title "my program"` });
        deepEqual(runArguments(options, RUN).slice(0, 5), ["--import", "tsx", "--title", "my program", "/sdk/cmd/run"]);
    });

    it("refuses what it does not know or cannot run, naming the option", () => {
        throws(() => parseRuntimeOptions({ typscript: false }), /"typscript" is not supported/);
        throws(() => parseRuntimeOptions({ typescript: "maybe" }), /"typescript" must be true or false, not "maybe"/);
        throws(() => parseRuntimeOptions({ nodeargs: 7 }), /"nodeargs" must be a string/);
        throws(() => parseRuntimeOptions({ nodeargs: "--import tsx > log" }), /shell syntax/);
    });

    it("tells the SDK about a preview, and runs the package's main module by default", () => {
        const args = runArguments({ typescript: false, nodeArgs: [] }, { ...RUN, dryRun: true, args: ["extra"] });
        deepEqual(args.slice(-3), ["--dry-run", ".", "extra"]);
        equal(runArguments({ typescript: false, nodeArgs: [] }, RUN).includes("--dry-run"), false);
    });

    it("passes configuration, its secret keys and the TypeScript settings through the environment", () => {
        const environment = runEnvironment({ typescript: false, nodeArgs: [], tsconfig: "a.json" }, { k: "v" }, ["k"]);
        deepEqual(environment, {
            PULUMI_CONFIG: '{"k":"v"}',
            PULUMI_CONFIG_SECRET_KEYS: '["k"]',
            PULUMI_NODEJS_TYPESCRIPT: "false",
            PULUMI_NODEJS_TSCONFIG_PATH: "a.json",
        });
    });
});

describe("packages that the language host reports", () => {
    const directory = temporaryDirectory();
    const install = (name: string, manifest: object) => {
        const folder = path.join(directory(), "node_modules", name);
        mkdirSync(folder, { recursive: true });
        writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name, version: "1.2.3", ...manifest }));
    };

    beforeEach(() => {
        writeFileSync(path.join(directory(), "package.json"), JSON.stringify({ dependencies: { "@pulumi/aws": "1" } }));
        install("@pulumi/aws", { pulumi: { resource: true, name: "aws", version: "7.48.0" } });
        install("@acme/cloud", { pulumi: { resource: true } });
        install("left-pad", {});
    });

    it("requires the plugins of provider packages only", () => {
        deepEqual(
            requiredPlugins(directory()).sort((a, b) => a.name.localeCompare(b.name)),
            [
                { name: "acme/cloud", version: "v1.2.3", server: "" },
                { name: "aws", version: "v7.48.0", server: "" },
            ],
        );
    });

    it("tells direct dependencies from everything that is installed", () => {
        deepEqual(
            programDependencies(directory(), false).map(({ name }) => name),
            ["@pulumi/aws"],
        );
        equal(programDependencies(directory(), true).length, 3);
    });
});

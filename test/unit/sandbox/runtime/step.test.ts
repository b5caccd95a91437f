import { deepEqual, equal, match, notEqual, rejects } from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CommandError, runCommand } from "../../../../sandbox/install/command";
import { explain, RegistryUnreachableError } from "../../../../sandbox/install/registry";
import { buildOnce, inputHash, resultDirectory, type Step } from "../../../../sandbox/install/step";
import { sandboxRoot } from "../../../../sandbox/services/paths";
import { temporaryDirectory } from "./temporary-directory";

const ignore = () => undefined;

describe("the hash of a step's inputs", () => {
    const directory = temporaryDirectory();
    const hash = (values: string[] = []) => inputHash({ files: ["sources"], values }, directory());

    beforeEach(() => {
        mkdirSync(path.join(directory(), "sources"));
        writeFileSync(path.join(directory(), "sources", "a"), "1");
    });

    it("is the same for the same inputs", () => {
        equal(hash(), hash());
    });

    it("changes with a file's content, its name, another file, and every value", () => {
        const before = hash();
        const file = (name: string) => path.join(directory(), "sources", name);
        writeFileSync(file("a"), "2");
        const content = hash();
        writeFileSync(file("b"), "");
        const added = hash();
        rmSync(file("a"));
        writeFileSync(file("c"), "2");
        const renamed = hash();
        const all = [before, content, added, renamed, hash(["v1"]), hash(["v2"]), hash(["v", "1"])];
        equal(new Set(all).size, all.length);
    });

    it("does not take a part moved from one input to the next for the same", () => {
        notEqual(hash(["ab", "c"]), hash(["a", "bc"]));
    });
});

describe("a step of the installation", () => {
    const name = `test-${process.pid}`;
    const step = (build: Step["build"]): Step => ({ name, title: "Test", usually: "", files: [], values: [], build });
    afterEach(() => rmSync(path.join(sandboxRoot, name), { recursive: true, force: true }));

    it("is built once", async () => {
        let builds = 0;
        const counting = step((target) => {
            builds++;
            writeFileSync(path.join(target, "result"), "");
            return Promise.resolve();
        });
        const first = await buildOnce(counting, ignore);
        equal(await buildOnce(counting, ignore), first);
        deepEqual([builds, readdirSync(first)], [1, ["result"]]);
    });

    it("leaves no result when it fails, and starts from an empty folder the next time", async () => {
        const failing = step((target) => {
            writeFileSync(path.join(target, "half"), "");
            return Promise.reject(new Error("interrupted"));
        });
        await rejects(buildOnce(failing, ignore), /interrupted/);
        equal(existsSync(resultDirectory(failing)), false);
        const whole = step((target) => Promise.resolve(writeFileSync(path.join(target, "whole"), "")));
        deepEqual(readdirSync(await buildOnce(whole, ignore)), ["whole"]);
    });

    it("says which registry does not answer, for which step, and what to do", async () => {
        const script = `console.error("proxyconnect tcp: dial tcp: lookup proxy.test: no such host"); process.exit(1)`;
        const failure = await runCommand({ command: process.execPath, args: ["-e", script], log: ignore }).catch(
            (error: unknown) => error,
        );
        const explained = explain(failure, "the Go module proxy", "Pulumi");
        equal(explained instanceof RegistryUnreachableError, true);
        match(String(explained), /the Go module proxy cannot be reached.*"Pulumi" cannot be installed.*proxy settings/);
    });

    it("does not blame the registry for an error of the command itself", async () => {
        const script = `console.error("syntax error near line 3"); process.exit(1)`;
        const failure = await runCommand({ command: process.execPath, args: ["-e", script], log: ignore }).catch(
            (error: unknown) => error,
        );
        const explained = explain(failure, "the Go module proxy", "Pulumi");
        equal(explained instanceof CommandError, true);
        match(String(explained), /syntax error near line 3/);
    });
});

import { deepEqual, equal, match } from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beginEpoch, currentEpoch, endEpoch, isLost, setAside } from "../../../../sandbox/services/epoch";
import { stackPaths, type StackPaths } from "../../../../sandbox/services/paths";
import { identify } from "../../../../sandbox/services/process-id";
import { temporaryDirectory } from "./temporary-directory";

/** Paths of a stack as the sandbox lays them out, below `directory`. */
function pathsBelow(directory: string): StackPaths {
    const real = stackPaths("dev");
    const moved = (name: keyof StackPaths) => real[name].replace(real.directory, directory);
    const names = Object.keys(real) as (keyof StackPaths)[];
    return { ...real, ...Object.fromEntries(names.map((name) => [name, moved(name)])) };
}

describe("the epoch of a rehearsal", () => {
    const directory = temporaryDirectory();
    const paths = () => pathsBelow(directory());
    let emulator: ChildProcess;

    beforeEach(() => {
        emulator = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    });
    afterEach(() => emulator.kill("SIGKILL"));

    function recordState(): void {
        mkdirSync(paths().state, { recursive: true });
        writeFileSync(path.join(paths().state, "stack.json"), "recorded");
        writeFileSync(paths().passphrase, "pass");
    }

    it("has not been lost before anything was recorded", () => {
        equal(isLost(currentEpoch(paths()), paths()), false);
    });

    it("goes on while its emulator runs", () => {
        recordState();
        beginEpoch(paths(), identify(emulator.pid!));
        equal(isLost(currentEpoch(paths()), paths()), false);
    });

    it("is lost with its emulator, even when another process has its id", async () => {
        recordState();
        const id = identify(emulator.pid!);
        beginEpoch(paths(), { ...id, startTime: "1" });
        equal(isLost(currentEpoch(paths()), paths()), true);
        beginEpoch(paths(), id);
        emulator.kill("SIGKILL");
        await once(emulator, "exit");
        equal(isLost(currentEpoch(paths()), paths()), true);
    });

    it("is lost when state was recorded for an account that nobody knows", () => {
        recordState();
        equal(isLost(currentEpoch(paths()), paths()), true);
    });

    it("moves a lost rehearsal aside with the passphrase that reads it, and deletes nothing", () => {
        recordState();
        const folder = setAside(paths());
        match(folder, /ended/);
        equal(readFileSync(path.join(folder, "state", "stack.json"), "utf8"), "recorded");
        equal(readFileSync(path.join(folder, "passphrase"), "utf8"), "pass");
        deepEqual([paths().state, paths().passphrase].map(existsSync), [false, false]);
        equal(isLost(currentEpoch(paths()), paths()), false);
    });

    it("leaves nothing recorded once it is ended on purpose", () => {
        recordState();
        beginEpoch(paths(), identify(emulator.pid!));
        endEpoch(paths());
        deepEqual([paths().state, paths().passphrase, paths().epoch].map(existsSync), [false, false, false]);
    });
});

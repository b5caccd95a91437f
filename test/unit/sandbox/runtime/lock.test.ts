import { deepEqual, equal, match, throws } from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { acquireLock, LockedError } from "../../../../sandbox/services/lock";
import { identify } from "../../../../sandbox/services/process-id";
import { temporaryDirectory } from "./temporary-directory";

const holderOf = (pid: number, command: string) => ({
    ...identify(pid),
    command,
    since: "2026-01-01T00:00:00.000Z",
});

describe("the lock of a stack", () => {
    const directory = temporaryDirectory();
    const file = () => path.join(directory(), "lock.json");
    let other: ChildProcess;

    beforeEach(() => {
        other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    });
    afterEach(() => other.kill("SIGKILL"));

    it("refuses a second command, and says which one holds it and since when", () => {
        writeFileSync(file(), JSON.stringify(holderOf(other.pid!, "make up STACK=dev")));
        throws(
            () => acquireLock(file(), "stack dev", "make preview STACK=dev"),
            (error: unknown) => {
                equal(error instanceof LockedError, true);
                match(String(error), /stack dev is in use by "make up STACK=dev"/);
                match(String(error), new RegExp(`process ${other.pid}\\) since 2026-01-01T00:00:00`));
                return true;
            },
        );
    });

    it("is taken over at once when its holder was killed", async () => {
        writeFileSync(file(), JSON.stringify(holderOf(other.pid!, "make up STACK=dev")));
        other.kill("SIGKILL");
        await once(other, "exit");
        acquireLock(file(), "stack dev", "make up STACK=dev")();
    });

    it("is taken over when another program has the holder's process id by now", () => {
        const holder = { ...holderOf(other.pid!, "make up STACK=dev"), startTime: "1" };
        writeFileSync(file(), JSON.stringify(holder));
        acquireLock(file(), "stack dev", "make up STACK=dev")();
    });

    it("can be taken again after it was given back, and leaves no files behind", () => {
        acquireLock(file(), "stack dev", "first")();
        equal(existsSync(file()), false);
        const release = acquireLock(file(), "stack dev", "second");
        throws(() => acquireLock(file(), "stack dev", "third"), LockedError);
        release();
        deepEqual(readdirSync(directory()), []);
    });

    it("lets exactly one of several commands through that start at the same time", async () => {
        const script = `
            const { acquireLock } = require(${JSON.stringify(path.resolve("sandbox/services/lock.ts"))});
            acquireLock(${JSON.stringify(file())}, "stack dev", "contender");
            setTimeout(() => process.exit(0), 3000);`;
        // A lock that was left behind: every contender finds it and wants to clear it away.
        writeFileSync(file(), JSON.stringify({ ...holderOf(process.pid, "gone"), startTime: "1" }));
        const contenders = Array.from({ length: 4 }, () =>
            spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], { stdio: "ignore" }),
        );
        const codes = await Promise.all(
            contenders.map(async (contender) => ((await once(contender, "exit")) as [number])[0]),
        );
        equal(codes.filter((code) => code === 0).length, 1);
    });
});

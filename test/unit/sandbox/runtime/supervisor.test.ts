import { deepEqual, equal, match, rejects, throws } from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identify, isRunning, stopProcess } from "../../../../sandbox/services/process-id";
import { startOrder, type Service } from "../../../../sandbox/services/service";
import { Supervisor } from "../../../../sandbox/services/supervisor";
import { temporaryDirectory } from "./temporary-directory";

const FOREVER = "setInterval(() => {}, 1000)";

function service(name: string, dependsOn: string[], script = FOREVER): Service {
    return {
        name,
        command: process.execPath,
        args: ["-e", script],
        dependsOn,
        healthy: () => Promise.resolve(),
        readySeconds: 5,
    };
}

describe("supervision of the services", () => {
    const directory = temporaryDirectory();
    const supervisor = () => new Supervisor(path.join(directory(), "services.json"), path.join(directory(), "logs"));
    afterEach(async () => {
        await supervisor().stop();
    });

    it("orders services after what they depend on, and refuses circles and strangers", () => {
        const order = startOrder([service("c", ["b"]), service("a", []), service("b", ["a"])]);
        deepEqual(
            order.map(({ name }) => name),
            ["a", "b", "c"],
        );
        throws(() => startOrder([service("a", ["b"]), service("b", ["a"])]), /circle: a -> b -> a/);
        throws(() => startOrder([service("a", ["nobody"])]), /depends on nobody, which does not exist/);
    });

    it("starts a service only when those that it depends on are healthy", async () => {
        const ready = path.join(directory(), "ready");
        const seen = path.join(directory(), "seen");
        const first: Service = {
            ...service(
                "first",
                [],
                `setTimeout(() => fs.writeFileSync(${JSON.stringify(ready)}, ""), 500); ${FOREVER}`,
            ),
            healthy: () => (existsSync(ready) ? Promise.resolve() : Promise.reject(new Error("not yet"))),
        };
        const look = `fs.writeFileSync(${JSON.stringify(seen)}, String(fs.existsSync(${JSON.stringify(ready)})))`;
        const second: Service = {
            ...service("second", ["first"], `${look}; ${FOREVER}`),
            healthy: () => (existsSync(seen) ? Promise.resolve() : Promise.reject(new Error("not yet"))),
        };
        deepEqual(await supervisor().start([second, first]), ["first", "second"]);
        equal(readFileSync(seen, "utf8"), "true");
    });

    it("reports a service that crashes at its start with the end of its log", async () => {
        const crash = { ...service("bad", [], `console.error("no such flag: --bogus"); process.exit(3)`) };
        crash.healthy = () => Promise.reject(new Error("not yet"));
        await rejects(supervisor().start([crash]), (error: Error) => {
            match(error.message, /bad ended with code 3 before it was ready/);
            match(error.message, /no such flag: --bogus/);
            return true;
        });
        deepEqual(supervisor().records(), []);
    });

    it("says why a service is not healthy when its time is up", async () => {
        const slow = { ...service("slow", []), readySeconds: 0.3 };
        slow.healthy = () => Promise.reject(new Error("/readyz answers 500"));
        await rejects(supervisor().start([slow]), /slow is not healthy after 0.3 s: \/readyz answers 500/);
    });

    it("keeps what runs, starts what has crashed, and replaces what is started differently now", async () => {
        const services = [service("kept", []), service("crashed", []), service("changed", [])];
        await supervisor().start(services);
        const before = Object.fromEntries(
            supervisor()
                .records()
                .map((record) => [record.name, record.pid]),
        );
        process.kill(before["crashed"]!, "SIGKILL");
        await sleep(200);
        deepEqual(
            supervisor()
                .crashed()
                .map(({ name }) => name),
            ["crashed"],
        );
        services[2] = service("changed", [], `${FOREVER} // other`);
        deepEqual((await supervisor().start(services)).sort(), ["changed", "crashed"]);
        const after = supervisor().records();
        equal(after.find(({ name }) => name === "kept")?.pid, before["kept"]);
        equal(after.length, 3);
    });

    it("never replaces a healthy service that holds its state in memory", async () => {
        const volatile = { ...service("emulator", []), volatile: true };
        await supervisor().start([volatile]);
        deepEqual(await supervisor().start([{ ...volatile, args: ["-e", `${FOREVER} // new`] }]), []);
    });

    it("stops dependents before what they depend on", async () => {
        const log = path.join(directory(), "stopped");
        writeFileSync(log, "");
        const noting = (name: string) =>
            `process.on("SIGTERM", () => { fs.appendFileSync(${JSON.stringify(log)}, "${name} "); process.exit(0); }); ` +
            `fs.writeFileSync(${JSON.stringify(path.join(directory(), name))}, ""); ${FOREVER}`;
        const withMark = (name: string, dependsOn: string[]): Service => ({
            ...service(name, dependsOn, noting(name)),
            healthy: () =>
                existsSync(path.join(directory(), name)) ? Promise.resolve() : Promise.reject(new Error("not yet")),
        });
        await supervisor().start([withMark("api", ["store"]), withMark("store", [])]);
        await supervisor().stop();
        equal(readFileSync(log, "utf8"), "api store ");
    });

    it("leaves a process alone that merely has the id of one of ours", async () => {
        await supervisor().start([service("ours", [])]);
        const [record] = supervisor().records();
        // As if ours had ended and the system had given its id to another process.
        const stranger = { pid: record!.pid, startTime: "1" };
        await stopProcess(stranger);
        equal(isRunning(record!), true);
        const file = path.join(directory(), "services.json");
        const genuine = readFileSync(file, "utf8");
        writeFileSync(file, JSON.stringify([{ ...record, startTime: "1" }]));
        deepEqual(await supervisor().stop(), []);
        equal(isRunning(record!), true);
        writeFileSync(file, genuine);
    });

    it("ends a process by force that ignores the polite request", async () => {
        const ready = path.join(directory(), "ready");
        appendFileSync(ready, "");
        const stubborn = {
            ...service("stubborn", [], `process.on("SIGTERM", () => fs.rmSync(${JSON.stringify(ready)})); ${FOREVER}`),
        };
        await supervisor().start([stubborn]);
        const [record] = supervisor().records();
        await sleep(300);
        await stopProcess(record!, 0.5);
        equal(isRunning(record!), false);
        throws(() => identify(record!.pid), /does not exist/);
    });
});

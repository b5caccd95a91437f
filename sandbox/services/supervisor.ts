import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { readJson, tail, writeJson } from "./files";
import { identify, isRunning, stopProcess, type ProcessId } from "./process-id";
import { startOrder, type Service } from "./service";

/** What is remembered of a started service, so that another command can find and stop it. */
export interface ServiceRecord extends ProcessId {
    name: string;
    /** ISO 8601. */
    startedAt: string;
    port?: number;
    /** Executable and arguments that it was started with. */
    command: string[];
    log: string;
}

/** A service that ended or did not become healthy in time; carries the end of its log. */
export class ServiceError extends Error {
    constructor(
        readonly service: string,
        what: string,
        log: string,
    ) {
        const end = tail(log, 20);
        super(`${service} ${what}\n  log: ${log}${end === "" ? " (empty)" : `\n${end.replaceAll(/^/gm, "  | ")}`}`);
    }
}

/** Starts and stops the services of one stack, and remembers in `recordsFile` what runs. */
export class Supervisor {
    constructor(
        private readonly recordsFile: string,
        private readonly logDirectory: string,
    ) {}

    /** Everything that was started and not stopped since, whether or not it still runs. */
    records(): ServiceRecord[] {
        return readJson<ServiceRecord[]>(this.recordsFile) ?? [];
    }

    running(): ServiceRecord[] {
        return this.records().filter(isRunning);
    }

    /** Names of services that ended without having been stopped. */
    crashed(): ServiceRecord[] {
        return this.records().filter((record) => !isRunning(record));
    }

    /**
     * Brings every service up, in the order of their dependencies, and returns when all are healthy. Those that run
     * already are kept if they are healthy, and replaced if not.
     *
     * @returns the names of those that had to be started
     * @throws ServiceError when one ends or is not healthy in time; the others keep running for the next attempt
     */
    async start(services: readonly Service[]): Promise<string[]> {
        const started: string[] = [];
        const ready = new Map<string, Promise<void>>();
        for (const service of startOrder(services)) {
            const dependencies = service.dependsOn.map((name) => ready.get(name) ?? Promise.resolve());
            const readiness = Promise.all(dependencies).then(async () => {
                if (!(await this.isUp(service))) {
                    await this.launch(service);
                    started.push(service.name);
                }
            });
            // Awaited below; a failure meanwhile must not count as unhandled.
            readiness.catch(() => undefined);
            ready.set(service.name, readiness);
        }
        await Promise.all(ready.values());
        return started;
    }

    /** Ends every recorded service, dependents first. Processes that are not ours any more are left alone. */
    async stop(): Promise<ServiceRecord[]> {
        const stopped: ServiceRecord[] = [];
        for (const record of this.records().reverse()) {
            if (isRunning(record)) {
                await stopProcess(record);
                stopped.push(record);
            }
            this.forget(record.name);
        }
        return stopped;
    }

    private async isUp(service: Service): Promise<boolean> {
        const record = this.records().find(({ name }) => name === service.name);
        if (record === undefined) {
            return false;
        }
        if (isRunning(record)) {
            if (service.volatile === true) {
                // What it holds would go with it: whether that may be is for the user to say, with `make down`.
                await this.awaitHealth(service, record.log, () => (isRunning(record) ? undefined : "has ended"));
                return true;
            }
            if (isCurrent(record, service) && (await answers(service))) {
                return true;
            }
            await stopProcess(record);
        }
        this.forget(service.name);
        return false;
    }

    private async launch(service: Service): Promise<void> {
        mkdirSync(this.logDirectory, { recursive: true });
        const log = path.join(this.logDirectory, `${service.name}.log`);
        const output = openSync(log, "a");
        let exit: string | undefined;
        const child = spawn(service.command, service.args, {
            env: { ...process.env, ...service.env },
            stdio: ["ignore", output, output],
            // A process group of its own: Ctrl-C on `make up` must not take the services along.
            detached: true,
        });
        closeSync(output);
        child.once("error", (error) => (exit = `could not be started: ${error.message}`));
        child.once("exit", (code, signal) => (exit = `ended with ${signal ?? `code ${code}`} before it was ready`));
        child.unref();
        if (child.pid === undefined) {
            await sleep(0);
            throw new ServiceError(service.name, exit ?? "could not be started", log);
        }
        this.remember({
            ...identify(child.pid),
            name: service.name,
            startedAt: new Date().toISOString(),
            port: service.port,
            command: [service.command, ...service.args],
            log,
        });
        await this.awaitHealth(service, log, () => exit);
    }

    private async awaitHealth(service: Service, log: string, exit: () => string | undefined): Promise<void> {
        const seconds = service.readySeconds ?? 60;
        const deadline = Date.now() + seconds * 1000;
        for (;;) {
            const ended = exit();
            if (ended !== undefined) {
                this.forget(service.name);
                throw new ServiceError(service.name, ended, log);
            }
            try {
                await service.healthy();
                return;
            } catch (error) {
                if (Date.now() > deadline) {
                    const reason = error instanceof Error ? error.message : String(error);
                    throw new ServiceError(service.name, `is not healthy after ${seconds} s: ${reason}`, log);
                }
                await sleep(100);
            }
        }
    }

    private remember(record: ServiceRecord): void {
        writeJson(this.recordsFile, [...this.records(), record]);
    }

    private forget(name: string): void {
        writeJson(
            this.recordsFile,
            this.records().filter((record) => record.name !== name),
        );
    }
}

/** A service whose program or settings have changed since is replaced. */
function isCurrent(record: ServiceRecord, service: Service): boolean {
    return isDeepStrictEqual(record.command, [service.command, ...service.args]);
}

async function answers(service: Service): Promise<boolean> {
    // A busy machine may let one probe time out; a service that fails three in a row is replaced.
    for (let attempt = 0; attempt < 3; attempt++) {
        try {
            await service.healthy();
            return true;
        } catch {
            await sleep(500);
        }
    }
    return false;
}

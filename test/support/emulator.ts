import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import getPort from "get-port";
import { pythonIn, pythonStep } from "../../sandbox/install/python";
import { schemasStep } from "../../sandbox/install/schemas";
import { isBuilt, resultDirectory, type Step } from "../../sandbox/install/step";
import { emulatorService } from "../../sandbox/services/emulator";

export const EMULATED_ACCOUNT = "111111111111";

/** Longest that an emulator may take to answer; on a busy machine Python alone takes seconds to start. */
const PATIENCE_MS = 60_000;

/**
 * Result of an installation step of the sandbox.
 *
 * @throws Error naming how to get it. Tests that need it fail; they are never skipped.
 */
function installed(step: Step): string {
    if (!isBuilt(step)) throw new Error(`${step.title} are not installed; "make setup" does that`);
    return resultDirectory(step);
}

/** Folder with the generated schemas of the aws stand-in. */
export function awsSchemas(): string {
    return join(installed(schemasStep), "aws");
}

export interface Emulator {
    endpoint: string;
    stop(): Promise<void>;
}

/** An AWS emulator of its own for a test file, started as the sandbox starts it. */
export async function startEmulator(): Promise<Emulator> {
    const port = await getPort({ host: "127.0.0.1" });
    const service = emulatorService(pythonIn(installed(pythonStep)), port, EMULATED_ACCOUNT);
    const process_ = spawn(service.command, service.args, { env: { ...process.env, ...service.env }, stdio: "ignore" });
    const emulator = { endpoint: `http://127.0.0.1:${port}`, stop: () => stop(process_) };
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
        const complaint = await service.healthy().then(
            () => undefined,
            (reason: unknown) => reason,
        );
        if (complaint === undefined) return emulator;
        if (process_.exitCode !== null) throw new Error(`the AWS emulator ended at once with ${process_.exitCode}`);
        if (Date.now() > deadline) {
            await emulator.stop();
            throw new Error(`the AWS emulator does not answer at ${emulator.endpoint}`, { cause: complaint });
        }
        await sleep(100);
    }
}

async function stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill();
    await ended;
}

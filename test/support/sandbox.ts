import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { down } from "../../sandbox/cli/down";
import { targetPaths, type Target } from "../../sandbox/cli/rehearsal";
import { install, type Installation } from "../../sandbox/install/install";
import { startInstance, type Instance } from "../../sandbox/services/instance";
import { repositoryRoot, stackPaths } from "../../sandbox/services/paths";

/** What the sandbox needs, installed; `make test` has done it before. */
export function installation(): Promise<Installation> {
    return install();
}

/** Full path of `promtool` or `amtool`. */
export async function telemetryTool(name: "promtool" | "amtool"): Promise<string> {
    return path.join((await install()).telemetry, name);
}

/** A rehearsal of `stack` under a name of its own, which no other test and no `make up` uses. */
export function throwAwayTarget(stack: string, program: string = repositoryRoot): Target & { instance: string } {
    return { stack, program, instance: `test-${randomBytes(4).toString("hex")}` };
}

/** Stops what was started for a throw-away rehearsal and removes its files. */
export async function dispose(target: Target): Promise<void> {
    await down(target);
    rmSync(targetPaths(target).directory, { recursive: true, force: true });
}

/** An empty account and cluster, without any stack in them; `stop` ends them. */
export async function startEmptyInstance(): Promise<Instance & { stop(): Promise<void> }> {
    const target = throwAwayTarget("dev");
    const settings = {
        paths: stackPaths(target.stack, target.instance),
        installation: await install(),
        accountId: "555555555555",
        region: "us-east-1",
    };
    try {
        const instance = await startInstance(settings, () => undefined);
        return { ...instance, stop: () => dispose(target) };
    } catch (error) {
        await dispose(target);
        throw error;
    }
}

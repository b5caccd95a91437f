import { existsSync } from "node:fs";
import path from "node:path";
import { modelledTypes } from "../cloud/registry";
import { elapsed } from "../install/progress";
import { emulatorEnvironment, runningInstance, supervisorOf } from "../services/instance";
import { binDirectory, repositoryRoot, type StackPaths } from "../services/paths";
import { isRunning, residentMiB } from "../services/process-id";
import { countByType, type RecordedResource } from "./deployment";
import { table } from "./output";
import { readStackSettings } from "./project";
import { readRecordedResources } from "./state";
import { targetPaths, type Target } from "./rehearsal";

/**
 * `make status`: services, what the stack holds, and the environment with which `aws` and `kubectl` see it.
 *
 * @returns 1 when a service has ended without having been stopped, else 0
 */
export function status(target: Target): number {
    const paths = targetPaths(target);
    const records = supervisorOf(paths).records();
    if (records.length === 0) {
        console.log(`Stack ${paths.instance} is not running; start it with: make up STACK=${paths.instance}`);
        return 0;
    }
    printServices(paths);
    printResources(readRecordedResources(paths));
    const instance = runningInstance(paths);
    if (instance !== undefined) {
        const { region } = readStackSettings(path.resolve(target.program ?? repositoryRoot), target.stack);
        printEnvironment(paths, instance.emulator, region);
    }
    return records.every(isRunning) ? 0 : 1;
}

function printServices(paths: StackPaths): void {
    const records = supervisorOf(paths).records();
    const rows = records.map((record) => [
        record.name,
        isRunning(record) ? "running" : "ended",
        record.pid,
        record.port ?? "",
        `${residentMiB(record)} MiB`,
        isRunning(record) ? elapsed(Date.parse(record.startedAt)) : "",
    ]);
    console.log(table(["service", "state", "pid", "port", "memory", "up for"], rows));
    const total = records.reduce((sum, record) => sum + residentMiB(record), 0);
    console.log(`Resident memory: ${total} MiB. Logs: ${path.relative(process.cwd(), paths.logs)}/`);
}

/** Modelled: real API calls to the emulator. Recorded: inputs are checked, nothing is created. */
function printResources(resources: RecordedResource[]): void {
    const modelled = new Set(modelledTypes());
    const counts = [...countByType(resources)].sort(([a], [b]) => a.localeCompare(b));
    const rows = counts.map(([type, count]) => [type, count, kindOf(type, modelled)]);
    if (rows.length === 0) {
        console.log("\nThe stack holds no resources.");
        return;
    }
    console.log(`\n${table(["resource type", "count", "in the sandbox"], rows)}`);
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    const recorded = counts.filter(([type]) => kindOf(type, modelled) === "recorded").length;
    console.log(
        `${total} resources of ${counts.length} types; ${counts.length - recorded} types are modelled, ${recorded} recorded.`,
    );
}

function kindOf(type: string, modelled: Set<string>): string {
    return !type.startsWith("aws:") || modelled.has(type) ? "modelled" : "recorded";
}

function printEnvironment(paths: StackPaths, emulator: string, region: string): void {
    const variables = {
        ...emulatorEnvironment(emulator, region),
        ...(existsSync(paths.kubeconfig) ? { KUBECONFIG: paths.kubeconfig } : {}),
    };
    console.log("\n# For the ordinary aws and kubectl:");
    for (const [name, value] of Object.entries(variables)) {
        console.log(`export ${name}='${value}'`);
    }
    console.log(`export PATH='${binDirectory}':"$PATH"`);
}

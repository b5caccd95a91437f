import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { acquireLock, LockedError } from "../services/lock";
import { sandboxRoot } from "../services/paths";
import { clusterBuild, clusterStep } from "./cluster";
import { definitionsStep } from "./definitions";
import { engineStep, installedEngine } from "./engine";
import { openLog, withProgress } from "./progress";
import { pythonIn, pythonStep } from "./python";
import { explain } from "./registry";
import { schemasStep } from "./schemas";
import { buildOnce, isBuilt, resultDirectory, type Step } from "./step";
import { installedTelemetry, telemetryStep } from "./telemetry";
import { writeWrappers } from "./wrappers";

/** Where everything is that a rehearsal needs. */
export interface Installation {
    pulumi: string;
    python: string;
    cluster: ReturnType<typeof clusterBuild>;
    schemas: string;
    /** Custom resource definitions, one folder per chart. */
    definitions: string;
    /** Folder with `promtool` and `amtool`. */
    telemetry: string;
}

/**
 * Installs and builds what is missing, and returns where it is. Results are kept below `.sandbox/` by the hash of their
 * inputs; an interrupted installation goes on where it stopped.
 *
 * @throws RegistryUnreachableError naming the registry and the step
 */
export async function install(): Promise<Installation> {
    const engine = installedEngine();
    const telemetry = installedTelemetry();
    const steps: Step[] = [
        pythonStep,
        schemasStep,
        ...(engine === undefined ? [engineStep] : []),
        clusterStep,
        definitionsStep,
        ...(telemetry === undefined ? [telemetryStep] : []),
    ];
    if (!steps.every(isBuilt)) {
        await buildMissing(steps);
    }
    const installation: Installation = {
        pulumi: engine ?? path.join(resultDirectory(engineStep), "pulumi"),
        python: pythonIn(resultDirectory(pythonStep)),
        cluster: clusterBuild(resultDirectory(clusterStep)),
        schemas: resultDirectory(schemasStep),
        definitions: resultDirectory(definitionsStep),
        telemetry: telemetry ?? path.join(resultDirectory(telemetryStep), "bin"),
    };
    await writeWrappers(installation);
    return installation;
}

async function buildMissing(steps: Step[]): Promise<void> {
    const release = await takeTurn();
    try {
        const missing = steps.filter((step) => !isBuilt(step));
        console.log(`Installing what is missing (${missing.map(({ title }) => title).join(", ")}); once per version.`);
        for (const step of missing) {
            const file = path.join(sandboxRoot, "logs", `install-${step.name}.log`);
            try {
                await withProgress(step.title, `${step.usually}; log: ${path.relative(process.cwd(), file)}`, () =>
                    buildOnce(step, openLog(file)),
                );
            } catch (error) {
                throw explain(error, step.registry, step.title);
            }
        }
    } finally {
        release();
    }
}

/** Two stacks may be set up at once; they share the installation, so that the second waits for the first. */
async function takeTurn(): Promise<() => void> {
    const file = path.join(sandboxRoot, "install.lock");
    for (let told = false; ; told = true) {
        try {
            return acquireLock(file, "the installation", process.argv.slice(2).join(" ") || "install");
        } catch (error) {
            if (!(error instanceof LockedError)) {
                throw error;
            }
            if (!told) {
                console.log(`Waiting for process ${error.holder.pid}, which installs since ${error.holder.since}.`);
            }
            await sleep(1000);
        }
    }
}

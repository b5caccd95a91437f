import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { repositoryRoot } from "../services/paths";
import { CHARTS, type ChartSource } from "./charts";
import { runCommand } from "./command";
import { goExecutable } from "./go";
import type { Log } from "./progress";
import type { Step } from "./step";

/** Definitions that no module carries, one folder per chart. */
const OWN_DEFINITIONS = path.join("sandbox", "cluster", "definitions");

/** Custom resource definitions by chart: what a Helm release brings to the API server. */
export const definitionsStep: Step = {
    name: "definitions",
    title: "Custom resource definitions",
    usually: "some seconds",
    registry: "the Go module proxy",
    files: [OWN_DEFINITIONS],
    values: [JSON.stringify(CHARTS)],
    async build(target, log) {
        cpSync(path.join(repositoryRoot, OWN_DEFINITIONS), target, { recursive: true });
        for (const chart of CHARTS) {
            await exportDefinitions(chart, path.join(target, chart.chart), log);
        }
    },
};

/** Downloads the module that carries a chart's definitions, checks its hash and copies them; nothing is compiled. */
async function exportDefinitions(source: ChartSource, target: string, log: Log): Promise<void> {
    const args = ["mod", "download", "-json", `${source.module}@${source.version}`];
    // Outside of any module: the build list of the control plane is none of its business.
    const output = await runCommand({ command: goExecutable(), args, cwd: path.parse(target).root, log });
    const download = JSON.parse(output) as { Dir: string; Sum: string };
    if (download.Sum !== source.sum) {
        throw new Error(`${source.module}@${source.version} has hash ${download.Sum}, not ${source.sum} as recorded`);
    }
    const folder = path.join(download.Dir, source.folder);
    const files = existsSync(folder) ? readdirSync(folder).filter(isDefinition) : [];
    if (files.length === 0) {
        throw new Error(`${source.module}@${source.version} has no definitions in ${source.folder}`);
    }
    mkdirSync(target, { recursive: true });
    for (const name of files) {
        copyFileSync(path.join(folder, name), path.join(target, name));
    }
}

function isDefinition(name: string): boolean {
    return name.endsWith(".yaml") && name !== "kustomization.yaml";
}

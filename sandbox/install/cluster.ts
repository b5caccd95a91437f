import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ClusterBuild } from "../cluster/control-plane";
import { repositoryRoot } from "../services/paths";
import { runCommand } from "./command";
import { CHARTS, type ChartSource } from "./charts";
import { goExecutable } from "./go";
import type { Log } from "./progress";
import type { Step } from "./step";

/** The minor version is the one that the program asks of EKS. */
const KUBERNETES_VERSION = "1.35.3";

const MODULE = path.join("sandbox", "cluster", "control-plane");

/** Definitions that no module carries, one folder per chart. */
const DEFINITIONS = path.join("sandbox", "cluster", "definitions");

/** Main packages, in one build: they share most of their code. */
const PACKAGES = [
    ".",
    "k8s.io/kubernetes/cmd/kubectl",
    "sigs.k8s.io/kwok/cmd/kwok",
    "github.com/argoproj/argo-rollouts/cmd/rollouts-controller",
];

/** How kwok's nodes and pods behave: ready at once, Jobs complete, deletion is immediate. */
const STAGES = [
    "node/fast/node-initialize.yaml",
    "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
    "pod/fast/pod-ready.yaml",
    "pod/fast/pod-complete.yaml",
    "pod/fast/pod-delete.yaml",
];

/** Control plane, simulated nodes, Rollouts controller, kubectl and the charts' custom resource definitions. */
export const clusterStep: Step = {
    name: "build",
    title: `Kubernetes ${KUBERNETES_VERSION} control plane`,
    usually: "about 7 min the first time",
    registry: "the Go module proxy",
    files: [...["go.mod", "go.sum", "main.go", "etcd.go"].map((name) => path.join(MODULE, name)), DEFINITIONS],
    values: [KUBERNETES_VERSION, JSON.stringify(CHARTS), ...PACKAGES, ...STAGES],
    async build(target, log) {
        const module = path.join(repositoryRoot, MODULE);
        await runCommand({
            command: goExecutable(),
            args: ["build", "-mod=readonly", "-buildvcs=false", `-ldflags=${linkerFlags()}`, "-o", target, ...PACKAGES],
            cwd: module,
            log,
        });
        const kwok = await moduleDirectory("sigs.k8s.io/kwok", module, log);
        const stages = STAGES.map((name) => readFileSync(path.join(kwok, "kustomize", "stage", name), "utf8"));
        writeFileSync(path.join(target, "stages.yaml"), stages.join("\n---\n"));
        cpSync(path.join(repositoryRoot, DEFINITIONS), path.join(target, "crds"), { recursive: true });
        for (const chart of CHARTS) {
            await exportDefinitions(chart, path.join(target, "crds", chart.chart), log);
        }
    },
};

/** What `clusterStep` built into `directory`. */
export function clusterBuild(directory: string): ClusterBuild & { kubectl: string; definitions: string } {
    return {
        controlPlane: path.join(directory, "control-plane"),
        kwok: path.join(directory, "kwok"),
        rollouts: path.join(directory, "rollouts-controller"),
        stages: path.join(directory, "stages.yaml"),
        kubectl: path.join(directory, "kubectl"),
        definitions: path.join(directory, "crds"),
    };
}

/** Without these the API server calls itself v0.0.0. */
function linkerFlags(): string {
    const [major, minor] = KUBERNETES_VERSION.split(".");
    const values = { gitVersion: `v${KUBERNETES_VERSION}`, gitMajor: major, gitMinor: minor, gitTreeState: "clean" };
    const flags = Object.entries(values).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
    return ["-s", "-w", ...flags].join(" ");
}

/** Folder of a module of the build list, in the module cache. */
async function moduleDirectory(module: string, cwd: string, log: Log): Promise<string> {
    const args = ["list", "-m", "-mod=readonly", "-f", "{{.Dir}}", module];
    return (await runCommand({ command: goExecutable(), args, cwd, log })).trim();
}

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

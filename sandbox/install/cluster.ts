import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ClusterBuild } from "../cluster/control-plane";
import { repositoryRoot } from "../services/paths";
import { runCommand } from "./command";
import { goExecutable } from "./go";
import type { Log } from "./progress";
import type { Step } from "./step";

/** The minor version is the one that the program asks of EKS. */
const KUBERNETES_VERSION = "1.35.3";

const MODULE = path.join("sandbox", "cluster", "control-plane");

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

/** Control plane, simulated nodes, Rollouts controller and kubectl. */
export const clusterStep: Step = {
    name: "build",
    title: `Kubernetes ${KUBERNETES_VERSION} control plane`,
    usually: "about 7 min the first time",
    registry: "the Go module proxy",
    files: ["go.mod", "go.sum", "main.go", "etcd.go"].map((name) => path.join(MODULE, name)),
    values: [KUBERNETES_VERSION, ...PACKAGES, ...STAGES],
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
    },
};

/** What `clusterStep` built into `directory`. */
export function clusterBuild(directory: string): ClusterBuild & { kubectl: string } {
    return {
        controlPlane: path.join(directory, "control-plane"),
        kwok: path.join(directory, "kwok"),
        rollouts: path.join(directory, "rollouts-controller"),
        stages: path.join(directory, "stages.yaml"),
        kubectl: path.join(directory, "kubectl"),
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

import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Installation } from "../install/install";
import type { Instance } from "../services/instance";
import { readJson, writeJson } from "../services/files";
import type { StackPaths } from "../services/paths";
import { accountInventory } from "./account";

/** Cluster-scoped kinds; whatever is namespaced goes with its namespace. */
const CLUSTER_KINDS = [
    "namespaces",
    "nodes",
    "customresourcedefinitions",
    "clusterroles",
    "clusterrolebindings",
    "ingressclasses",
    "storageclasses",
    "priorityclasses",
    "persistentvolumes",
    "validatingadmissionpolicies",
    "validatingwebhookconfigurations",
    "mutatingwebhookconfigurations",
];

/** Namespaces that every cluster has: their objects are looked at one by one. */
const BUILT_IN_KINDS = [
    "configmaps",
    "secrets",
    "services",
    "deployments",
    "daemonsets",
    "ingresses",
    "networkpolicies",
];

/** What exists in an account and a cluster, one line a thing. */
type Inventory = string[];

/** A running stack and where it lives. */
interface Place {
    instance: Instance;
    installation: Installation;
    region: string;
}

/** Everything in the emulator and the API server that a stack could have put there. */
async function takeInventory({ instance, installation, region }: Place): Promise<Inventory> {
    const account = await accountInventory(instance.emulator, region);
    return [...account, ...clusterInventory(instance.paths, installation)].sort();
}

/** Remembers what a rehearsal began with, so that its end can be compared with it. */
export async function recordBaseline(place: Place): Promise<void> {
    const file = baselineFile(place.instance.paths);
    if (readJson(file) === undefined) {
        writeJson(file, await takeInventory(place));
    }
}

/** What is there now and was not when the rehearsal began. */
export async function findLeftovers(place: Place): Promise<Inventory> {
    const baseline = new Set(readJson<Inventory>(baselineFile(place.instance.paths)) ?? []);
    return (await takeInventory(place)).filter((item) => !baseline.has(item));
}

function baselineFile(paths: StackPaths): string {
    return path.join(paths.cluster, "baseline.json");
}

function clusterInventory(paths: StackPaths, installation: Installation): Inventory {
    const list = (kinds: string[], ...options: string[]) =>
        execFileSync(
            installation.cluster.kubectl,
            ["--kubeconfig", paths.kubeconfig, "get", kinds.join(","), "--output=name", ...options],
            { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, stdio: ["ignore", "pipe", "pipe"] },
        )
            .split("\n")
            .filter((line) => line !== "");
    return [
        ...list(CLUSTER_KINDS),
        ...["default", "kube-system"].flatMap((namespace) =>
            list(BUILT_IN_KINDS, "--namespace", namespace).map((name) => `${namespace} ${name}`),
        ),
    ].map((line) => `kubernetes ${line}`);
}

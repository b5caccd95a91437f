import { execFileSync } from "node:child_process";
import type { Installation } from "../install/install";
import type { Instance } from "../services/instance";
import { readJson, writeJson } from "../services/files";
import type { StackPaths } from "../services/paths";
import path from "node:path";

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

/** Models of the emulator that are records of what happened, not things that exist. */
const RECORDS = /Event|Activity|History|Version$|Log|Metric|Execution|Change|FakeAutoScalingPolicy|Task$/;

/** What exists in an account and a cluster, one line a thing. */
export type Inventory = string[];

/**
 * Everything in the emulator and the API server that a stack could have put there.
 *
 * A KMS key or a secret that waits for its deletion is counted as gone, as AWS counts it.
 */
export async function takeInventory(instance: Instance, installation: Installation): Promise<Inventory> {
    return [...(await accountInventory(instance.emulator)), ...clusterInventory(instance.paths, installation)].sort();
}

/** Remembers what a rehearsal began with, so that its end can be compared with it. */
export async function recordBaseline(instance: Instance, installation: Installation): Promise<void> {
    const file = baselineFile(instance.paths);
    if (readJson(file) === undefined) {
        writeJson(file, await takeInventory(instance, installation));
    }
}

/** What is there now and was not when the rehearsal began. */
export async function findLeftovers(instance: Instance, installation: Installation): Promise<Inventory> {
    const baseline = new Set(readJson<Inventory>(baselineFile(instance.paths)) ?? []);
    return (await takeInventory(instance, installation)).filter((item) => !baseline.has(item));
}

function baselineFile(paths: StackPaths): string {
    return path.join(paths.cluster, "baseline.json");
}

type Model = Record<string, unknown>;

async function accountInventory(emulator: string): Promise<Inventory> {
    const response = await fetch(`${emulator}/moto-api/data.json`);
    if (!response.ok) {
        throw new Error(`the emulator does not tell what it holds: ${response.status}`);
    }
    const services = (await response.json()) as Record<string, Record<string, Model[]>>;
    return Object.entries(services).flatMap(([service, models]) =>
        Object.entries(models)
            .filter(([model]) => !RECORDS.test(model))
            .flatMap(([model, items]) =>
                items
                    .filter((item) => !isPendingDeletion(item))
                    .map((item) => `aws ${service} ${model} ${nameOf(item)}`),
            ),
    );
}

function isPendingDeletion(item: Model): boolean {
    return item["key_state"] === "PendingDeletion" || typeof item["deleted_date"] === "number";
}

function nameOf(item: Model): string {
    const keys = ["arn", "id", "name", "_id", "_name"];
    const key = keys.find((candidate) => typeof item[candidate] === "string") ?? Object.keys(item).find(isIdentifier);
    return key === undefined ? JSON.stringify(item).slice(0, 120) : String(item[key]);
}

function isIdentifier(key: string): boolean {
    return /(^|_)(id|arn|name)$/.test(key);
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

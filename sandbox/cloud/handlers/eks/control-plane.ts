import { readFile } from "node:fs/promises";
import path from "node:path";
import type { CoreV1Api, KubeConfig } from "@kubernetes/client-node";

/** The API server of the stack that stands in for the managed control plane. */
export interface ControlPlane {
    endpoint: string;
    /** CA bundle of the endpoint, base64 as EKS gives it. */
    certificateAuthority: string;
    core: CoreV1Api;
    /** What the server says it is, as in `v1.35.3`. */
    version(): Promise<string>;
}

/** Set by the sandbox for the provider's process; names the administrator's kubeconfig of the stack's API server. */
const kubeconfigVariable = "OPENHANDS_SANDBOX_KUBECONFIG";

const opened = new Map<string, Promise<ControlPlane>>();

export async function controlPlane(): Promise<ControlPlane> {
    const file = process.env[kubeconfigVariable];
    if (file === undefined || file === "") {
        throw new Error(
            `${kubeconfigVariable} is not set, so that there is no API server for the cluster; run through the sandbox's commands, which start it`,
        );
    }
    const known = opened.get(file) ?? open(file);
    opened.set(file, known);
    return await known;
}

async function open(file: string): Promise<ControlPlane> {
    // Loaded only when a cluster is touched: it would slow the start of every other run.
    const kubernetes = await import("@kubernetes/client-node");
    const config = new kubernetes.KubeConfig();
    config.loadFromFile(file);
    const server = config.getCurrentCluster();
    if (server === null) {
        throw new Error(`${file} has no current context with a cluster`);
    }
    const versions = config.makeApiClient(kubernetes.VersionApi);
    return {
        endpoint: server.server,
        certificateAuthority: await authority(config, file),
        core: config.makeApiClient(kubernetes.CoreV1Api),
        version: async () => (await versions.getCode()).gitVersion,
    };
}

async function authority(config: KubeConfig, file: string): Promise<string> {
    const server = config.getCurrentCluster();
    if (server?.caData !== undefined) {
        return server.caData;
    }
    if (server?.caFile !== undefined) {
        return (await readFile(path.resolve(path.dirname(file), server.caFile))).toString("base64");
    }
    throw new Error(`${file} names no certificate authority for its cluster, which an EKS cluster must report`);
}

/** The minor version, as in `1.35`, of a full one. */
export function minorOf(version: string): string {
    const found = /^v?(\d+\.\d+)/.exec(version);
    if (found?.[1] === undefined) {
        throw new Error(`"${version}" is no Kubernetes version`);
    }
    return found[1];
}

/** The version to run: the one asked for, which must be the server's; a rehearsal on another minor version would prove nothing. */
export async function agreedVersion(cluster: string, asked: string | undefined): Promise<string> {
    const running = await (await controlPlane()).version();
    const minor = minorOf(running);
    if (asked !== undefined && asked !== minor) {
        throw new Error(
            `cluster ${cluster} asks for Kubernetes ${asked}, but the sandbox's API server is ${running}; ` +
                `set version to "${minor}", or rehearse with a sandbox built for ${asked}`,
        );
    }
    return minor;
}

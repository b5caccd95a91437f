import { existsSync } from "node:fs";
import path from "node:path";
import { CLUSTER_PORTS, controllers, serverUrl, storageAndApi } from "../cluster/control-plane";
import { Credentials } from "../cluster/credentials";
import { bundle } from "../install/bundle";
import type { Installation } from "../install/install";
import { emulatorService } from "./emulator";
import { beginEpoch, currentEpoch, isLost, setAside } from "./epoch";
import { readJson, writeJson } from "./files";
import { httpOk } from "./health";
import { repositoryRoot, type StackPaths } from "./paths";
import { pickPorts } from "./ports";
import type { Service } from "./service";
import { Supervisor } from "./supervisor";

const PORTS = ["emulator", "load-balancer", ...CLUSTER_PORTS] as const;

const LOAD_BALANCER = "sandbox/kubernetes/load-balancer/main.ts";

type Ports = Record<(typeof PORTS)[number], number>;

/** A running account and cluster. */
export interface Instance {
    paths: StackPaths;
    /** URL of the emulator. */
    emulator: string;
    /** URL of the API server. */
    apiServer: string;
    supervisor: Supervisor;
}

export interface InstanceSettings {
    paths: StackPaths;
    installation: Installation;
    /** Number of the account that the emulator is. */
    accountId: string;
    region: string;
}

/** Says in one line what has happened. */
export type Report = (message: string) => void;

export function supervisorOf(paths: StackPaths): Supervisor {
    return new Supervisor(paths.services, paths.logs);
}

/**
 * Starts what does not run of one stack's services. When the emulator is gone, and with it the account, the state that
 * described it is moved aside first and a new rehearsal begins.
 */
export async function startInstance(settings: InstanceSettings, report: Report): Promise<Instance> {
    const { paths } = settings;
    const supervisor = supervisorOf(paths);
    if (isLost(currentEpoch(paths), paths)) {
        await endLost(paths, supervisor, report);
    } else {
        for (const record of supervisor.crashed()) {
            report(`${record.name} has ended since it was started at ${record.startedAt}; it is started again.`);
        }
    }
    const ports = await choosePorts(paths, supervisor);
    const credentials = new Credentials(paths.cluster);
    credentials.create();
    const { cluster } = settings.installation;
    const emulator = emulatorService(settings.installation.python, ports.emulator, settings.accountId);
    const base = [emulator, ...storageAndApi(cluster, ports, paths, credentials)];
    await supervisor.start(base);
    credentials.writeKubeconfig("admin", serverUrl(ports));
    const loadBalancer = existsSync(path.join(repositoryRoot, LOAD_BALANCER))
        ? [await loadBalancerService(settings, ports)]
        : [];
    await supervisor.start([...base, ...controllers(cluster, ports, paths, credentials), ...loadBalancer]);
    if (currentEpoch(paths) === undefined) {
        const record = supervisor.running().find(({ name }) => name === emulator.name);
        if (record === undefined) {
            throw new Error("the emulator ended right after it was started");
        }
        beginEpoch(paths, { pid: record.pid, startTime: record.startTime });
    }
    return { paths, emulator: `http://127.0.0.1:${ports.emulator}`, apiServer: serverUrl(ports), supervisor };
}

/** The instance as it runs now; `undefined` when it does not. */
export function runningInstance(paths: StackPaths): Instance | undefined {
    const epoch = currentEpoch(paths);
    const ports = readJson<Ports>(paths.ports);
    if (epoch === undefined || ports === undefined || isLost(epoch, paths) || !existsSync(paths.kubeconfig)) {
        return undefined;
    }
    const supervisor = supervisorOf(paths);
    return { paths, emulator: `http://127.0.0.1:${ports.emulator}`, apiServer: serverUrl(ports), supervisor };
}

async function endLost(paths: StackPaths, supervisor: Supervisor, report: Report): Promise<void> {
    await supervisor.stop();
    const folder = setAside(paths);
    report(
        `The emulator of stack ${paths.instance} is gone, and the account in its memory with it. The recorded state was moved ` +
            `to ${path.relative(process.cwd(), folder)}; the stack is built anew.`,
    );
}

/** A service that runs keeps its port; the others keep theirs unless somebody else listens there now. */
async function choosePorts(paths: StackPaths, supervisor: Supervisor): Promise<Ports> {
    const recorded = readJson<Ports>(paths.ports);
    const running = new Set(supervisor.running().map(({ name }) => name));
    // The second port of a service goes with the first.
    const owner = (name: string) => name.replace(/-(peer|metrics)$/, "");
    const kept = PORTS.filter((name) => recorded !== undefined && running.has(owner(name)));
    const picked = await pickPorts(
        PORTS.filter((name) => !kept.includes(name)),
        recorded,
    );
    const ports = { ...recorded, ...picked };
    writeJson(paths.ports, ports);
    return ports;
}

/** Gives every Ingress of class `alb` its load balancer, as the AWS Load Balancer Controller does. */
async function loadBalancerService(settings: InstanceSettings, ports: Ports): Promise<Service> {
    const port = ports["load-balancer"];
    return {
        name: "load-balancer",
        command: process.execPath,
        args: ["--enable-source-maps", await bundle(LOAD_BALANCER), `--health-port=${port}`],
        env: {
            ...emulatorEnvironment(`http://127.0.0.1:${ports.emulator}`, settings.region),
            OPENHANDS_SANDBOX_KUBECONFIG: settings.paths.kubeconfig,
        },
        dependsOn: ["emulator", "kube-apiserver"],
        port,
        healthy: () => httpOk(`http://127.0.0.1:${port}/healthz`),
    };
}

/** What AWS clients need to reach the emulator, and nothing of the user's own account. */
export function emulatorEnvironment(url: string, region: string): Record<string, string> {
    return {
        AWS_ENDPOINT_URL: url,
        AWS_ACCESS_KEY_ID: "sandbox",
        AWS_SECRET_ACCESS_KEY: "sandbox",
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_EC2_METADATA_DISABLED: "true",
    };
}

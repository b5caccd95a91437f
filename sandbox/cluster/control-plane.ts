import path from "node:path";
import type { StackPaths } from "../services/paths";
import type { Service } from "../services/service";
import { httpOk } from "../services/health";
import type { Credentials } from "./credentials";

/** Ports of the control plane's components. */
export const CLUSTER_PORTS = [
    "etcd",
    "etcd-peer",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kwok",
    "argo-rollouts",
    "argo-rollouts-metrics",
] as const;

export type ClusterPorts = Record<(typeof CLUSTER_PORTS)[number], number>;

/** Built executables and manifests; see `install/cluster.ts`. */
export interface ClusterBuild {
    controlPlane: string;
    kwok: string;
    rollouts: string;
    /** Stages of kwok: how simulated nodes and pods behave. */
    stages: string;
}

/** As EKS does; pods and services live in ranges that no VPC of the program uses. */
const SERVICE_CIDR = "172.20.0.0/16";
const POD_CIDR = "100.64.0.1/10";

/**
 * Soft limits of Go's heap, in MiB. Three control planes fit a small machine; the collector works harder before the
 * process grows beyond.
 */
const HEAP_MIB = { etcd: 96, "kube-apiserver": 320, "kube-controller-manager": 128, "kube-scheduler": 72 };

export function serverUrl(ports: ClusterPorts): string {
    return `https://127.0.0.1:${ports["kube-apiserver"]}`;
}

/** etcd and the API server: what must answer before kubeconfigs can be written. */
export function storageAndApi(
    build: ClusterBuild,
    ports: ClusterPorts,
    paths: StackPaths,
    credentials: Credentials,
): Service[] {
    const etcdUrl = `http://127.0.0.1:${ports.etcd}`;
    return [
        {
            name: "etcd",
            command: build.controlPlane,
            args: [
                "etcd",
                `--data-dir=${paths.etcd}`,
                `--client-url=${etcdUrl}`,
                `--peer-url=http://127.0.0.1:${ports["etcd-peer"]}`,
            ],
            env: goMemory("etcd"),
            dependsOn: [],
            port: ports.etcd,
            healthy: () => httpOk(`${etcdUrl}/health`),
        },
        {
            name: "kube-apiserver",
            command: build.controlPlane,
            args: [
                "kube-apiserver",
                `--etcd-servers=${etcdUrl}`,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                // The endpoints of the "kubernetes" Service may not be loopback addresses.
                "--endpoint-reconciler-type=none",
                `--secure-port=${ports["kube-apiserver"]}`,
                `--cert-dir=${credentials.certificateDirectory}`,
                `--token-auth-file=${credentials.tokenFile}`,
                `--service-account-key-file=${credentials.serviceAccountPublicKey}`,
                `--service-account-signing-key-file=${credentials.serviceAccountKey}`,
                `--service-account-issuer=https://kubernetes.default.svc`,
                "--authorization-mode=Node,RBAC",
                `--service-cluster-ip-range=${SERVICE_CIDR}`,
                "--enable-admission-plugins=PodSecurity,NodeRestriction",
                "--allow-privileged=true",
                "--profiling=false",
                // Events are most of what etcd and the API server hold.
                "--event-ttl=30m",
            ],
            env: goMemory("kube-apiserver"),
            dependsOn: ["etcd"],
            port: ports["kube-apiserver"],
            healthy: () => httpOk(`${serverUrl(ports)}/readyz`),
            readySeconds: 120,
        },
    ];
}

/** Everything that acts on the API server: built-in controllers, scheduler, simulated kubelets, Rollouts controller. */
export function controllers(
    build: ClusterBuild,
    ports: ClusterPorts,
    paths: StackPaths,
    credentials: Credentials,
): Service[] {
    const kubeconfig = (identity: Parameters<Credentials["writeKubeconfig"]>[0]) =>
        credentials.writeKubeconfig(identity, serverUrl(ports));
    return [
        {
            name: "kube-controller-manager",
            command: build.controlPlane,
            args: [
                "kube-controller-manager",
                `--kubeconfig=${kubeconfig("controller-manager")}`,
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                `--secure-port=${ports["kube-controller-manager"]}`,
                `--cert-dir=${path.join(paths.cluster, "certificates")}`,
                "--use-service-account-credentials=true",
                `--service-account-private-key-file=${credentials.serviceAccountKey}`,
                `--root-ca-file=${credentials.certificate}`,
                // The default of 20 requests a second makes a rehearsal wait for the client, not for the cluster.
                "--kube-api-qps=200",
                "--kube-api-burst=400",
                "--profiling=false",
            ],
            env: goMemory("kube-controller-manager"),
            dependsOn: ["kube-apiserver"],
            port: ports["kube-controller-manager"],
            healthy: () => httpOk(`https://127.0.0.1:${ports["kube-controller-manager"]}/healthz`),
        },
        {
            name: "kube-scheduler",
            command: build.controlPlane,
            args: [
                "kube-scheduler",
                `--kubeconfig=${kubeconfig("scheduler")}`,
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                `--secure-port=${ports["kube-scheduler"]}`,
                `--cert-dir=${path.join(paths.cluster, "certificates")}`,
                "--kube-api-qps=200",
                "--kube-api-burst=400",
                "--profiling=false",
            ],
            env: goMemory("kube-scheduler"),
            dependsOn: ["kube-apiserver"],
            port: ports["kube-scheduler"],
            healthy: () => httpOk(`https://127.0.0.1:${ports["kube-scheduler"]}/healthz`),
        },
        {
            name: "kwok",
            command: build.kwok,
            args: [
                `--kubeconfig=${kubeconfig("kwok")}`,
                `--config=${build.stages}`,
                "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
                `--cidr=${POD_CIDR}`,
                "--node-lease-duration-seconds=40",
                `--server-address=127.0.0.1:${ports.kwok}`,
            ],
            dependsOn: ["kube-apiserver"],
            port: ports.kwok,
            healthy: () => httpOk(`http://127.0.0.1:${ports.kwok}/healthz`),
        },
        {
            name: "argo-rollouts",
            command: build.rollouts,
            args: [
                `--kubeconfig=${kubeconfig("rollouts")}`,
                "--namespaced=false",
                // The lease tells whether the controller is alive to whoever waits for it.
                "--leader-elect=true",
                `--healthzPort=${ports["argo-rollouts"]}`,
                `--metricsPort=${ports["argo-rollouts-metrics"]}`,
            ],
            env: { POD_NAMESPACE: "kube-system" },
            dependsOn: ["kube-apiserver"],
            port: ports["argo-rollouts"],
            healthy: () => httpOk(`http://127.0.0.1:${ports["argo-rollouts"]}/healthz`),
        },
    ];
}

function goMemory(component: keyof typeof HEAP_MIB): Record<string, string> {
    return { GOMEMLIMIT: `${HEAP_MIB[component]}MiB`, GOGC: "60" };
}

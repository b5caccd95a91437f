import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { ResolvedAppArgs } from "./args";
import { LABELS, SELECTOR } from "./labels";

type Spec = k8s.types.input.networking.v1.NetworkPolicySpec;

/** Link-local agent that hands the pod its AWS credentials. */
const POD_IDENTITY_AGENT = "169.254.170.23/32";
/** Everything link-local, the node's own credentials among it. */
const LINK_LOCAL = "169.254.0.0/16";

/** Nothing in, nothing out, except what is listed here. Controls: CIS EKS 4.3.2, NSA network separation, SC-7. */
export function createNetworkPolicies(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
    args: ResolvedAppArgs,
): k8s.networking.v1.NetworkPolicy[] {
    return Object.entries(policies(args)).map(
        ([policy, spec]) =>
            new k8s.networking.v1.NetworkPolicy(
                `${name}-${policy}`,
                { metadata: { name: policy, namespace, labels: LABELS }, spec },
                { parent },
            ),
    );
}

/** The policies by name; apart from the default they all select the application's pods. */
function policies(args: ResolvedAppArgs): Record<string, Spec> {
    return {
        "default-deny": { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
        "allow-load-balancer": ingress(args.loadBalancerCidrBlocks.map(block), [tcp(args.port)]),
        "allow-metrics-scrape": ingress([prometheus(args.monitoringNamespace)], [tcp(args.metricsPort)]),
        "allow-dns": egress([clusterDns()], [tcp(53), { port: 53, protocol: "UDP" }]),
        "allow-data": egress(args.dataCidrBlocks.map(block), [tcp(args.database.port), tcp(args.cache.port)]),
        "allow-pod-identity": egress([block(POD_IDENTITY_AGENT)], [tcp(80)]),
        // Model providers, source hosts and AWS endpoints have no ranges to list.
        "allow-https": egress([{ ipBlock: { cidr: "0.0.0.0/0", except: [LINK_LOCAL] } }], [tcp(443)]),
    };
}

type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type Port = k8s.types.input.networking.v1.NetworkPolicyPort;

function ingress(from: Peer[], ports: Port[]): Spec {
    return { podSelector: { matchLabels: SELECTOR }, policyTypes: ["Ingress"], ingress: [{ from, ports }] };
}

function egress(to: Peer[], ports: Port[]): Spec {
    return { podSelector: { matchLabels: SELECTOR }, policyTypes: ["Egress"], egress: [{ to, ports }] };
}

function block(cidr: pulumi.Input<string>): Peer {
    return { ipBlock: { cidr } };
}

function tcp(port: pulumi.Input<number>): Port {
    return { port, protocol: "TCP" };
}

function clusterDns(): Peer {
    return {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
        podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    };
}

function prometheus(namespace: string): Peer {
    return {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
    };
}

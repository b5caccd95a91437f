import * as pulumi from "@pulumi/pulumi";

import type { PlatformControllersArgs } from "./controllers";
import { dnsPolicy, loadBalancerPolicy, secretsPolicy, TRAFFIC_POLICY } from "./controller-policies";

/** A pinned Helm chart; its service account is called like the chart. */
export interface Chart {
    name: string;
    version: string;
    repository: string;
    namespace: string;
    values: pulumi.Inputs;
    /** What its pods may do in AWS; left out where they call nothing there. */
    policy?: pulumi.Inputs;
}

/** Two of each, on different nodes where there are two: a drained node takes none of them away. */
const REPLICAS = 2;
const SMALL = { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "256Mi" } };

/** Load balancers for Ingresses, and target weights for canaries. */
export function loadBalancerController(args: PlatformControllersArgs): Chart {
    const name = "aws-load-balancer-controller";
    return {
        name,
        version: "3.5.0",
        repository: "https://aws.github.io/eks-charts",
        namespace: "kube-system",
        policy: loadBalancerPolicy(args),
        values: {
            clusterName: args.clusterName,
            // It cannot ask the node's metadata for these: the hop limit keeps pods away from it.
            region: args.region,
            vpcId: args.vpcId,
            replicaCount: REPLICAS,
            podDisruptionBudget: { maxUnavailable: 1 },
            serviceAccount: { create: true, name },
            resources: SMALL,
            // The edge has the firewall; Services of the type LoadBalancer are not used.
            enableShield: false,
            enableWaf: false,
            enableWafv2: false,
            enableServiceMutatorWebhook: false,
        },
    };
}

/** Secrets Manager entries as Kubernetes Secrets, kept up to date. */
export function externalSecrets(args: PlatformControllersArgs): Chart {
    const name = "external-secrets";
    return {
        name,
        version: "2.9.0",
        repository: "https://charts.external-secrets.io",
        namespace: name,
        policy: secretsPolicy(args),
        values: {
            installCRDs: true,
            replicaCount: REPLICAS,
            leaderElect: true,
            podDisruptionBudget: { enabled: true, minAvailable: 1 },
            serviceAccount: { create: true, name },
            resources: SMALL,
            webhook: {
                replicaCount: REPLICAS,
                podDisruptionBudget: { enabled: true, minAvailable: 1 },
                resources: SMALL,
            },
            certController: { replicaCount: 1, resources: SMALL },
        },
    };
}

/** DNS records for Ingresses that ask for one; it never deletes, and never touches what it did not create. */
export function externalDns(args: PlatformControllersArgs): Chart {
    const name = "external-dns";
    const zoneId = pulumi.output(args.zoneArn).apply((arn) => arn.replace(/^.*\//, ""));
    return {
        name,
        version: "1.21.1",
        repository: "https://kubernetes-sigs.github.io/external-dns/",
        namespace: name,
        policy: dnsPolicy(args.zoneArn),
        values: {
            provider: { name: "aws" },
            policy: "upsert-only",
            registry: "txt",
            txtOwnerId: args.clusterName,
            sources: ["ingress"],
            extraArgs: [
                pulumi.interpolate`--zone-id-filter=${zoneId}`,
                // The application's own name belongs to the CDN: a record is made only where an Ingress asks for it.
                "--annotation-filter=external-dns.alpha.kubernetes.io/hostname",
            ],
            env: [{ name: "AWS_DEFAULT_REGION", value: args.region }],
            serviceAccount: { create: true, name },
            resources: SMALL,
        },
    };
}

/** CPU and memory of pods, for autoscaling. */
export function metricsServer(): Chart {
    return {
        name: "metrics-server",
        version: "3.13.1",
        repository: "https://kubernetes-sigs.github.io/metrics-server/",
        namespace: "kube-system",
        values: {
            replicas: REPLICAS,
            podDisruptionBudget: { enabled: true, minAvailable: 1 },
            resources: SMALL,
        },
    };
}

/** Blue-green and canary releases. */
export function argoRollouts(): Chart {
    const name = "argo-rollouts";
    return {
        name,
        version: "2.41.0",
        repository: "https://argoproj.github.io/argo-helm",
        namespace: name,
        policy: TRAFFIC_POLICY,
        values: {
            installCRDs: true,
            // Deleting the release would otherwise delete every Rollout, and with them their pods.
            keepCRDs: true,
            dashboard: { enabled: false },
            controller: {
                replicas: REPLICAS,
                pdb: { enabled: true, minAvailable: 1 },
                metrics: { enabled: true },
                resources: SMALL,
                // Waits until the load balancer really has the weights and targets of a step.
                extraArgs: ["--aws-verify-target-group"],
            },
            serviceAccount: { create: true, name },
        },
    };
}

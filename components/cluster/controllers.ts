import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Transforms } from "../transforms";
import { childTransform } from "../transforms";
import type { Chart } from "./charts";
import { argoRollouts, externalDns, externalSecrets, loadBalancerController, metricsServer } from "./charts";
import { WorkloadIdentity } from "./workload-identity";

/** What the {@link PlatformControllers} may touch. */
export interface PlatformControllersArgs {
    clusterName: pulumi.Input<string>;
    vpcId: pulumi.Input<string>;
    region: string;
    accountId: pulumi.Input<string>;
    /** Secrets that may be brought into the cluster; a name ending in `*` stands for all that begin so. */
    secretArns: pulumi.Input<string>[];
    /** Key of the `secrets` data class, under which all of them are encrypted. */
    secretsKeyArn: pulumi.Input<string>;
    /** The only zone whose records may be written. */
    zoneArn: pulumi.Input<string>;
    transforms?: Transforms<{ release: k8s.helm.v3.ReleaseArgs }>;
}

/** Seconds a chart may take until all its pods are ready, on nodes that may still be pulling images. */
const READY_TIMEOUT_SECONDS = 600;

/** Namespaces that the cluster comes with. */
const EXISTING_NAMESPACES = ["kube-system"];

/**
 * What the platform itself runs on the cluster: the AWS Load Balancer Controller, External Secrets, ExternalDNS, the metrics
 * server and Argo Rollouts. Each has a pinned chart and, where it calls AWS, a role of its own for just what it does.
 * Needs providers for AWS and for Kubernetes.
 *
 * Controls: CIS EKS 4.2.5, 5.2.1, AC-6, CM-2.
 *
 * @cost none of their own; about 0.5 vCPU and 1 GiB of the nodes
 * @throws pulumi.ResourceError when no secret is named.
 */
export class PlatformControllers extends pulumi.ComponentResource {
    /** Releases, to be waited for by what uses their custom resources or webhooks. */
    public readonly ready: pulumi.Resource[];
    /** Namespace of External Secrets, whose controller reads the secrets. */
    public readonly externalSecretsNamespace = "external-secrets";

    constructor(name: string, args: PlatformControllersArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:cluster:PlatformControllers", name, {}, opts);
        if (args.secretArns.length === 0) {
            throw new pulumi.ResourceError("controllers.secretArns is empty; name the secrets that pods need", this);
        }

        const charts = [
            loadBalancerController(args),
            externalSecrets(args),
            externalDns(args),
            metricsServer(),
            argoRollouts(),
        ];
        this.ready = charts.map((chart) => this.install(name, chart, args));

        this.registerOutputs({ externalSecretsNamespace: this.externalSecretsNamespace });
    }

    private install(name: string, chart: Chart, args: PlatformControllersArgs): k8s.helm.v3.Release {
        const namespace = EXISTING_NAMESPACES.includes(chart.namespace)
            ? chart.namespace
            : this.createNamespace(name, chart.namespace).metadata.name;
        // Pods get the role that exists when they start, so it has to be there before them.
        const identity = chart.policy && this.giveIdentity(name, chart, chart.policy, args);
        return new k8s.helm.v3.Release(
            `${name}-${chart.name}`,
            childTransform(args.transforms?.release, {
                name: chart.name,
                chart: chart.name,
                version: chart.version,
                repositoryOpts: { repo: chart.repository },
                namespace,
                createNamespace: false,
                values: chart.values,
                // A release that does not come up is rolled back rather than left half installed.
                atomic: true,
                timeout: READY_TIMEOUT_SECONDS,
                maxHistory: 5,
            }),
            { parent: this, dependsOn: identity ? [identity] : [] },
        );
    }

    private createNamespace(name: string, namespace: string): k8s.core.v1.Namespace {
        const level = "restricted";
        return new k8s.core.v1.Namespace(
            `${name}-namespace-${namespace}`,
            {
                metadata: {
                    name: namespace,
                    labels: {
                        "pod-security.kubernetes.io/enforce": level,
                        "pod-security.kubernetes.io/audit": level,
                        "pod-security.kubernetes.io/warn": level,
                    },
                },
            },
            { parent: this },
        );
    }

    private giveIdentity(
        name: string,
        chart: Chart,
        policy: pulumi.Inputs,
        args: PlatformControllersArgs,
    ): WorkloadIdentity {
        return new WorkloadIdentity(
            `${name}-${chart.name}-identity`,
            { clusterName: args.clusterName, namespace: chart.namespace, serviceAccount: chart.name, policy },
            { parent: this },
        );
    }
}

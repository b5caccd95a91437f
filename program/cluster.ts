import * as pulumi from "@pulumi/pulumi";

import { Cluster } from "../components/cluster/cluster";
import { PlatformControllers } from "../components/cluster/controllers";
import type { Domain } from "../components/edge/domain";
import type { Network } from "../components/network/network";
import type { Keys } from "../components/security/keys";
import type { Environment } from "../config/environment";

type Options = pulumi.ComponentResourceOptions;

export function createCluster(
    environment: Environment,
    { keys, network }: { keys: Keys; network: Network },
    opts: Options,
): Cluster {
    const { cluster, durability, logs } = environment;
    return new Cluster(
        "cluster",
        {
            subnetIds: network.privateSubnetIds,
            version: cluster.version,
            keyArn: keys.arn("cluster"),
            logsKeyArn: keys.arn("logs"),
            logRetentionDays: logs.retentionDays,
            publicAccessCidrs: cluster.publicAccessCidrs,
            adminRoleArns: cluster.adminRoleArns,
            nodeGroups: cluster.nodeGroups,
            region: environment.region,
            accountId: environment.accountId,
            durability,
        },
        opts,
    );
}

interface ControllerSurroundings {
    keys: Keys;
    network: Network;
    cluster: Cluster;
    domain: Domain;
    /** Secrets that may be brought into the cluster, and no others. */
    secretArns: pulumi.Input<string>[];
}

/** What makes load balancers, DNS records, secrets and metrics out of Kubernetes objects. */
export function createControllers(
    environment: Environment,
    { keys, network, cluster, domain, secretArns }: ControllerSurroundings,
    opts: Options,
): PlatformControllers {
    return new PlatformControllers(
        "controllers",
        {
            clusterName: cluster.name,
            vpcId: network.vpcId,
            region: environment.region,
            accountId: environment.accountId,
            secretArns,
            secretsKeyArn: keys.arn("secrets"),
            zoneArn: domain.zoneArn,
        },
        onCluster(cluster, opts),
    );
}

/** Options of a component whose objects live in the cluster: its Kubernetes provider beside the AWS one. */
export function onCluster(cluster: Cluster, opts: Options, ...dependsOn: pulumi.Resource[]): Options {
    return pulumi.mergeOptions(opts, { providers: [cluster.provider], dependsOn });
}

import type * as pulumi from "@pulumi/pulumi";

import { Cache } from "../components/cache/cache";
import type { Cluster } from "../components/cluster/cluster";
import { Database } from "../components/database/database";
import type { Network } from "../components/network/network";
import { GeneratedSecret } from "../components/secrets/generated-secret";
import type { Keys } from "../components/security/keys";
import type { Environment } from "../config/environment";

type Options = pulumi.ComponentResourceOptions;

/** What a data store is built on; the cluster is there because its pods are the only clients. */
interface Surroundings {
    keys: Keys;
    network: Network;
    cluster: Cluster;
}

export function createDatabase(
    environment: Environment,
    { keys, network, cluster }: Surroundings,
    opts: Options,
): Database {
    const { database, durability, logs } = environment;
    return new Database(
        "database",
        {
            vpcId: network.vpcId,
            subnetIds: network.dataSubnetIds,
            clientSecurityGroupIds: [cluster.securityGroupId],
            keyArn: keys.arn("database"),
            secretsKeyArn: keys.arn("secrets"),
            engineVersion: database.engineVersion,
            instances: database.instances,
            serverless: database.serverless,
            instanceClass: database.instanceClass,
            backupRetentionDays: database.backupRetentionDays,
            enhancedMonitoring: database.enhancedMonitoring,
            logRetentionDays: logs.retentionDays,
            logsKeyArn: keys.arn("logs"),
            durability,
        },
        opts,
    );
}

export function createCache(environment: Environment, { keys, network, cluster }: Surroundings, opts: Options): Cache {
    const { cache, durability } = environment;
    return new Cache(
        "cache",
        {
            vpcId: network.vpcId,
            subnetIds: network.dataSubnetIds,
            clientSecurityGroupIds: [cluster.securityGroupId],
            keyArn: keys.arn("cache"),
            secretsKeyArn: keys.arn("secrets"),
            nodes: cache.nodes,
            nodeType: cache.nodeType,
            snapshotRetentionDays: cache.snapshotRetentionDays,
            durability,
        },
        opts,
    );
}

/** Signs the sessions; whoever has it can be anyone. */
export function createSessionSecret(environment: Environment, keys: Keys, opts: Options): GeneratedSecret {
    return new GeneratedSecret(
        "session",
        {
            description: "OpenHands: signs the sessions. Everyone is signed out when it changes.",
            keyArn: keys.arn("secrets"),
            durability: environment.durability,
        },
        opts,
    );
}

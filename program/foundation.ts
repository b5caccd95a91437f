import type * as pulumi from "@pulumi/pulumi";

import { Network } from "../components/network/network";
import { planSubnets, type SubnetPlan } from "../components/network/subnets";
import { Registry } from "../components/registry/registry";
import { Keys } from "../components/security/keys";
import { Storage } from "../components/storage/storage";
import type { Environment } from "../config/environment";

type Options = pulumi.ComponentResourceOptions;

/** The repository that holds the application's images when they do not come from elsewhere. */
export const APP_REPOSITORY = "app";

/** One key for each data class, so that access to one kind of data is no access to another. */
export function createKeys(environment: Environment, opts: Options): Keys {
    return new Keys(
        "keys",
        {
            classes: ["database", "cache", "storage", "logs", "secrets", "cluster", "registry", "alerts"],
            accountId: environment.accountId,
            region: environment.region,
            deletionWindowDays: environment.security.keyDeletionWindowDays,
            durability: environment.durability,
        },
        opts,
    );
}

export function createNetwork(environment: Environment, keys: Keys, opts: Options): Network {
    const { cidrBlock, nat, interfaceEndpoints } = environment.network;
    return new Network(
        "network",
        {
            cidrBlock,
            region: environment.region,
            zoneNames: zonesInUse(environment),
            nat,
            interfaceEndpoints,
            flowLogRetentionDays: environment.logs.retentionDays,
            logsKeyArn: keys.arn("logs"),
            durability: environment.durability,
        },
        opts,
    );
}

/** Addresses of the subnets, for policies that name ranges instead of subnets. */
export function subnetPlan(environment: Environment): SubnetPlan {
    return planSubnets(environment.network.cidrBlock, zonesInUse(environment));
}

function zonesInUse({ network }: Environment): string[] {
    return network.zoneNames.slice(0, network.zones);
}

export function createStorage(environment: Environment, keys: Keys, opts: Options): Storage {
    return new Storage(
        "storage",
        {
            storageKeyArn: keys.arn("storage"),
            logsRetentionDays: environment.logs.retentionDays,
            allowedOrigins: [`https://${environment.domain.name}`],
            durability: environment.durability,
        },
        opts,
    );
}

export function createRegistry(environment: Environment, keys: Keys, opts: Options): Registry {
    return new Registry(
        "registry",
        { repositories: [APP_REPOSITORY], keyArn: keys.arn("registry"), durability: environment.durability },
        opts,
    );
}

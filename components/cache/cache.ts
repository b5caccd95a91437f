import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import type { Durability } from "../durability";
import { lifecycle } from "../durability";
import { componentTags } from "../tags";
import type { Transforms } from "../transforms";
import { childTransform } from "../transforms";
import { createUsers } from "./users";

/** How a {@link Cache} is placed, sized and protected. */
export interface CacheArgs {
    vpcId: pulumi.Input<string>;
    /** Subnets of the data tier, one a zone. The cache has no address outside them. */
    subnetIds: pulumi.Input<string>[];
    /** Groups whose members may connect; nobody else can. */
    clientSecurityGroupIds: pulumi.Input<string>[];
    /** Key of the `cache` data class: memory on disk and snapshots. */
    keyArn: pulumi.Input<string>;
    /** Key of the `secrets` data class: the application's password. */
    secretsKeyArn: pulumi.Input<string>;
    /**
     * Nodes including the primary, 1 to 6. One has no failover.
     *
     * @cost about 19 USD a month for each cache.t4g.small
     */
    nodes: number;
    /** Such as `cache.t4g.small`. */
    nodeType: string;
    /** Days a daily snapshot is kept, 0 to 35; 0 takes none. */
    snapshotRetentionDays: number;
    durability: Durability;
    /** UTC. @default "03:00-04:00" */
    snapshotWindow?: string;
    /** UTC, not within the snapshot window. @default "sun:05:00-sun:06:00" */
    maintenanceWindow?: string;
    transforms?: Transforms<{ replicationGroup: aws.elasticache.ReplicationGroupArgs }>;
}

/** What the replication group is made of. */
interface Parts {
    identifier: pulumi.Output<string>;
    securityGroup: aws.ec2.SecurityGroup;
    users: { groupId: pulumi.Output<string> };
}

const VALKEY_PORT = 6379;
const VALKEY_VERSION = "8.0";
const MOST_NODES = 6;

/**
 * Valkey for sessions and queues: encrypted at rest and in transit, one application user with a generated password, failover
 * across zones.
 *
 * Controls: ElastiCache.1-7, SC-8, SC-28(1), AC-3, CP-9.
 *
 * @throws pulumi.ResourceError when a number is out of range, or a protected cache would have no failover target or no
 * snapshots.
 */
export class Cache extends pulumi.ComponentResource {
    /** Host of the primary; changes hands on failover. TLS only. */
    public readonly primaryEndpoint: pulumi.Output<string>;
    /** Host that spreads reads over the replicas. */
    public readonly readerEndpoint: pulumi.Output<string>;
    public readonly port = VALKEY_PORT;
    /** Secret with the JSON object `{"username", "password"}`. */
    public readonly authSecretArn: pulumi.Output<string>;
    public readonly securityGroupId: pulumi.Output<string>;
    /** For metrics and alarms. */
    public readonly replicationGroupId: pulumi.Output<string>;

    constructor(name: string, args: CacheArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:cache:Cache", name, {}, opts);
        refuseUnsafe(this, args);

        const securityGroup = this.allowClientsOnly(name, args);
        const identifier = this.chooseIdentifier(name, args);
        const users = createUsers(this, name, { ...args, identifier });
        const group = this.createReplicationGroup(name, args, { identifier, securityGroup, users });

        this.primaryEndpoint = group.primaryEndpointAddress;
        this.readerEndpoint = group.readerEndpointAddress;
        this.authSecretArn = users.secretArn;
        this.securityGroupId = securityGroup.id;
        this.replicationGroupId = group.id;
        this.registerOutputs({
            primaryEndpoint: this.primaryEndpoint,
            readerEndpoint: this.readerEndpoint,
            port: this.port,
            authSecretArn: this.authSecretArn,
            securityGroupId: this.securityGroupId,
            replicationGroupId: this.replicationGroupId,
        });
    }

    /** No rule for what goes out: a cache answers, it never asks. */
    private allowClientsOnly(name: string, args: CacheArgs): aws.ec2.SecurityGroup {
        const tags = componentTags("cache");
        const group = new aws.ec2.SecurityGroup(
            `${name}-clients`,
            {
                vpcId: args.vpcId,
                description: "Valkey, from the application only",
                tags: { ...tags, Name: `${name}-clients` },
            },
            { parent: this },
        );
        args.clientSecurityGroupIds.forEach((client, index) => {
            new aws.vpc.SecurityGroupIngressRule(
                `${name}-client-${index}`,
                {
                    securityGroupId: group.id,
                    referencedSecurityGroupId: client,
                    description: "Valkey from application pods",
                    ipProtocol: "tcp",
                    fromPort: VALKEY_PORT,
                    toPort: VALKEY_PORT,
                    tags,
                },
                { parent: this },
            );
        });
        return group;
    }

    /** Also part of the users' ids and of the final snapshot's. What replaces the cache renames it: both can exist at once. */
    private chooseIdentifier(name: string, args: CacheArgs): pulumi.Output<string> {
        return new random.RandomId(
            `${name}-identifier`,
            { prefix: `${name}-`, byteLength: 4, keepers: { keyArn: args.keyArn } },
            { parent: this },
        ).hex;
    }

    private createReplicationGroup(
        name: string,
        args: CacheArgs,
        { identifier, securityGroup, users }: Parts,
    ): aws.elasticache.ReplicationGroup {
        const failover = args.nodes > 1;
        const tags = componentTags("cache", "cache");
        const subnets = new aws.elasticache.SubnetGroup(
            `${name}-subnets`,
            { subnetIds: args.subnetIds, description: "Data tier", tags },
            { parent: this },
        );
        const parameters = new aws.elasticache.ParameterGroup(
            `${name}-parameters`,
            {
                family: "valkey8",
                description: `${name}: expiring keys make room, the others stay`,
                // Sessions expire and may go early; a queue's entries do not expire and must not be lost to make room.
                parameters: [{ name: "maxmemory-policy", value: "volatile-lru" }],
                tags,
            },
            { parent: this },
        );
        return new aws.elasticache.ReplicationGroup(
            `${name}-valkey`,
            childTransform(args.transforms?.replicationGroup, {
                replicationGroupId: identifier,
                description: `${name}: sessions and queues`,
                engine: "valkey",
                engineVersion: VALKEY_VERSION,
                nodeType: args.nodeType,
                numCacheClusters: args.nodes,
                automaticFailoverEnabled: failover,
                multiAzEnabled: failover,
                port: VALKEY_PORT,
                subnetGroupName: subnets.name,
                securityGroupIds: [securityGroup.id],
                parameterGroupName: parameters.name,
                atRestEncryptionEnabled: true,
                kmsKeyId: args.keyArn,
                transitEncryptionEnabled: true,
                transitEncryptionMode: "required",
                userGroupIds: [users.groupId],
                snapshotRetentionLimit: args.snapshotRetentionDays,
                ...(args.snapshotRetentionDays > 0 && { snapshotWindow: args.snapshotWindow ?? "03:00-04:00" }),
                maintenanceWindow: args.maintenanceWindow ?? "sun:05:00-sun:06:00",
                ...(args.durability === "protected" && {
                    finalSnapshotIdentifier: pulumi.interpolate`${identifier}-final`,
                }),
                autoMinorVersionUpgrade: true,
                // A change that restarts nodes of a protected cache waits for its maintenance window.
                applyImmediately: args.durability === "destroyable",
                tags,
            }),
            { parent: this, ...lifecycle(args.durability) },
        );
    }
}

/** A cache that must survive has somewhere to fail over to and something to be restored from. */
function refuseUnsafe(cache: Cache, { durability, nodes, snapshotRetentionDays }: CacheArgs): void {
    const isProtected = durability === "protected";
    if (!Number.isInteger(nodes) || nodes < 1 || nodes > MOST_NODES) {
        throw new pulumi.ResourceError(
            `cache.nodes is ${nodes}; a primary has up to ${MOST_NODES - 1} replicas`,
            cache,
        );
    }
    if (isProtected && nodes < 2) {
        throw new pulumi.ResourceError(
            `cache.nodes is ${nodes}; a protected cache needs at least 2 to fail over`,
            cache,
        );
    }
    const least = isProtected ? 1 : 0;
    if (!Number.isInteger(snapshotRetentionDays) || snapshotRetentionDays < least || snapshotRetentionDays > 35) {
        throw new pulumi.ResourceError(
            `cache.snapshotRetentionDays is ${snapshotRetentionDays}; a ${durability} cache keeps ${least} to 35`,
            cache,
        );
    }
}

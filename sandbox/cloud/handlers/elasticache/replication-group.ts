import {
    CreateReplicationGroupCommand,
    CreateSnapshotCommand,
    DeleteReplicationGroupCommand,
    DescribeReplicationGroupsCommand,
    ModifyReplicationGroupCommand,
} from "@aws-sdk/client-elasticache";
import type {
    CreateReplicationGroupMessage,
    DestinationType,
    LogDeliveryConfigurationRequest,
    LogFormat,
    LogType,
    ModifyReplicationGroupMessage,
    NodeGroup,
    ReplicationGroup,
} from "@aws-sdk/client-elasticache";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { changedToApi, fromApi, toApi } from "../shared/mapping";
import type { Mapping, SharedMapping } from "../shared/mapping";
import { resource } from "../shared/resource";
import { wantedTags } from "../shared/tags";
import { until, untilGone } from "../shared/wait";
import { elasticache, readTags, updateTags } from "./client";

const modifiable: SharedMapping<CreateReplicationGroupMessage, ModifyReplicationGroupMessage> = {
    authToken: "AuthToken",
    autoMinorVersionUpgrade: "AutoMinorVersionUpgrade",
    automaticFailoverEnabled: "AutomaticFailoverEnabled",
    clusterMode: "ClusterMode",
    description: "ReplicationGroupDescription",
    engine: "Engine",
    engineVersion: "EngineVersion",
    ipDiscovery: "IpDiscovery",
    maintenanceWindow: "PreferredMaintenanceWindow",
    multiAzEnabled: "MultiAZEnabled",
    nodeType: "CacheNodeType",
    notificationTopicArn: "NotificationTopicArn",
    parameterGroupName: "CacheParameterGroupName",
    securityGroupIds: "SecurityGroupIds",
    snapshotRetentionLimit: "SnapshotRetentionLimit",
    snapshotWindow: "SnapshotWindow",
    transitEncryptionEnabled: "TransitEncryptionEnabled",
    transitEncryptionMode: "TransitEncryptionMode",
};

const created: Mapping<CreateReplicationGroupMessage> = {
    ...modifiable,
    atRestEncryptionEnabled: "AtRestEncryptionEnabled",
    dataTieringEnabled: "DataTieringEnabled",
    kmsKeyId: "KmsKeyId",
    networkType: "NetworkType",
    numNodeGroups: "NumNodeGroups",
    port: "Port",
    preferredCacheClusterAzs: "PreferredCacheClusterAZs",
    replicasPerNodeGroup: "ReplicasPerNodeGroup",
    replicationGroupId: "ReplicationGroupId",
    snapshotArns: "SnapshotArns",
    snapshotName: "SnapshotName",
    subnetGroupName: "CacheSubnetGroupName",
    userGroupIds: "UserGroupIds",
};

/** Only what the emulator reports and changes: of other inputs the record is the truth. */
const reported: Mapping<ReplicationGroup> = {
    arn: "ARN",
    atRestEncryptionEnabled: "AtRestEncryptionEnabled",
    clusterEnabled: "ClusterEnabled",
    description: "Description",
    engine: "Engine",
    kmsKeyId: "KmsKeyId",
    memberClusters: "MemberClusters",
    networkType: "NetworkType",
    nodeType: "CacheNodeType",
    replicationGroupId: "ReplicationGroupId",
    snapshotRetentionLimit: "SnapshotRetentionLimit",
};

async function find(id: string, context: HandlerContext): Promise<ReplicationGroup | undefined> {
    const answer = await unlessGone(
        elasticache(context).send(new DescribeReplicationGroupsCommand({ ReplicationGroupId: id })),
    );
    const group = answer?.ReplicationGroups?.[0];
    // The emulator keeps a deleted group in this state for ever; in AWS it is gone minutes later.
    return group?.Status === "deleting" ? undefined : group;
}

async function untilAvailable(id: string, context: HandlerContext): Promise<void> {
    const look = async (): Promise<true | undefined> =>
        (await find(id, context))?.Status === "available" ? true : undefined;
    await until(`cache ${id} to be available`, look, context);
}

/** Nodes per shard beside the primary. The emulator counts replicas, whichever of the two ways the program counts. */
function replicas(inputs: Properties): number | undefined {
    const nodes = inputs.numCacheClusters as number | undefined;
    return nodes === undefined ? (inputs.replicasPerNodeGroup as number | undefined) : nodes - 1;
}

/** The emulator reports the primary's address only; the reader's differs from it in the first label. */
function readerAddress(shard: NodeGroup | undefined): string | undefined {
    return shard?.ReaderEndpoint?.Address ?? shard?.PrimaryEndpoint?.Address?.replace(/^master\./, "replica.");
}

interface LogDelivery {
    destination: string;
    destinationType: string;
    logFormat: string;
    logType: string;
}

function toLogDelivery(configurations: unknown): LogDeliveryConfigurationRequest[] | undefined {
    return (configurations as LogDelivery[] | undefined)?.map(
        ({ destination, destinationType, logFormat, logType }) => ({
            DestinationType: destinationType as DestinationType,
            DestinationDetails:
                destinationType === "cloudwatch-logs"
                    ? { CloudWatchLogsDetails: { LogGroup: destination } }
                    : { KinesisFirehoseDetails: { DeliveryStream: destination } },
            LogFormat: logFormat as LogFormat,
            LogType: logType as LogType,
        }),
    );
}

export const replicationGroup = resource({
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    autoname: { property: "replicationGroupId", maxLength: 40, lowercase: true },
    secretOutputs: ["authToken"],

    async create(inputs, context) {
        const id = inputs.replicationGroupId as string;
        await elasticache(context).send(
            new CreateReplicationGroupCommand({
                ...(toApi(inputs, created) as CreateReplicationGroupMessage),
                ReplicasPerNodeGroup: replicas(inputs),
                LogDeliveryConfigurations: toLogDelivery(inputs.logDeliveryConfigurations),
                Tags: wantedTags(inputs),
            }),
        );
        await untilAvailable(id, context);
        return id;
    },

    async describe(id, recorded, context) {
        const group = await find(id, context);
        if (group === undefined) {
            return undefined;
        }
        const [shard] = group.NodeGroups ?? [];
        const shards = group.NodeGroups?.length ?? 0;
        const members = group.MemberClusters?.length ?? 0;
        return {
            ...fromApi(group, reported),
            automaticFailoverEnabled: group.AutomaticFailover === "enabled",
            multiAzEnabled: group.MultiAZ === "enabled",
            dataTieringEnabled: group.DataTiering === "enabled",
            // The emulator never changes the number of nodes; before the program says one, its count holds.
            numCacheClusters: recorded.numCacheClusters ?? members,
            numNodeGroups: recorded.numNodeGroups ?? shards,
            replicasPerNodeGroup:
                recorded.replicasPerNodeGroup ?? replicas(recorded) ?? members / Math.max(shards, 1) - 1,
            clusterMode: recorded.clusterMode ?? group.ClusterMode,
            autoMinorVersionUpgrade: recorded.autoMinorVersionUpgrade ?? group.AutoMinorVersionUpgrade ?? true,
            transitEncryptionEnabled: recorded.transitEncryptionEnabled ?? group.TransitEncryptionEnabled,
            port: recorded.port ?? shard?.PrimaryEndpoint?.Port ?? group.ConfigurationEndpoint?.Port,
            snapshotWindow: recorded.snapshotWindow ?? group.SnapshotWindow,
            primaryEndpointAddress: shard?.PrimaryEndpoint?.Address,
            readerEndpointAddress: readerAddress(shard),
            configurationEndpointAddress: group.ConfigurationEndpoint?.Address,
            engineVersionActual: recorded.engineVersion,
            ...(await readTags(group.ARN, recorded, context)),
        };
    },

    async update(id, old, inputs, context) {
        const before = (old.userGroupIds as string[] | undefined) ?? [];
        const after = (inputs.userGroupIds as string[] | undefined) ?? [];
        await elasticache(context).send(
            new ModifyReplicationGroupCommand({
                ...changedToApi<ModifyReplicationGroupMessage>(old, inputs, modifiable),
                ReplicationGroupId: id,
                ApplyImmediately: true,
                UserGroupIdsToAdd: after.filter((group) => !before.includes(group)),
                UserGroupIdsToRemove: before.filter((group) => !after.includes(group)),
                LogDeliveryConfigurations: toLogDelivery(inputs.logDeliveryConfigurations),
            }),
        );
        await untilAvailable(id, context);
        await updateTags(old.arn as string, old, inputs, context);
    },

    async delete(id, state, context) {
        if ((await find(id, context)) === undefined) {
            return;
        }
        const snapshot = state.finalSnapshotIdentifier as string | undefined;
        if (snapshot !== undefined) {
            // AWS takes it within the deletion; the emulator only when asked for it.
            await elasticache(context).send(
                new CreateSnapshotCommand({ SnapshotName: snapshot, ReplicationGroupId: id }),
            );
        }
        await unlessGone(elasticache(context).send(new DeleteReplicationGroupCommand({ ReplicationGroupId: id })));
        await untilGone(`cache ${id}`, () => find(id, context), context);
    },
});

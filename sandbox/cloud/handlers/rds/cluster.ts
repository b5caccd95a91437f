import {
    CreateDBClusterCommand,
    DeleteDBClusterCommand,
    DescribeDBClustersCommand,
    ModifyDBClusterCommand,
} from "@aws-sdk/client-rds";
import type { CreateDBClusterMessage, DBCluster, ModifyDBClusterMessage } from "@aws-sdk/client-rds";
import type { HandlerContext } from "../../handler";
import { unlessGone } from "../../errors";
import { camel, changedToApi, fromApi, pascal, toApi } from "../shared/mapping";
import type { Mapping, SharedMapping } from "../shared/mapping";
import { versionAsAsked } from "../shared/observe";
import { resource } from "../shared/resource";
import { tagProperties, wantedTags } from "../shared/tags";
import { until, untilGone } from "../shared/wait";
import { finalSnapshot, logExports, rds, updateTags } from "./client";
import { otherSource, prefixOnly } from "../shared/unmodelled";

/** Inputs that creation and modification both take, under the same member. */
const modifiable: SharedMapping<CreateDBClusterMessage, ModifyDBClusterMessage> = {
    allocatedStorage: "AllocatedStorage",
    autoMinorVersionUpgrade: "AutoMinorVersionUpgrade",
    backtrackWindow: "BacktrackWindow",
    backupRetentionPeriod: "BackupRetentionPeriod",
    caCertificateIdentifier: "CACertificateIdentifier",
    copyTagsToSnapshot: "CopyTagsToSnapshot",
    databaseInsightsMode: "DatabaseInsightsMode",
    dbClusterInstanceClass: "DBClusterInstanceClass",
    dbClusterParameterGroupName: "DBClusterParameterGroupName",
    deletionProtection: "DeletionProtection",
    domain: "Domain",
    domainIamRoleName: "DomainIAMRoleName",
    enableGlobalWriteForwarding: "EnableGlobalWriteForwarding",
    enableHttpEndpoint: "EnableHttpEndpoint",
    enableLocalWriteForwarding: "EnableLocalWriteForwarding",
    engineVersion: "EngineVersion",
    iamDatabaseAuthenticationEnabled: "EnableIAMDatabaseAuthentication",
    iops: "Iops",
    masterPassword: "MasterUserPassword",
    monitoringInterval: "MonitoringInterval",
    monitoringRoleArn: "MonitoringRoleArn",
    networkType: "NetworkType",
    performanceInsightsEnabled: "EnablePerformanceInsights",
    performanceInsightsKmsKeyId: "PerformanceInsightsKMSKeyId",
    performanceInsightsRetentionPeriod: "PerformanceInsightsRetentionPeriod",
    port: "Port",
    preferredBackupWindow: "PreferredBackupWindow",
    preferredMaintenanceWindow: "PreferredMaintenanceWindow",
    storageType: "StorageType",
    vpcSecurityGroupIds: "VpcSecurityGroupIds",
};

const created: Mapping<CreateDBClusterMessage> = {
    ...modifiable,
    availabilityZones: "AvailabilityZones",
    clusterIdentifier: "DBClusterIdentifier",
    clusterScalabilityType: "ClusterScalabilityType",
    databaseName: "DatabaseName",
    dbSubnetGroupName: "DBSubnetGroupName",
    dbSystemId: "DBSystemId",
    enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
    engine: "Engine",
    engineLifecycleSupport: "EngineLifecycleSupport",
    engineMode: "EngineMode",
    globalClusterIdentifier: "GlobalClusterIdentifier",
    kmsKeyId: "KmsKeyId",
    manageMasterUserPassword: "ManageMasterUserPassword",
    masterUserSecretKmsKeyId: "MasterUserSecretKmsKeyId",
    masterUsername: "MasterUsername",
    replicationSourceIdentifier: "ReplicationSourceIdentifier",
    storageEncrypted: "StorageEncrypted",
};

/** Not `EnabledCloudwatchLogsExports`: the emulator accepts a change of them and goes on reporting the old ones. */
const reported: Mapping<DBCluster> = {
    allocatedStorage: "AllocatedStorage",
    arn: "DBClusterArn",
    autoMinorVersionUpgrade: "AutoMinorVersionUpgrade",
    availabilityZones: "AvailabilityZones",
    backtrackWindow: "BacktrackWindow",
    backupRetentionPeriod: "BackupRetentionPeriod",
    clusterIdentifier: "DBClusterIdentifier",
    clusterResourceId: "DbClusterResourceId",
    copyTagsToSnapshot: "CopyTagsToSnapshot",
    databaseInsightsMode: "DatabaseInsightsMode",
    databaseName: "DatabaseName",
    dbClusterInstanceClass: "DBClusterInstanceClass",
    dbClusterParameterGroupName: "DBClusterParameterGroup",
    dbSubnetGroupName: "DBSubnetGroup",
    deletionProtection: "DeletionProtection",
    endpoint: "Endpoint",
    engine: "Engine",
    engineMode: "EngineMode",
    engineVersionActual: "EngineVersion",
    hostedZoneId: "HostedZoneId",
    iops: "Iops",
    kmsKeyId: "KmsKeyId",
    masterUsername: "MasterUsername",
    monitoringInterval: "MonitoringInterval",
    monitoringRoleArn: "MonitoringRoleArn",
    networkType: "NetworkType",
    performanceInsightsEnabled: "PerformanceInsightsEnabled",
    performanceInsightsKmsKeyId: "PerformanceInsightsKMSKeyId",
    performanceInsightsRetentionPeriod: "PerformanceInsightsRetentionPeriod",
    port: "Port",
    preferredBackupWindow: "PreferredBackupWindow",
    preferredMaintenanceWindow: "PreferredMaintenanceWindow",
    readerEndpoint: "ReaderEndpoint",
    storageEncrypted: "StorageEncrypted",
    storageType: "StorageType",
};

async function find(id: string, context: HandlerContext): Promise<DBCluster | undefined> {
    const answer = await unlessGone(rds(context).send(new DescribeDBClustersCommand({ DBClusterIdentifier: id })));
    return answer?.DBClusters?.[0];
}

const settled = (id: string, context: HandlerContext): Promise<DBCluster> =>
    until(
        `database cluster ${id} to be available`,
        async () => {
            const cluster = await find(id, context);
            return cluster?.Status === "available" ? cluster : undefined;
        },
        context,
    );

export const cluster = resource({
    type: "aws:rds/cluster:Cluster",
    autoname: { property: "clusterIdentifier", maxLength: 63, lowercase: true },
    // CloudFormation replaces the first two only in some cases and takes any user name anew with the password; the provider never.
    replaceOn: ["availabilityZones", "engine", "masterUsername"],
    secretOutputs: ["masterPassword"],
    unmodelled: {
        clusterIdentifierPrefix: prefixOnly,
        restoreToPointInTime: otherSource,
        s3Import: otherSource,
        snapshotIdentifier: otherSource,
    },

    async create(inputs, context) {
        await rds(context).send(
            new CreateDBClusterCommand({
                ...(toApi(inputs, created) as CreateDBClusterMessage),
                ServerlessV2ScalingConfiguration: pascal(inputs.serverlessv2ScalingConfiguration),
                ScalingConfiguration: pascal(inputs.scalingConfiguration),
                Tags: wantedTags(inputs),
            }),
        );
        const id = inputs.clusterIdentifier as string;
        await settled(id, context);
        return id;
    },

    async describe(id, recorded, context) {
        const cluster = await find(id, context);
        if (cluster === undefined) {
            return undefined;
        }
        const secret = cluster.MasterUserSecret;
        return {
            ...fromApi(cluster, reported),
            iamDatabaseAuthenticationEnabled: cluster.IAMDatabaseAuthenticationEnabled,
            engineVersion: versionAsAsked(recorded.engineVersion, cluster.EngineVersion),
            vpcSecurityGroupIds: cluster.VpcSecurityGroups?.map((group) => group.VpcSecurityGroupId),
            clusterMembers: (cluster.DBClusterMembers ?? []).map((member) => member.DBInstanceIdentifier),
            iamRoles: (cluster.AssociatedRoles ?? []).map((role) => role.RoleArn),
            manageMasterUserPassword: secret === undefined ? null : true,
            masterUserSecrets:
                secret === undefined
                    ? []
                    : [{ kmsKeyId: secret.KmsKeyId, secretArn: secret.SecretArn, secretStatus: secret.SecretStatus }],
            serverlessv2ScalingConfiguration: camel(cluster.ServerlessV2ScalingConfiguration) ?? null,
            ...tagProperties(recorded, cluster.TagList),
        };
    },

    async update(id, old, inputs, context) {
        const managed = inputs.manageMasterUserPassword === true;
        await rds(context).send(
            new ModifyDBClusterCommand({
                ...changedToApi<ModifyDBClusterMessage>(old, inputs, modifiable),
                DBClusterIdentifier: id,
                ApplyImmediately: true,
                CloudwatchLogsExportConfiguration: logExports(old, inputs),
                ServerlessV2ScalingConfiguration: pascal(inputs.serverlessv2ScalingConfiguration),
                ScalingConfiguration: pascal(inputs.scalingConfiguration),
                ...(managed !== (old.manageMasterUserPassword === true) && { ManageMasterUserPassword: managed }),
            }),
        );
        await settled(id, context);
        await updateTags(old.arn as string, old, inputs, context);
    },

    async delete(id, state, context) {
        const snapshot = finalSnapshot("RDS Cluster", state);
        await unlessGone(
            rds(context).send(
                new DeleteDBClusterCommand({
                    DBClusterIdentifier: id,
                    SkipFinalSnapshot: snapshot.skip,
                    FinalDBSnapshotIdentifier: snapshot.name,
                }),
            ),
        );
        await untilGone(`database cluster ${id}`, () => find(id, context), context);
    },
});

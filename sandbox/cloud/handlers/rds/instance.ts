import { CreateDBInstanceCommand, DeleteDBInstanceCommand, ModifyDBInstanceCommand } from "@aws-sdk/client-rds";
import type { CreateDBInstanceMessage, DBInstance, ModifyDBInstanceMessage } from "@aws-sdk/client-rds";
import { unlessGone } from "../../errors";
import { changedToApi, fromApi, toApi } from "../shared/mapping";
import type { Mapping, SharedMapping } from "../shared/mapping";
import { unlessEmpty } from "../shared/observe";
import { resource } from "../shared/resource";
import { wantedTags } from "../shared/tags";
import { finalSnapshot, logExports, rds, updateTags } from "./client";
import { findInstance, instanceProperties, untilAvailable, untilInstanceGone } from "./instance-state";
import { otherSource, prefixOnly } from "../shared/unmodelled";

const modifiable: SharedMapping<CreateDBInstanceMessage, ModifyDBInstanceMessage> = {
    allocatedStorage: "AllocatedStorage",
    autoMinorVersionUpgrade: "AutoMinorVersionUpgrade",
    backupRetentionPeriod: "BackupRetentionPeriod",
    backupWindow: "PreferredBackupWindow",
    caCertIdentifier: "CACertificateIdentifier",
    copyTagsToSnapshot: "CopyTagsToSnapshot",
    databaseInsightsMode: "DatabaseInsightsMode",
    dbSubnetGroupName: "DBSubnetGroupName",
    dedicatedLogVolume: "DedicatedLogVolume",
    deletionProtection: "DeletionProtection",
    engineVersion: "EngineVersion",
    iamDatabaseAuthenticationEnabled: "EnableIAMDatabaseAuthentication",
    instanceClass: "DBInstanceClass",
    iops: "Iops",
    licenseModel: "LicenseModel",
    maintenanceWindow: "PreferredMaintenanceWindow",
    maxAllocatedStorage: "MaxAllocatedStorage",
    monitoringInterval: "MonitoringInterval",
    monitoringRoleArn: "MonitoringRoleArn",
    multiAz: "MultiAZ",
    networkType: "NetworkType",
    optionGroupName: "OptionGroupName",
    parameterGroupName: "DBParameterGroupName",
    password: "MasterUserPassword",
    performanceInsightsEnabled: "EnablePerformanceInsights",
    performanceInsightsKmsKeyId: "PerformanceInsightsKMSKeyId",
    performanceInsightsRetentionPeriod: "PerformanceInsightsRetentionPeriod",
    publiclyAccessible: "PubliclyAccessible",
    storageThroughput: "StorageThroughput",
    storageType: "StorageType",
    vpcSecurityGroupIds: "VpcSecurityGroupIds",
};

const created: Mapping<CreateDBInstanceMessage> = {
    ...modifiable,
    availabilityZone: "AvailabilityZone",
    characterSetName: "CharacterSetName",
    customIamInstanceProfile: "CustomIamInstanceProfile",
    dbName: "DBName",
    enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
    engine: "Engine",
    identifier: "DBInstanceIdentifier",
    kmsKeyId: "KmsKeyId",
    manageMasterUserPassword: "ManageMasterUserPassword",
    masterUserSecretKmsKeyId: "MasterUserSecretKmsKeyId",
    port: "Port",
    storageEncrypted: "StorageEncrypted",
    timezone: "Timezone",
    username: "MasterUsername",
};

const reported: Mapping<DBInstance> = {
    allocatedStorage: "AllocatedStorage",
    backupRetentionPeriod: "BackupRetentionPeriod",
    backupWindow: "PreferredBackupWindow",
    characterSetName: "CharacterSetName",
    dbName: "DBName",
    deletionProtection: "DeletionProtection",
    iamDatabaseAuthenticationEnabled: "IAMDatabaseAuthenticationEnabled",
    iops: "Iops",
    licenseModel: "LicenseModel",
    maintenanceWindow: "PreferredMaintenanceWindow",
    maxAllocatedStorage: "MaxAllocatedStorage",
    multiAz: "MultiAZ",
    resourceId: "DbiResourceId",
    status: "DBInstanceStatus",
    storageThroughput: "StorageThroughput",
    storageType: "StorageType",
    username: "MasterUsername",
};

export const instance = resource({
    type: "aws:rds/instance:Instance",
    autoname: { property: "identifier", maxLength: 63, lowercase: true },
    // The provider never changes these in place.
    replaceOn: ["availabilityZone", "engine", "username"],
    // The provider moves an instance to another group.
    updatable: ["dbSubnetGroupName"],
    secretOutputs: ["password"],
    unmodelled: {
        identifierPrefix: prefixOnly,
        replicateSourceDb: otherSource,
        restoreToPointInTime: otherSource,
        s3Import: otherSource,
        snapshotIdentifier: otherSource,
    },

    async create(inputs, context) {
        const id = inputs.identifier as string;
        await rds(context).send(
            new CreateDBInstanceCommand({
                ...(toApi(inputs, created) as CreateDBInstanceMessage),
                Tags: wantedTags(inputs),
            }),
        );
        await untilAvailable(id, context);
        return id;
    },

    async describe(id, recorded, context) {
        const found = await findInstance(id, context);
        if (found === undefined) {
            return undefined;
        }
        const secret = found.MasterUserSecret;
        const address = found.Endpoint?.Address;
        return {
            ...instanceProperties(found, recorded),
            ...fromApi(found, reported),
            address,
            endpoint: `${address}:${found.Endpoint?.Port}`,
            hostedZoneId: found.Endpoint?.HostedZoneId,
            enabledCloudwatchLogsExports: unlessEmpty(
                recorded.enabledCloudwatchLogsExports,
                found.EnabledCloudwatchLogsExports ?? [],
            ),
            optionGroupName: found.OptionGroupMemberships?.[0]?.OptionGroupName,
            parameterGroupName: found.DBParameterGroups?.[0]?.DBParameterGroupName,
            replicas: found.ReadReplicaDBInstanceIdentifiers ?? [],
            vpcSecurityGroupIds: found.VpcSecurityGroups?.map((group) => group.VpcSecurityGroupId),
            manageMasterUserPassword: secret === undefined ? null : true,
            masterUserSecrets:
                secret === undefined
                    ? []
                    : [{ kmsKeyId: secret.KmsKeyId, secretArn: secret.SecretArn, secretStatus: secret.SecretStatus }],
        };
    },

    async update(id, old, inputs, context) {
        const managed = inputs.manageMasterUserPassword === true;
        await rds(context).send(
            new ModifyDBInstanceCommand({
                ...changedToApi<ModifyDBInstanceMessage>(old, inputs, modifiable),
                DBInstanceIdentifier: id,
                ApplyImmediately: true,
                AllowMajorVersionUpgrade: inputs.allowMajorVersionUpgrade as boolean | undefined,
                CloudwatchLogsExportConfiguration: logExports(old, inputs),
                ...(inputs.port !== undefined && inputs.port !== old.port && { DBPortNumber: inputs.port as number }),
                ...(managed !== (old.manageMasterUserPassword === true) && { ManageMasterUserPassword: managed }),
            }),
        );
        await untilAvailable(id, context);
        await updateTags(old.arn as string, old, inputs, context);
    },

    async delete(id, state, context) {
        const snapshot = finalSnapshot("RDS DB Instance", state);
        await unlessGone(
            rds(context).send(
                new DeleteDBInstanceCommand({
                    DBInstanceIdentifier: id,
                    SkipFinalSnapshot: snapshot.skip,
                    FinalDBSnapshotIdentifier: snapshot.name,
                    DeleteAutomatedBackups: (state.deleteAutomatedBackups as boolean | undefined) ?? true,
                }),
            ),
        );
        await untilInstanceGone(id, context);
    },
});

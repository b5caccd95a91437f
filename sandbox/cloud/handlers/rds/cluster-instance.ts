import {
    CreateDBInstanceCommand,
    DeleteDBInstanceCommand,
    DescribeDBClustersCommand,
    ModifyDBInstanceCommand,
} from "@aws-sdk/client-rds";
import type { CreateDBInstanceMessage, ModifyDBInstanceMessage } from "@aws-sdk/client-rds";
import { unlessGone } from "../../errors";
import { changedToApi, toApi } from "../shared/mapping";
import type { Mapping, SharedMapping } from "../shared/mapping";
import { resource } from "../shared/resource";
import { wantedTags } from "../shared/tags";
import { rds, updateTags } from "./client";
import { findInstance, instanceProperties, untilAvailable, untilInstanceGone } from "./instance-state";
import { prefixOnly } from "../shared/unmodelled";

const modifiable: SharedMapping<CreateDBInstanceMessage, ModifyDBInstanceMessage> = {
    autoMinorVersionUpgrade: "AutoMinorVersionUpgrade",
    caCertIdentifier: "CACertificateIdentifier",
    copyTagsToSnapshot: "CopyTagsToSnapshot",
    dbParameterGroupName: "DBParameterGroupName",
    instanceClass: "DBInstanceClass",
    monitoringInterval: "MonitoringInterval",
    monitoringRoleArn: "MonitoringRoleArn",
    networkType: "NetworkType",
    performanceInsightsEnabled: "EnablePerformanceInsights",
    performanceInsightsKmsKeyId: "PerformanceInsightsKMSKeyId",
    performanceInsightsRetentionPeriod: "PerformanceInsightsRetentionPeriod",
    preferredMaintenanceWindow: "PreferredMaintenanceWindow",
    promotionTier: "PromotionTier",
    publiclyAccessible: "PubliclyAccessible",
};

const created: Mapping<CreateDBInstanceMessage> = {
    ...modifiable,
    availabilityZone: "AvailabilityZone",
    clusterIdentifier: "DBClusterIdentifier",
    customIamInstanceProfile: "CustomIamInstanceProfile",
    dbSubnetGroupName: "DBSubnetGroupName",
    engine: "Engine",
    engineVersion: "EngineVersion",
    identifier: "DBInstanceIdentifier",
};

export const clusterInstance = resource({
    type: "aws:rds/clusterInstance:ClusterInstance",
    autoname: { property: "identifier", maxLength: 63, lowercase: true },
    // CloudFormation has one type for all instances, in which these may change.
    replaceOn: ["availabilityZone", "engine"],
    unmodelled: { identifierPrefix: prefixOnly },

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
        const instance = await findInstance(id, context);
        if (instance?.DBClusterIdentifier === undefined) {
            return undefined;
        }
        const { DBClusters } = await rds(context).send(
            new DescribeDBClustersCommand({ DBClusterIdentifier: instance.DBClusterIdentifier }),
        );
        const members = DBClusters?.[0]?.DBClusterMembers ?? [];
        return {
            ...instanceProperties(instance, recorded),
            clusterIdentifier: instance.DBClusterIdentifier,
            dbParameterGroupName: instance.DBParameterGroups?.[0]?.DBParameterGroupName,
            dbiResourceId: instance.DbiResourceId,
            endpoint: instance.Endpoint?.Address,
            preferredBackupWindow: instance.PreferredBackupWindow,
            preferredMaintenanceWindow: instance.PreferredMaintenanceWindow,
            promotionTier: instance.PromotionTier,
            writer: members.some((member) => member.DBInstanceIdentifier === id && member.IsClusterWriter === true),
        };
    },

    async update(id, old, inputs, context) {
        await rds(context).send(
            new ModifyDBInstanceCommand({
                ...changedToApi<ModifyDBInstanceMessage>(old, inputs, modifiable),
                DBInstanceIdentifier: id,
                ApplyImmediately: true,
            }),
        );
        await untilAvailable(id, context);
        await updateTags(old.arn as string, old, inputs, context);
    },

    async delete(id, _state, context) {
        // The data belongs to the cluster: its instances leave no snapshot.
        await unlessGone(
            rds(context).send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: id, SkipFinalSnapshot: true })),
        );
        await untilInstanceGone(id, context);
    },
});

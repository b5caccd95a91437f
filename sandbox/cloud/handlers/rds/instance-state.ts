import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import type { DBInstance } from "@aws-sdk/client-rds";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { unlessGone } from "../../errors";
import { fromApi } from "../shared/mapping";
import type { Mapping } from "../shared/mapping";
import { versionAsAsked } from "../shared/observe";
import { tagProperties } from "../shared/tags";
import { until, untilGone } from "../shared/wait";
import { rds } from "./client";

/** What instances of a cluster and instances on their own report alike. */
const reported: Mapping<DBInstance> = {
    arn: "DBInstanceArn",
    autoMinorVersionUpgrade: "AutoMinorVersionUpgrade",
    availabilityZone: "AvailabilityZone",
    caCertIdentifier: "CACertificateIdentifier",
    copyTagsToSnapshot: "CopyTagsToSnapshot",
    customIamInstanceProfile: "CustomIamInstanceProfile",
    engine: "Engine",
    engineVersionActual: "EngineVersion",
    identifier: "DBInstanceIdentifier",
    instanceClass: "DBInstanceClass",
    kmsKeyId: "KmsKeyId",
    monitoringInterval: "MonitoringInterval",
    monitoringRoleArn: "MonitoringRoleArn",
    networkType: "NetworkType",
    performanceInsightsEnabled: "PerformanceInsightsEnabled",
    performanceInsightsKmsKeyId: "PerformanceInsightsKMSKeyId",
    performanceInsightsRetentionPeriod: "PerformanceInsightsRetentionPeriod",
    publiclyAccessible: "PubliclyAccessible",
    storageEncrypted: "StorageEncrypted",
};

export async function findInstance(id: string, context: HandlerContext): Promise<DBInstance | undefined> {
    const answer = await unlessGone(rds(context).send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id })));
    return answer?.DBInstances?.[0];
}

export async function untilAvailable(id: string, context: HandlerContext): Promise<void> {
    const look = async (): Promise<true | undefined> =>
        (await findInstance(id, context))?.DBInstanceStatus === "available" ? true : undefined;
    await until(`database instance ${id} to be available`, look, context);
}

export async function untilInstanceGone(id: string, context: HandlerContext): Promise<void> {
    await untilGone(`database instance ${id}`, () => findInstance(id, context), context);
}

export function instanceProperties(instance: DBInstance, recorded: Properties): Properties {
    return {
        ...fromApi(instance, reported),
        engineVersion: versionAsAsked(recorded.engineVersion, instance.EngineVersion),
        dbSubnetGroupName: instance.DBSubnetGroup?.DBSubnetGroupName,
        port: instance.Endpoint?.Port,
        ...tagProperties(recorded, instance.TagList),
    };
}

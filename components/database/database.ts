import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import type { Durability } from "../durability";
import { lifecycle } from "../durability";
import { refuseUnknownRetention } from "../log-retention";
import { componentTags } from "../tags";
import type { Transforms } from "../transforms";
import { childTransform } from "../transforms";
import { refuseUnsafe } from "./guards";
import { createMonitoringRole } from "./monitoring-role";
import { clusterParameters, parameterGroupFamily } from "./parameters";

/** How a {@link Database} is placed, sized and protected. */
export interface DatabaseArgs {
    vpcId: pulumi.Input<string>;
    /** Subnets of the data tier, in at least two zones. The database has no address outside them. */
    subnetIds: pulumi.Input<string>[];
    /** Groups whose members may connect; nobody else can. */
    clientSecurityGroupIds: pulumi.Input<string>[];
    /** Key of the `database` data class: storage, snapshots and query insights. */
    keyArn: pulumi.Input<string>;
    /** Key of the `secrets` data class: the master credentials. */
    secretsKeyArn: pulumi.Input<string>;
    /**
     * Aurora PostgreSQL, such as `16.8`; 16.4 or newer. Minor upgrades install themselves and may run ahead of it: raise it
     * here afterwards, for RDS goes back to no earlier version.
     */
    engineVersion: string;
    /** Instances: the writer, and readers that take over from it. */
    instances: number;
    /**
     * Capacity that follows the load, in Aurora capacity units of about 2 GiB. Either this or `instanceClass`.
     *
     * @cost about 88 USD a month for each unit in use, for each instance
     */
    serverless: { minAcu: number; maxAcu: number } | undefined;
    /**
     * Fixed size of every instance, such as `db.r7g.large`. Either this or `serverless`.
     *
     * @cost about 200 USD a month for each db.r7g.large
     */
    instanceClass?: string;
    /** Days within which any second can be restored. 1 to 35, at least 7 when protected. */
    backupRetentionDays: number;
    durability: Durability;
    /** Days the PostgreSQL log is kept; one of the values that CloudWatch Logs offers. */
    logRetentionDays: number;
    /** Key of the `logs` data class. */
    logsKeyArn: pulumi.Input<string>;
    /** Metrics of the operating system, once a minute. @default true */
    enhancedMonitoring?: boolean;
    /** UTC. @default "03:00-04:00" */
    backupWindow?: string;
    /** UTC, not within the backup window. @default "sun:04:30-sun:05:30" */
    maintenanceWindow?: string;
    transforms?: Transforms<{ cluster: aws.rds.ClusterArgs; instance: aws.rds.ClusterInstanceArgs }>;
}

const POSTGRES_PORT = 5432;
const DATABASE_NAME = "openhands";
const ADMIN_USER = "openhands_admin";
const MONITORING_INTERVAL_SECONDS = 60;
/** What Performance Insights keeps at no charge. */
const INSIGHTS_RETENTION_DAYS = 7;
const ENGINE = "aurora-postgresql";

/**
 * Aurora PostgreSQL: TLS only, encrypted with its own key, credentials that RDS generates and rotates every seven days, point
 * in time restore, query insights and logs that are kept.
 *
 * Controls: RDS.2, 6, 7, 11-13, 15, 16, 24, 27, 34, 35, 38, CIS 3.2.1-3.2.4, SC-8, SC-28(1), IA-5, CP-9.
 *
 * @throws pulumi.ResourceError when the size is given twice or not at all, the version is older than OpenHands needs, or a
 * protected database would have no reader to fail over to or too short a history.
 */
export class Database extends pulumi.ComponentResource {
    /** Host of the writer; follows it on failover. */
    public readonly endpoint: pulumi.Output<string>;
    /** Host that spreads reads over the readers; the writer, while there is none. */
    public readonly readerEndpoint: pulumi.Output<string>;
    public readonly port = POSTGRES_PORT;
    public readonly databaseName = DATABASE_NAME;
    /** Secret with the JSON object `{"username", "password"}`. */
    public readonly masterSecretArn: pulumi.Output<string>;
    public readonly securityGroupId: pulumi.Output<string>;
    public readonly clusterArn: pulumi.Output<string>;
    public readonly clusterIdentifier: pulumi.Output<string>;

    constructor(name: string, args: DatabaseArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:database:Database", name, {}, opts);
        refuseUnknownRetention(this, "logs.retentionDays", args.logRetentionDays);
        refuseUnsafe(this, args);

        const securityGroup = this.allowClientsOnly(name, args);
        const cluster = this.createCluster(name, args, securityGroup);
        this.createInstances(name, args, cluster);

        this.endpoint = cluster.endpoint;
        this.readerEndpoint = cluster.readerEndpoint;
        this.masterSecretArn = cluster.masterUserSecrets.apply(managedSecretArn);
        this.securityGroupId = securityGroup.id;
        this.clusterArn = cluster.arn;
        this.clusterIdentifier = cluster.clusterIdentifier;
        this.registerOutputs({
            endpoint: this.endpoint,
            readerEndpoint: this.readerEndpoint,
            port: this.port,
            databaseName: this.databaseName,
            masterSecretArn: this.masterSecretArn,
            securityGroupId: this.securityGroupId,
            clusterArn: this.clusterArn,
            clusterIdentifier: this.clusterIdentifier,
        });
    }

    /** No rule for what goes out: a database answers, it never asks. */
    private allowClientsOnly(name: string, args: DatabaseArgs): aws.ec2.SecurityGroup {
        const tags = componentTags("database");
        const group = new aws.ec2.SecurityGroup(
            `${name}-clients`,
            {
                vpcId: args.vpcId,
                description: "PostgreSQL, from the application only",
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
                    description: "PostgreSQL from application pods",
                    ipProtocol: "tcp",
                    fromPort: POSTGRES_PORT,
                    toPort: POSTGRES_PORT,
                    tags,
                },
                { parent: this },
            );
        });
        return group;
    }

    private createCluster(name: string, args: DatabaseArgs, securityGroup: aws.ec2.SecurityGroup): aws.rds.Cluster {
        const isProtected = args.durability === "protected";
        const tags = componentTags("database", "database");
        const identifier = this.chooseIdentifier(name, args);
        const subnets = new aws.rds.SubnetGroup(
            `${name}-subnets`,
            { subnetIds: args.subnetIds, description: "Data tier", tags },
            { parent: this },
        );
        const parameters = new aws.rds.ClusterParameterGroup(
            `${name}-parameters`,
            {
                family: parameterGroupFamily(args.engineVersion),
                description: `${name}: TLS forced, statements measured, slow ones logged`,
                parameters: clusterParameters(),
                tags,
            },
            { parent: this },
        );
        const logs = new aws.cloudwatch.LogGroup(
            `${name}-logs`,
            {
                name: pulumi.interpolate`/aws/rds/cluster/${identifier}/postgresql`,
                retentionInDays: args.logRetentionDays,
                kmsKeyId: args.logsKeyArn,
                tags: componentTags("database", "logs"),
            },
            { parent: this },
        );
        return new aws.rds.Cluster(
            `${name}-cluster`,
            childTransform(args.transforms?.cluster, {
                clusterIdentifier: identifier,
                engine: ENGINE,
                engineMode: "provisioned",
                engineVersion: args.engineVersion,
                databaseName: DATABASE_NAME,
                port: POSTGRES_PORT,
                masterUsername: ADMIN_USER,
                manageMasterUserPassword: true,
                masterUserSecretKmsKeyId: args.secretsKeyArn,
                iamDatabaseAuthenticationEnabled: true,
                storageEncrypted: true,
                kmsKeyId: args.keyArn,
                dbSubnetGroupName: subnets.name,
                vpcSecurityGroupIds: [securityGroup.id],
                dbClusterParameterGroupName: parameters.name,
                ...(args.serverless && { serverlessv2ScalingConfiguration: scaling(args.serverless) }),
                enabledCloudwatchLogsExports: ["postgresql"],
                backupRetentionPeriod: args.backupRetentionDays,
                preferredBackupWindow: args.backupWindow ?? "03:00-04:00",
                preferredMaintenanceWindow: args.maintenanceWindow ?? "sun:04:30-sun:05:30",
                copyTagsToSnapshot: true,
                deletionProtection: isProtected,
                skipFinalSnapshot: !isProtected,
                ...(isProtected && { finalSnapshotIdentifier: pulumi.interpolate`${identifier}-final` }),
                deleteAutomatedBackups: !isProtected,
                // A change that restarts a protected database waits for its maintenance window.
                applyImmediately: !isProtected,
                tags,
            }),
            { parent: this, dependsOn: [logs], ...lifecycle(args.durability) },
        );
    }

    /**
     * RDS writes its log to a group named after the cluster and creates it, without key or end, if it is not there; so the
     * name has to be known first. What replaces the cluster also renames it, and the new one can be created beside the old.
     */
    private chooseIdentifier(name: string, args: DatabaseArgs): pulumi.Output<string> {
        return new random.RandomId(
            `${name}-identifier`,
            { prefix: `${name}-`, byteLength: 4, keepers: { keyArn: args.keyArn } },
            { parent: this },
        ).hex;
    }

    private createInstances(name: string, args: DatabaseArgs, cluster: aws.rds.Cluster): void {
        const monitoring =
            args.enhancedMonitoring === false ? undefined : createMonitoringRole(this, name, args.keyArn);
        for (let index = 0; index < args.instances; index++) {
            new aws.rds.ClusterInstance(
                `${name}-instance-${index}`,
                childTransform(args.transforms?.instance, {
                    clusterIdentifier: cluster.clusterIdentifier,
                    engine: ENGINE,
                    instanceClass: args.instanceClass ?? "db.serverless",
                    publiclyAccessible: false,
                    promotionTier: Math.min(index, 15),
                    autoMinorVersionUpgrade: true,
                    copyTagsToSnapshot: true,
                    performanceInsightsEnabled: true,
                    performanceInsightsKmsKeyId: args.keyArn,
                    performanceInsightsRetentionPeriod: INSIGHTS_RETENTION_DAYS,
                    ...(monitoring && {
                        monitoringInterval: MONITORING_INTERVAL_SECONDS,
                        monitoringRoleArn: monitoring.roleArn,
                    }),
                    applyImmediately: args.durability === "destroyable",
                    tags: componentTags("database", "database"),
                }),
                {
                    parent: this,
                    dependsOn: monitoring ? [monitoring.permission] : [],
                    ...lifecycle(args.durability),
                },
            );
        }
    }
}

function scaling({
    minAcu,
    maxAcu,
}: {
    minAcu: number;
    maxAcu: number;
}): aws.types.input.rds.ClusterServerlessv2ScalingConfiguration {
    const IDLE_SECONDS = 3600;
    return {
        minCapacity: minAcu,
        maxCapacity: maxAcu,
        // Only a cluster that may go down to nothing pauses.
        ...(minAcu === 0 && { secondsUntilAutoPause: IDLE_SECONDS }),
    };
}

function managedSecretArn(secrets: { secretArn: string }[]): string {
    const [secret] = secrets;
    if (!secret) {
        throw new Error("RDS reports no managed secret for the master user");
    }
    return secret.secretArn;
}

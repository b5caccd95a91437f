import { deepEqual, equal, rejects } from "node:assert/strict";

import type { DatabaseArgs } from "../../../components/database/database";
import { Database } from "../../../components/database/database";
import { deploy } from "../../support/deploy";

const key = (dataClass: string) => `arn:aws:kms:us-east-1:123456789012:key/${dataClass}`;

function database(changes: Partial<DatabaseArgs> = {}) {
    return deploy(() => {
        const { endpoint, readerEndpoint, port, databaseName, masterSecretArn } = new Database("db", {
            vpcId: "vpc-1",
            subnetIds: ["subnet-data-a", "subnet-data-b"],
            clientSecurityGroupIds: ["sg-pods"],
            keyArn: key("database"),
            secretsKeyArn: key("secrets"),
            engineVersion: "16.8",
            instances: 3,
            serverless: { minAcu: 2, maxAcu: 64 },
            backupRetentionDays: 35,
            durability: "protected",
            logRetentionDays: 365,
            logsKeyArn: key("logs"),
            ...changes,
        });
        return { endpoint, readerEndpoint, port, databaseName, masterSecretArn };
    });
}

const CLUSTER = "aws:rds/cluster:Cluster";
const INSTANCE = "aws:rds/clusterInstance:ClusterInstance";

describe("Database", () => {
    it("lets only the application's pods in, and nothing out", async () => {
        const stack = await database();
        const rules = stack.findAll("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
        deepEqual(
            rules.map(({ inputs }) => [
                inputs["referencedSecurityGroupId"],
                inputs["fromPort"],
                inputs["toPort"],
                inputs["cidrIpv4"],
            ]),
            [["sg-pods", 5432, 5432, undefined]],
        );
        equal(stack.findAll("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").length, 0);
        const group = stack.find("aws:ec2/securityGroup:SecurityGroup");
        deepEqual([group.inputs["ingress"], group.inputs["egress"]], [undefined, undefined]);
        deepEqual(stack.find(CLUSTER).inputs["vpcSecurityGroupIds"], [`${group.name}-id`]);
    });

    it("has no public address, in the subnets of the data tier", async () => {
        const stack = await database();
        deepEqual(new Set(stack.findAll(INSTANCE).map(({ inputs }) => inputs["publiclyAccessible"])), new Set([false]));
        const subnets = stack.find("aws:rds/subnetGroup:SubnetGroup");
        deepEqual(subnets.inputs["subnetIds"], ["subnet-data-a", "subnet-data-b"]);
        equal(stack.find(CLUSTER).inputs["dbSubnetGroupName"], subnets.name);
    });

    it("encrypts data, insights, credentials and logs, each with the key of its class", async () => {
        const stack = await database();
        const { inputs } = stack.find(CLUSTER);
        deepEqual(
            {
                encrypted: inputs["storageEncrypted"],
                data: inputs["kmsKeyId"],
                credentials: inputs["masterUserSecretKmsKeyId"],
                insights: stack.find(INSTANCE, "db-instance-0").inputs["performanceInsightsKmsKeyId"],
                logs: stack.find("aws:cloudwatch/logGroup:LogGroup").inputs["kmsKeyId"],
            },
            {
                encrypted: true,
                data: key("database"),
                credentials: key("secrets"),
                insights: key("database"),
                logs: key("logs"),
            },
        );
    });

    it("keeps its credentials out of the state: RDS makes and rotates them", async () => {
        const stack = await database();
        const { inputs } = stack.find(CLUSTER);
        deepEqual(
            [inputs["manageMasterUserPassword"], inputs["masterPassword"], inputs["masterUsername"]],
            [true, undefined, "openhands_admin"],
        );
        equal(inputs["iamDatabaseAuthenticationEnabled"], true);
        equal(stack.outputs.masterSecretArn, "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-cluster");
    });

    it("refuses connections without TLS, measures statements and logs the slow ones", async () => {
        const { inputs } = (await database()).find("aws:rds/clusterParameterGroup:ClusterParameterGroup");
        equal(inputs["family"], "aurora-postgresql16");
        const parameters = inputs["parameters"] as { name: string; value: string }[];
        const value = (name: string) => parameters.find((parameter) => parameter.name === name)?.value;
        deepEqual(
            [value("rds.force_ssl"), value("shared_preload_libraries"), value("log_min_duration_statement")],
            ["1", "pg_stat_statements", "1000"],
        );
    });

    it("exports its log into a group that is there before it, with an end", async () => {
        const stack = await database();
        const cluster = stack.find(CLUSTER);
        const logs = stack.find("aws:cloudwatch/logGroup:LogGroup");
        deepEqual(cluster.inputs["enabledCloudwatchLogsExports"], ["postgresql"]);
        equal(logs.inputs["name"], `/aws/rds/cluster/${String(cluster.inputs["clusterIdentifier"])}/postgresql`);
        equal(logs.inputs["retentionInDays"], 365);
        equal(cluster.dependencies.includes(logs.urn), true);
    });

    it("leaves a protected database only with a final snapshot, and never by accident", async () => {
        const stack = await database();
        const { inputs, protect } = stack.find(CLUSTER);
        deepEqual(
            [
                protect,
                inputs["deletionProtection"],
                inputs["skipFinalSnapshot"],
                inputs["finalSnapshotIdentifier"],
                inputs["deleteAutomatedBackups"],
                inputs["applyImmediately"],
            ],
            [true, true, false, "db-0badcafe-final", false, false],
        );
        equal(stack.find(INSTANCE, "db-instance-2").protect, true);
    });

    it("leaves nothing behind of a destroyable one", async () => {
        const { inputs, protect } = (
            await database({ durability: "destroyable", instances: 1, backupRetentionDays: 1 })
        ).find(CLUSTER);
        deepEqual(
            [protect, inputs["deletionProtection"], inputs["skipFinalSnapshot"], inputs["finalSnapshotIdentifier"]],
            [false, false, true, undefined],
        );
    });

    it("follows the load between its bounds, or has the size it was given", async () => {
        const serverless = await database();
        deepEqual(serverless.find(CLUSTER).inputs["serverlessv2ScalingConfiguration"], {
            minCapacity: 2,
            maxCapacity: 64,
        });
        equal(serverless.find(INSTANCE, "db-instance-0").inputs["instanceClass"], "db.serverless");
        const provisioned = await database({ serverless: undefined, instanceClass: "db.r7g.large" });
        equal(provisioned.find(CLUSTER).inputs["serverlessv2ScalingConfiguration"], undefined);
        equal(provisioned.find(INSTANCE, "db-instance-0").inputs["instanceClass"], "db.r7g.large");
    });

    it("pauses only when it may go down to nothing", async () => {
        const { inputs } = (await database({ serverless: { minAcu: 0, maxAcu: 2 } })).find(CLUSTER);
        deepEqual(inputs["serverlessv2ScalingConfiguration"], {
            minCapacity: 0,
            maxCapacity: 2,
            secondsUntilAutoPause: 3600,
        });
    });

    it("moves no instance when a reader is added", async () => {
        const [two, three] = [await database({ instances: 2 }), await database()];
        for (const { name, inputs } of two.findAll(INSTANCE)) {
            deepEqual(three.find(INSTANCE, name).inputs, inputs);
        }
    });

    it("watches the operating system unless told not to", async () => {
        const interval = async (enhancedMonitoring: boolean) =>
            (await database({ enhancedMonitoring })).find(INSTANCE, "db-instance-0").inputs["monitoringInterval"];
        deepEqual([await interval(true), await interval(false)], [60, undefined]);
    });

    const refused: [string, Partial<DatabaseArgs>, RegExp][] = [
        ["an engine older than OpenHands needs", { engineVersion: "16.3" }, /database\.engineVersion is "16\.3"/],
        ["an engine that is not known", { engineVersion: "15.10" }, /database\.engineVersion is "15\.10"/],
        ["two sizes", { instanceClass: "db.r7g.large" }, /database\.serverless and .* are both given/],
        ["no size", { serverless: undefined }, /database\.serverless and .* are both missing/],
        ["bounds in the wrong order", { serverless: { minAcu: 4, maxAcu: 2 } }, /database\.serverless is 4 to 2 units/],
        ["a quarter of a unit", { serverless: { minAcu: 0.25, maxAcu: 2 } }, /steps of 0\.5/],
        ["no instance", { instances: 0, durability: "destroyable" }, /database\.instances is 0; a cluster has 1 to 16/],
        [
            "a protected database without a reader",
            { instances: 1 },
            /database\.instances is 1; .* at least 2 to fail over/,
        ],
        [
            "a protected database with a short history",
            { backupRetentionDays: 1 },
            /database\.backupRetentionDays is 1; a protected database keeps 7 to 35/,
        ],
    ];
    for (const [what, changes, message] of refused) {
        it(`refuses ${what}`, async () => {
            await rejects(database(changes), message);
        });
    }
});

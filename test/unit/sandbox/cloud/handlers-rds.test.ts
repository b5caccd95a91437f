import assert from "node:assert/strict";
import { DeleteDBClusterCommand, ModifyDBClusterCommand, RDSClient } from "@aws-sdk/client-rds";
import { handlers } from "../../../../sandbox/cloud/handlers/rds";
import type { Properties } from "../../../../sandbox/provider/types";
import { handlerOf, lifecycle, subnets, useEmulator } from "./handlers-support";

const cluster = handlerOf(handlers, "aws:rds/cluster:Cluster");

function clusterInputs(overrides: Properties = {}): Properties {
    return {
        clusterIdentifier: "orders",
        engine: "aurora-postgresql",
        engineVersion: "16.6",
        databaseName: "app",
        masterUsername: "admin1",
        manageMasterUserPassword: true,
        serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 8 },
        backupRetentionPeriod: 7,
        deletionProtection: false,
        storageEncrypted: true,
        copyTagsToSnapshot: true,
        iamDatabaseAuthenticationEnabled: true,
        enabledCloudwatchLogsExports: ["postgresql"],
        performanceInsightsEnabled: true,
        databaseInsightsMode: "advanced",
        skipFinalSnapshot: true,
        tags: { owner: "platform" },
        ...overrides,
    };
}

describe("RDS handlers", () => {
    const context = useEmulator();

    it("takes an Aurora cluster through its life", async () => {
        await lifecycle(cluster, {
            context: context(),
            inputs: clusterInputs(),
            change: {
                serverlessv2ScalingConfiguration: { minCapacity: 1, maxCapacity: 16 },
                backupRetentionPeriod: 14,
                enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
                tags: { owner: "data", tier: "1" },
            },
            created: (state, id) => {
                assert.equal(id, "orders");
                assert.match(String(state.endpoint), /^orders\.cluster-/);
                assert.match(String(state.readerEndpoint), /^orders\.cluster-ro-/);
                assert.equal(state.port, 5432);
                const [secret] = state.masterUserSecrets as { secretArn: string }[];
                assert.match(secret?.secretArn ?? "", /:secretsmanager:.*rds!cluster/);
                assert.equal(state.masterPassword, undefined);
            },
        });
    });

    it("refuses to delete a protected cluster in AWS's words and leaves it be", async () => {
        const { id, state } = await cluster.create(
            clusterInputs({ clusterIdentifier: "guarded", deletionProtection: true }),
            context(),
        );
        await assert.rejects(
            cluster.delete(id, state, context()),
            /Cannot delete protected Cluster, please disable deletion protection and try again/,
        );
        assert.deepEqual(await cluster.read(id, state, context()), state);
    });

    it("wants a final snapshot named unless it is waived", async () => {
        const { id, state } = await cluster.create(
            clusterInputs({ clusterIdentifier: "kept", skipFinalSnapshot: false }),
            context(),
        );
        await assert.rejects(cluster.delete(id, state, context()), /finalSnapshotIdentifier is required/);
        await cluster.delete(id, { ...state, finalSnapshotIdentifier: "kept-final" }, context());
        assert.equal(await cluster.read(id, state, context()), undefined);
    });

    it("shows what was changed behind the program's back", async () => {
        const { id, state } = await cluster.create(clusterInputs({ clusterIdentifier: "drifting" }), context());
        const client = context().client(RDSClient);
        await client.send(new ModifyDBClusterCommand({ DBClusterIdentifier: id, BackupRetentionPeriod: 1 }));
        const drifted = await cluster.read(id, state, context());
        assert.equal(drifted?.backupRetentionPeriod, 1);
        await client.send(new DeleteDBClusterCommand({ DBClusterIdentifier: id, SkipFinalSnapshot: true }));
        assert.equal(await cluster.read(id, state, context()), undefined);
    });

    it("keeps a major version that was asked for", async () => {
        const { id, state } = await cluster.create(clusterInputs({ clusterIdentifier: "major" }), context());
        assert.equal((await cluster.read(id, { ...state, engineVersion: "16" }, context()))?.engineVersion, "16");
        assert.equal((await cluster.read(id, { ...state, engineVersion: "15" }, context()))?.engineVersion, "16.6");
    });

    it("takes a cluster's instance through its life", async () => {
        await cluster.create(clusterInputs({ clusterIdentifier: "members" }), context());
        await lifecycle(handlerOf(handlers, "aws:rds/clusterInstance:ClusterInstance"), {
            context: context(),
            inputs: {
                identifier: "members-0",
                clusterIdentifier: "members",
                engine: "aurora-postgresql",
                instanceClass: "db.serverless",
                performanceInsightsEnabled: true,
                monitoringInterval: 60,
                monitoringRoleArn: "arn:aws:iam::111111111111:role/monitoring",
                promotionTier: 0,
                publiclyAccessible: false,
                autoMinorVersionUpgrade: true,
                tags: { owner: "platform" },
            },
            change: { instanceClass: "db.r8g.large", tags: undefined, promotionTier: 1 },
            created: (state) => {
                assert.equal(state.writer, true);
                assert.equal(state.port, 5432);
                assert.match(String(state.endpoint), /^members-0\./);
            },
        });
    });

    it("takes an instance on its own through its life", async () => {
        const { subnetIds } = await subnets(context());
        const groups = handlerOf(handlers, "aws:rds/subnetGroup:SubnetGroup");
        await groups.create({ name: "alone", description: "for one instance", subnetIds }, context());
        await lifecycle(handlerOf(handlers, "aws:rds/instance:Instance"), {
            context: context(),
            inputs: {
                identifier: "alone",
                engine: "postgres",
                engineVersion: "16.6",
                instanceClass: "db.t4g.micro",
                allocatedStorage: 20,
                username: "admin1",
                password: "not-a-real-one-1",
                dbName: "app",
                dbSubnetGroupName: "alone",
                storageEncrypted: true,
                enabledCloudwatchLogsExports: ["postgresql"],
                backupRetentionPeriod: 3,
                multiAz: false,
                skipFinalSnapshot: true,
            },
            change: { allocatedStorage: 40, backupRetentionPeriod: 7, enabledCloudwatchLogsExports: ["upgrade"] },
            created: (state) => assert.match(String(state.endpoint), /^alone\..*:5432$/),
        });
    });

    it("takes a subnet group through its life", async () => {
        const { vpcId, subnetIds } = await subnets(context(), ["a", "b", "c"]);
        await lifecycle(handlerOf(handlers, "aws:rds/subnetGroup:SubnetGroup"), {
            context: context(),
            inputs: { name: "data", subnetIds: [...subnetIds].reverse(), tags: { owner: "platform" } },
            change: { subnetIds: subnetIds.slice(0, 2), description: "data tier" },
            created: (state) => assert.equal(state.vpcId, vpcId),
        });
    });

    for (const type of [
        "aws:rds/parameterGroup:ParameterGroup",
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    ]) {
        it(`takes ${type} through its life`, async () => {
            await lifecycle(handlerOf(handlers, type), {
                context: context(),
                inputs: {
                    name: "forced-tls",
                    family: "aurora-postgresql16",
                    parameters: [
                        { name: "rds.force_ssl", value: "1" },
                        {
                            name: "shared_preload_libraries",
                            value: "pg_stat_statements",
                            applyMethod: "pending-reboot",
                        },
                    ],
                    tags: { owner: "platform" },
                },
                change: {
                    parameters: [
                        { name: "rds.force_ssl", value: "1" },
                        { name: "log_min_duration_statement", value: "500" },
                    ],
                },
                created: (state) => assert.match(String(state.arn), /:(cluster-)?pg:forced-tls$/),
            });
        });
    }
});

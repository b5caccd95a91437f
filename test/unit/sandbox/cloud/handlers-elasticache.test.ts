import assert from "node:assert/strict";
import {
    DescribeSnapshotsCommand,
    ElastiCacheClient,
    ModifyReplicationGroupCommand,
} from "@aws-sdk/client-elasticache";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { handlers } from "../../../../sandbox/cloud/handlers/elasticache";
import type { Properties } from "../../../../sandbox/provider/types";
import { handlerOf, lifecycle, useEmulator } from "./handlers-support";

const group = handlerOf(handlers, "aws:elasticache/replicationGroup:ReplicationGroup");

function groupInputs(overrides: Properties = {}): Properties {
    return {
        replicationGroupId: "sessions",
        description: "sessions",
        engine: "valkey",
        engineVersion: "8.0",
        nodeType: "cache.t4g.small",
        numCacheClusters: 3,
        automaticFailoverEnabled: true,
        multiAzEnabled: true,
        atRestEncryptionEnabled: true,
        transitEncryptionEnabled: true,
        transitEncryptionMode: "required",
        subnetGroupName: "cache",
        securityGroupIds: ["sg-0123456789abcdef0"],
        snapshotRetentionLimit: 7,
        userGroupIds: ["app"],
        port: 6379,
        tags: { owner: "platform" },
        ...overrides,
    };
}

describe("ElastiCache handlers", () => {
    const context = useEmulator();

    it("takes a Valkey replication group through its life", async () => {
        await lifecycle(group, {
            context: context(),
            inputs: groupInputs(),
            change: {
                nodeType: "cache.r7g.large",
                snapshotRetentionLimit: 14,
                description: "user sessions",
                userGroupIds: ["app", "operators"],
                maintenanceWindow: "sun:03:00-sun:04:00",
                tags: { owner: "data" },
            },
            created: (state) => {
                assert.equal((state.memberClusters as string[]).length, 3);
                assert.match(String(state.primaryEndpointAddress), /^master\.sessions\./);
                assert.match(String(state.readerEndpointAddress), /^replica\.sessions\./);
                assert.equal(state.replicasPerNodeGroup, 2);
            },
        });
    });

    it("takes a subnet group through its life", async () => {
        const { Subnets = [] } = await context().client(EC2Client).send(new DescribeSubnetsCommand({}));
        const [first, second, third] = Subnets.map(({ SubnetId }) => SubnetId);
        await lifecycle(handlerOf(handlers, "aws:elasticache/subnetGroup:SubnetGroup"), {
            context: context(),
            inputs: { name: "cache", description: "caches", subnetIds: [first, second], tags: { owner: "platform" } },
            change: { subnetIds: [first, second, third], description: "every cache", tags: { owner: "data" } },
            created: (state) => assert.match(String(state.vpcId), /^vpc-/),
        });
    });

    it("shows what was changed behind the program's back", async () => {
        const { id, state } = await group.create(groupInputs({ replicationGroupId: "drifting" }), context());
        await context()
            .client(ElastiCacheClient)
            .send(new ModifyReplicationGroupCommand({ ReplicationGroupId: id, AutomaticFailoverEnabled: false }));
        assert.equal((await group.read(id, state, context()))?.automaticFailoverEnabled, false);
    });

    it("leaves the final snapshot that was asked for", async () => {
        const inputs = groupInputs({ replicationGroupId: "kept", finalSnapshotIdentifier: "kept-final" });
        const { id, state } = await group.create(inputs, context());
        await group.delete(id, state, context());
        const { Snapshots } = await context()
            .client(ElastiCacheClient)
            .send(new DescribeSnapshotsCommand({ SnapshotName: "kept-final" }));
        assert.equal(Snapshots?.length, 1);
    });

    it("takes a user with a password through its life and never reports the password", async () => {
        await lifecycle(handlerOf(handlers, "aws:elasticache/user:User"), {
            context: context(),
            inputs: {
                userId: "app",
                userName: "app",
                engine: "valkey",
                accessString: "on ~* +@all -@dangerous",
                authenticationMode: { type: "password", passwords: ["a-password-of-length-1"] },
                tags: { owner: "platform" },
            },
            change: { accessString: "on ~app:* +@read", tags: { owner: "data" } },
            created: (state) => {
                assert.equal((state.authenticationMode as { passwordCount: number }).passwordCount, 1);
                assert.match(String(state.arn), /:user:app$/);
            },
        });
    });

    it("takes a user that is off through its life", async () => {
        await lifecycle(handlerOf(handlers, "aws:elasticache/user:User"), {
            context: context(),
            inputs: {
                userId: "off",
                userName: "default",
                engine: "valkey",
                accessString: "off ~* -@all",
                authenticationMode: { type: "no-password-required" },
            },
        });
    });
});

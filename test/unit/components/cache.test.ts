import { deepEqual, equal, match, rejects } from "node:assert/strict";

import type { CacheArgs } from "../../../components/cache/cache";
import { Cache } from "../../../components/cache/cache";
import { deploy } from "../../support/deploy";

const key = (dataClass: string) => `arn:aws:kms:us-east-1:123456789012:key/${dataClass}`;

function cache(changes: Partial<CacheArgs> = {}) {
    return deploy(() => {
        const { primaryEndpoint, readerEndpoint, port, authSecretArn } = new Cache("cache", {
            vpcId: "vpc-1",
            subnetIds: ["subnet-data-a", "subnet-data-b"],
            clientSecurityGroupIds: ["sg-pods"],
            keyArn: key("cache"),
            secretsKeyArn: key("secrets"),
            nodes: 2,
            nodeType: "cache.t4g.small",
            snapshotRetentionDays: 7,
            durability: "protected",
            ...changes,
        });
        return { primaryEndpoint, readerEndpoint, port, authSecretArn };
    });
}

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const USER = "aws:elasticache/user:User";

describe("Cache", () => {
    it("lets only the application's pods in, and nothing out", async () => {
        const stack = await cache();
        const rules = stack.findAll("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
        deepEqual(
            rules.map(({ inputs }) => [inputs["referencedSecurityGroupId"], inputs["fromPort"], inputs["cidrIpv4"]]),
            [["sg-pods", 6379, undefined]],
        );
        equal(stack.findAll("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").length, 0);
    });

    it("encrypts what it stores with its key, and speaks TLS only", async () => {
        const { inputs } = (await cache()).find(GROUP);
        deepEqual(
            [
                inputs["atRestEncryptionEnabled"],
                inputs["kmsKeyId"],
                inputs["transitEncryptionEnabled"],
                inputs["transitEncryptionMode"],
            ],
            [true, key("cache"), true, "required"],
        );
    });

    it("knows the application's user, who cannot administer it, and shuts the default one out", async () => {
        const stack = await cache();
        const application = stack.find(USER, "cache-application-user").inputs;
        match(String(application["accessString"]), /^on .* -@admin -@dangerous/);
        const unused = stack.find(USER, "cache-default-user").inputs;
        deepEqual([unused["userName"], unused["accessString"]], ["default", "off -@all"]);
        const group = stack.find("aws:elasticache/userGroup:UserGroup").inputs;
        deepEqual(group["userIds"], [unused["userId"], application["userId"]]);
        deepEqual(stack.find(GROUP).inputs["userGroupIds"], [group["userGroupId"]]);
    });

    it("keeps the application's password in Secrets Manager, under the key of secrets, and secret in the state", async () => {
        const stack = await cache();
        equal(stack.find("aws:secretsmanager/secret:Secret").inputs["kmsKeyId"], key("secrets"));
        const { inputs, secretInputs } = stack.find("aws:secretsmanager/secretVersion:SecretVersion");
        deepEqual(secretInputs, ["secretString"]);
        deepEqual(JSON.parse(String(inputs["secretString"])), {
            username: "openhands",
            password: "generated-cache-application-password",
        });
        equal(stack.outputs.authSecretArn, inputs["secretId"]);
    });

    it("fails over to another zone when there is a replica", async () => {
        const failover = async (nodes: number) => {
            const { inputs } = (await cache({ nodes, durability: "destroyable" })).find(GROUP);
            return [inputs["numCacheClusters"], inputs["automaticFailoverEnabled"], inputs["multiAzEnabled"]];
        };
        deepEqual(await failover(2), [2, true, true]);
        deepEqual(await failover(1), [1, false, false]);
    });

    it("takes snapshots, and a last one when a protected cache goes", async () => {
        const { inputs, protect } = (await cache()).find(GROUP);
        deepEqual(
            [inputs["snapshotRetentionLimit"], inputs["finalSnapshotIdentifier"], protect],
            [7, "cache-0badcafe-final", true],
        );
        const destroyable = await cache({ durability: "destroyable", snapshotRetentionDays: 0 });
        const { inputs: none, protect: held } = destroyable.find(GROUP);
        deepEqual([none["snapshotWindow"], none["finalSnapshotIdentifier"], held], [undefined, undefined, false]);
        equal(destroyable.find("aws:secretsmanager/secret:Secret").inputs["recoveryWindowInDays"], 0);
    });

    const refused: [string, Partial<CacheArgs>, RegExp][] = [
        ["a protected cache that has nowhere to fail over to", { nodes: 1 }, /cache\.nodes is 1; .* at least 2/],
        [
            "a protected cache that could not be restored",
            { snapshotRetentionDays: 0 },
            /cache\.snapshotRetentionDays is 0; a protected cache keeps 1 to 35/,
        ],
        ["more replicas than a primary can have", { nodes: 7 }, /cache\.nodes is 7; .* up to 5 replicas/],
    ];
    for (const [what, changes, message] of refused) {
        it(`refuses ${what}`, async () => {
            await rejects(cache(changes), message);
        });
    }
});

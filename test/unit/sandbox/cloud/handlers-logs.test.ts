import assert from "node:assert/strict";
import { CloudWatchLogsClient, DeleteRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { handlers } from "../../../../sandbox/cloud/handlers/logs";
import { account, handlerOf, lifecycle, useEmulator } from "./handlers-support";

const logGroup = handlerOf(handlers, "aws:cloudwatch/logGroup:LogGroup");

describe("CloudWatch Logs handlers", () => {
    const context = useEmulator();

    it("takes a log group through its life", async () => {
        await lifecycle(logGroup, {
            context: context(),
            inputs: {
                name: "/platform/app",
                retentionInDays: 30,
                kmsKeyId: `arn:aws:kms:eu-central-1:${account}:key/1`,
                tags: { owner: "platform" },
            },
            change: { retentionInDays: 90, tags: { owner: "data" } },
            created: (state) => assert.equal(state.arn, `arn:aws:logs:eu-central-1:${account}:log-group:/platform/app`),
        });
    });

    it("keeps logs for ever when the program says no retention", async () => {
        await lifecycle(logGroup, {
            context: context(),
            inputs: { name: "/platform/kept" },
            change: { retentionInDays: 7 },
            created: (state) => assert.equal(state.retentionInDays, 0),
        });
    });

    it("shows a retention that was taken away", async () => {
        const { id, state } = await logGroup.create({ name: "/platform/drift", retentionInDays: 30 }, context());
        await logGroup.create({ name: "/platform/drift-other", retentionInDays: 30 }, context());
        await context()
            .client(CloudWatchLogsClient)
            .send(new DeleteRetentionPolicyCommand({ logGroupName: "/platform/drift" }));
        assert.equal((await logGroup.read(id, state, context()))?.retentionInDays, 0);
    });

    it("does not delete a group that is protected or to be kept", async () => {
        const inputs = { name: "/platform/protected", deletionProtectionEnabled: true };
        const { id, state } = await logGroup.create(inputs, context());
        await assert.rejects(logGroup.delete(id, state, context()), /deletion protection/);
        await logGroup.delete(id, { ...state, skipDestroy: true }, context());
        assert.ok(await logGroup.read(id, state, context()));
    });

    it("takes a resource policy through its life", async () => {
        const policy = (service: string): string =>
            JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                    { Effect: "Allow", Principal: { Service: service }, Action: "logs:PutLogEvents", Resource: "*" },
                ],
            });
        await lifecycle(handlerOf(handlers, "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"), {
            context: context(),
            inputs: { policyName: "delivery", policyDocument: policy("delivery.logs.amazonaws.com") },
            change: { policyDocument: policy("route53.amazonaws.com") },
        });
    });
});

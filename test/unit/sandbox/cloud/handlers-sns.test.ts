import assert from "node:assert/strict";
import { handlers } from "../../../../sandbox/cloud/handlers/sns";
import { account, handlerOf, lifecycle, useEmulator } from "./handlers-support";

const topic = handlerOf(handlers, "aws:sns/topic:Topic");
const key = `arn:aws:kms:eu-central-1:${account}:key/1`;

describe("SNS handlers", () => {
    const context = useEmulator();

    it("takes a topic through its life", async () => {
        await lifecycle(topic, {
            context: context(),
            inputs: { name: "alerts", kmsMasterKeyId: key, displayName: "Alerts", tags: { owner: "platform" } },
            change: { displayName: undefined, kmsMasterKeyId: `${key}2`, tags: { owner: "data" } },
            created: (state, id) => {
                assert.equal(id, `arn:aws:sns:eu-central-1:${account}:alerts`);
                assert.equal(state.owner, account);
            },
        });
    });

    it("gives the topic AWS's own policy back when its policy is deleted", async () => {
        const { id: arn } = await topic.create({ ...topic.defaults, name: "published" }, context());
        const policies = handlerOf(handlers, "aws:sns/topicPolicy:TopicPolicy");
        const policy = JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "Alarms",
                    Effect: "Allow",
                    Principal: { Service: "cloudwatch.amazonaws.com" },
                    Action: "sns:Publish",
                    Resource: arn,
                },
            ],
        });
        const { id, state } = await policies.create({ arn, policy }, context());
        assert.equal(state.policy, policy);
        assert.deepEqual(await policies.read(id, state, context()), state);
        await policies.delete(id, state, context());
        assert.match(String((await policies.read(id, state, context()))?.policy), /__default_statement_ID/);
        await topic.delete(arn, {}, context());
        assert.equal(await policies.read(id, state, context()), undefined);
        await policies.delete(id, state, context());
    });

    it("takes a subscription through its life", async () => {
        const { id: arn } = await topic.create({ ...topic.defaults, name: "subscribed" }, context());
        await lifecycle(handlerOf(handlers, "aws:sns/topicSubscription:TopicSubscription"), {
            context: context(),
            inputs: { topic: arn, protocol: "email", endpoint: "oncall@example.com" },
            change: { filterPolicy: JSON.stringify({ severity: ["critical"] }), rawMessageDelivery: true },
            created: (state) => assert.equal(state.ownerId, account),
        });
    });
});

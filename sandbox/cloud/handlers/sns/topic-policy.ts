import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { setTopicAttribute, topicAttributes } from "./client";

/** Who may publish to a topic. A topic always has a policy: deleting it gives back AWS's own, for the owner alone. */
export const topicPolicy = resource({
    type: "aws:sns/topicPolicy:TopicPolicy",
    // CloudFormation has a policy of many topics.
    replaceOn: ["arn"],

    async create(inputs, context) {
        await setTopicAttribute(inputs.arn as string, "Policy", inputs.policy as string, context);
        return inputs.arn as string;
    },

    async describe(id, _recorded, context) {
        const found = await topicAttributes(id, context);
        return found && { arn: id, policy: found.Policy, owner: found.Owner };
    },

    async update(id, _old, inputs, context) {
        await setTopicAttribute(id, "Policy", inputs.policy as string, context);
    },

    async delete(id, _state, context) {
        if ((await topicAttributes(id, context)) !== undefined) {
            await setTopicAttribute(id, "Policy", JSON.stringify(defaultPolicy(id, context)), context);
        }
    },
});

function defaultPolicy(topicArn: string, { accountId }: HandlerContext): object {
    const actions = ["GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic"];
    return {
        Version: "2008-10-17",
        Id: "__default_policy_ID",
        Statement: [
            {
                Sid: "__default_statement_ID",
                Effect: "Allow",
                Principal: { AWS: "*" },
                Action: [...actions, "Subscribe", "ListSubscriptionsByTopic", "Publish"].map((name) => `SNS:${name}`),
                Resource: topicArn,
                Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
            },
        ],
    };
}

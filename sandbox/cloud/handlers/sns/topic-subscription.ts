import {
    GetSubscriptionAttributesCommand,
    SetSubscriptionAttributesCommand,
    SubscribeCommand,
    UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { unlessGone } from "../../errors";
import { resource } from "../shared/resource";
import { fromText, sns, toText } from "./client";

/** Inputs and the attribute of the subscription that carries each. */
const attributes: Record<string, string> = {
    deliveryPolicy: "DeliveryPolicy",
    filterPolicy: "FilterPolicy",
    filterPolicyScope: "FilterPolicyScope",
    rawMessageDelivery: "RawMessageDelivery",
    redrivePolicy: "RedrivePolicy",
    subscriptionRoleArn: "SubscriptionRoleArn",
};

const isTrue = (text: string | undefined): boolean => text?.toLowerCase() === "true";

export const topicSubscription = resource({
    type: "aws:sns/topicSubscription:TopicSubscription",
    defaults: { confirmationTimeoutInMinutes: 1, endpointAutoConfirms: false, rawMessageDelivery: false },

    async create(inputs, context) {
        const asked = Object.entries(attributes).filter(
            ([property]) => inputs[property] !== undefined && inputs[property] !== false,
        );
        const { SubscriptionArn = "" } = await sns(context).send(
            new SubscribeCommand({
                TopicArn: inputs.topic as string,
                Protocol: inputs.protocol as string,
                Endpoint: inputs.endpoint as string,
                ReturnSubscriptionArn: true,
                Attributes: Object.fromEntries(asked.map(([property, name]) => [name, toText(inputs[property])])),
            }),
        );
        return SubscriptionArn;
    },

    async describe(id, recorded, context) {
        const answer = await unlessGone(
            sns(context).send(new GetSubscriptionAttributesCommand({ SubscriptionArn: id })),
        );
        const found = answer?.Attributes;
        if (found === undefined) {
            return undefined;
        }
        return {
            ...Object.fromEntries(
                Object.entries(attributes).map(([property, name]) => [
                    property,
                    fromText(found[name], recorded[property]) ?? null,
                ]),
            ),
            arn: id,
            topic: found.TopicArn,
            protocol: found.Protocol,
            endpoint: found.Endpoint,
            ownerId: found.Owner,
            confirmationWasAuthenticated: isTrue(found.ConfirmationWasAuthenticated),
            pendingConfirmation: isTrue(found.PendingConfirmation),
            filterPolicyScope: found.FilterPolicyScope ?? "",
            rawMessageDelivery: isTrue(found.RawMessageDelivery),
        };
    },

    async update(id, old, inputs, context) {
        for (const [property, name] of Object.entries(attributes)) {
            const removed =
                inputs[property] === undefined && old[property] !== undefined && property !== "filterPolicyScope";
            if (removed || (inputs[property] !== undefined && inputs[property] !== old[property])) {
                await sns(context).send(
                    new SetSubscriptionAttributesCommand({
                        SubscriptionArn: id,
                        AttributeName: name,
                        AttributeValue: removed ? "" : toText(inputs[property]),
                    }),
                );
            }
        }
    },

    async delete(id, _state, context) {
        await unlessGone(sns(context).send(new UnsubscribeCommand({ SubscriptionArn: id })));
    },
});

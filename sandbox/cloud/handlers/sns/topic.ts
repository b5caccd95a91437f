import {
    CreateTopicCommand,
    DeleteTopicCommand,
    ListTagsForResourceCommand,
    TagResourceCommand,
    UntagResourceCommand,
} from "@aws-sdk/client-sns";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import { resource } from "../shared/resource";
import { changeTags, tagProperties, wantedTags } from "../shared/tags";
import { fromText, setTopicAttribute, sns, topicAttributes, toText } from "./client";
import { prefixOnly } from "../shared/unmodelled";

/** Inputs and the attribute of the topic that carries each. */
const attributes: Record<string, string> = {
    contentBasedDeduplication: "ContentBasedDeduplication",
    deliveryPolicy: "DeliveryPolicy",
    displayName: "DisplayName",
    kmsMasterKeyId: "KmsMasterKeyId",
    policy: "Policy",
    signatureVersion: "SignatureVersion",
    tracingConfig: "TracingConfig",
};

/** Cannot be taken back in the API but by the empty text. */
const clearable = ["deliveryPolicy", "displayName", "kmsMasterKeyId"];

function attributeChanges(old: Properties, inputs: Properties): [name: string, value: string][] {
    return Object.entries(attributes).flatMap(([property, name]): [string, string][] => {
        if (inputs[property] !== undefined) {
            return inputs[property] === old[property] ? [] : [[name, toText(inputs[property])]];
        }
        return old[property] !== undefined && clearable.includes(property) ? [[name, ""]] : [];
    });
}

export const topic = resource({
    type: "aws:sns/topic:Topic",
    autoname: { property: "name", maxLength: 256 },
    // CloudFormation calls the name another.
    replaceOn: ["name"],
    unmodelled: { namePrefix: prefixOnly },
    defaults: { contentBasedDeduplication: false, fifoTopic: false },

    async create(inputs, context) {
        const fifo = inputs.fifoTopic === true;
        const { TopicArn = "" } = await sns(context).send(
            new CreateTopicCommand({
                Name: inputs.name as string,
                Attributes: fifo
                    ? { FifoTopic: "true", ContentBasedDeduplication: toText(inputs.contentBasedDeduplication) }
                    : undefined,
                Tags: wantedTags(inputs),
            }),
        );
        for (const [name, value] of attributeChanges(
            { contentBasedDeduplication: inputs.contentBasedDeduplication },
            inputs,
        )) {
            await setTopicAttribute(TopicArn, name, value, context);
        }
        return TopicArn;
    },

    async describe(id, recorded, context) {
        const found = await topicAttributes(id, context);
        if (found === undefined) {
            return undefined;
        }
        const { Tags } = await sns(context).send(new ListTagsForResourceCommand({ ResourceArn: id }));
        return {
            ...Object.fromEntries(
                Object.entries(attributes).map(([property, name]) => [
                    property,
                    fromText(found[name], recorded[property]),
                ]),
            ),
            ...Object.fromEntries(
                clearable
                    .filter((property) => (found[attributes[property] ?? ""] ?? "") === "")
                    .map((key) => [key, null]),
            ),
            arn: found.TopicArn,
            name: id.split(":").at(-1),
            owner: found.Owner,
            fifoTopic: id.endsWith(".fifo"),
            contentBasedDeduplication: found.ContentBasedDeduplication?.toLowerCase() === "true",
            ...tagProperties(recorded, Tags),
        };
    },

    async update(id, old, inputs, context) {
        for (const [name, value] of attributeChanges(old, inputs)) {
            await setTopicAttribute(id, name, value, context);
        }
        await changeTags(old, inputs, {
            set: (Tags) => sns(context).send(new TagResourceCommand({ ResourceArn: id, Tags })),
            remove: (TagKeys) => sns(context).send(new UntagResourceCommand({ ResourceArn: id, TagKeys })),
        });
    },

    async delete(id, _state, context) {
        await unlessGone(sns(context).send(new DeleteTopicCommand({ TopicArn: id })));
    },
});

import { GetTopicAttributesCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";

export const sns = (context: HandlerContext): SNSClient => context.client(SNSClient);

export async function topicAttributes(
    arn: string,
    context: HandlerContext,
): Promise<Record<string, string> | undefined> {
    const answer = await unlessGone(sns(context).send(new GetTopicAttributesCommand({ TopicArn: arn })));
    return answer && (answer.Attributes ?? {});
}

export async function setTopicAttribute(
    arn: string,
    name: string,
    value: string,
    context: HandlerContext,
): Promise<void> {
    await sns(context).send(
        new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: name, AttributeValue: value }),
    );
}

/** Attributes are text in the API. */
export const toText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** In the type that the program used for it. */
export function fromText(text: string | undefined, like: unknown): unknown {
    if (text === undefined || text === "") {
        return undefined;
    }
    return typeof like === "boolean" || typeof like === "number" ? (JSON.parse(text.toLowerCase()) as unknown) : text;
}

import {
    AddTagsCommand,
    DescribeTagsCommand,
    ElasticLoadBalancingV2Client,
    RemoveTagsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { changeTags, tagProperties } from "../shared/tags";

export const elbv2 = (context: HandlerContext): ElasticLoadBalancingV2Client =>
    context.client(ElasticLoadBalancingV2Client);

/** Attributes are pairs of texts in the API. */
export type Attributes = Record<string, string>;

/** Which attribute carries which input, and the value AWS gives it when the program says nothing. */
export type AttributeMapping = Readonly<Record<string, { key: string; byDefault: boolean | number | string }>>;

/** The attributes to set: those asked for, and the default for those asked for no longer. */
export function toAttributes(
    inputs: Properties,
    old: Properties,
    mapping: AttributeMapping,
): { Key: string; Value: string }[] {
    return Object.entries(mapping).flatMap(([property, { key, byDefault }]) => {
        const asked = inputs[property] as typeof byDefault | undefined;
        const value = asked ?? (old[property] === undefined ? undefined : byDefault);
        return value === undefined || value === old[property] ? [] : [{ Key: key, Value: String(value) }];
    });
}

/** In the type of each one's default, which is that of the input. An attribute the emulator does not know has its default. */
export function fromAttributes(actual: Attributes, recorded: Properties, mapping: AttributeMapping): Properties {
    return Object.fromEntries(
        Object.entries(mapping).map(([property, { key, byDefault }]) => {
            const text = actual[key];
            if (text === undefined) {
                return [property, recorded[property] ?? byDefault];
            }
            return [property, typeof byDefault === "string" ? text : (JSON.parse(text.toLowerCase()) as unknown)];
        }),
    );
}

export function attributeMap(
    attributes: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Attributes {
    return Object.fromEntries((attributes ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** The last part of the ARN, by which metrics name the thing. */
export const arnSuffix = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1).replace(/^loadbalancer\//, "");

export async function readTags(arn: string, recorded: Properties, context: HandlerContext): Promise<Properties> {
    const { TagDescriptions } = await elbv2(context).send(new DescribeTagsCommand({ ResourceArns: [arn] }));
    return tagProperties(recorded, TagDescriptions?.[0]?.Tags);
}

export async function updateTags(
    arn: string,
    old: Properties,
    inputs: Properties,
    context: HandlerContext,
): Promise<void> {
    await changeTags(old, inputs, {
        set: (Tags) => elbv2(context).send(new AddTagsCommand({ ResourceArns: [arn], Tags })),
        remove: (TagKeys) => elbv2(context).send(new RemoveTagsCommand({ ResourceArns: [arn], TagKeys })),
    });
}

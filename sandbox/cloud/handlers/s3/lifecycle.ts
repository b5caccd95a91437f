import {
    DeleteBucketLifecycleCommand,
    GetBucketLifecycleConfigurationCommand,
    type LifecycleRule,
    type LifecycleRuleFilter,
    PutBucketLifecycleConfigurationCommand,
    type TransitionDefaultMinimumObjectSize,
} from "@aws-sdk/client-s3";
import type { Properties } from "../../../provider/types";
import { tagsFrom } from "../../tags";
import { camel, pascal } from "../shared/mapping";
import { s3, tagSet } from "./client";
import { satellite } from "./satellite";

/** Of a bucket made today: small objects move to no other storage class. */
const MINIMUM_SIZE: TransitionDefaultMinimumObjectSize = "all_storage_classes_128K";

interface Filter {
    and?: { tags?: Record<string, string>; [condition: string]: unknown };
    [condition: string]: unknown;
}

function toFilter({ and, ...plain }: Filter): LifecycleRuleFilter {
    if (!and) return pascal(plain);
    const { tags, ...rest } = and;
    return { And: { ...pascal<object>(rest), ...(tags && { Tags: tagSet(tags) }) } };
}

function fromFilter(filter: LifecycleRuleFilter): Filter {
    const { And, ...plain } = filter;
    const properties = camel(plain) as Filter;
    if (And) {
        const { Tags, ...rest } = And;
        const tags = tagsFrom(Tags);
        properties.and = { ...(camel(rest) as object), ...(tags && { tags }) };
    }
    return properties;
}

/** Dates are text in programs and dates in the API. */
function dated<Part extends { date?: unknown }>(part: Part): Part {
    return typeof part.date === "string" ? { ...part, date: new Date(part.date) } : part;
}

function toRule({ filter, id, expiration, transitions, ...rest }: Properties): LifecycleRule {
    const request = pascal<LifecycleRule>(rest);
    return {
        ...request,
        ID: id as string,
        Filter: toFilter((filter ?? {}) as Filter),
        ...(expiration !== undefined && { Expiration: respellTop(dated(expiration as Properties)) }),
        ...(transitions !== undefined && {
            Transitions: (transitions as Properties[]).map((one) => respellTop(dated(one))),
        }),
    };
}

/** {@link pascal} takes a date for one more object to respell. */
function respellTop(part: Properties): Properties {
    return Object.fromEntries(
        Object.entries(part).map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), value]),
    );
}

function fromRule({ Filter, ID, Prefix, ...rest }: LifecycleRule, asked: Properties | undefined): Properties {
    const filter = Filter ? fromFilter(Filter) : {};
    const isEmpty = Object.keys(filter).length === 0 || (Object.keys(filter).length === 1 && filter.prefix === "");
    return {
        ...(camel(rest) as Properties),
        id: ID,
        ...(Prefix !== undefined && Prefix !== "" && { prefix: Prefix }),
        // "Every object" is an empty filter, an empty prefix or no filter at all; the program's way of saying it stays.
        ...(isEmpty ? asked?.filter !== undefined && { filter: asked.filter } : { filter }),
    };
}

export const bucketLifecycle = satellite({
    type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    put: (Bucket, inputs, context) =>
        s3(context).send(
            new PutBucketLifecycleConfigurationCommand({
                Bucket,
                TransitionDefaultMinimumObjectSize: inputs.transitionDefaultMinimumObjectSize as
                    TransitionDefaultMinimumObjectSize | undefined,
                LifecycleConfiguration: { Rules: ((inputs.rules ?? []) as Properties[]).map(toRule) },
            }),
        ),
    async get(Bucket, recorded, context) {
        const response = await s3(context).send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
        const asked = new Map(((recorded.rules ?? []) as Properties[]).map((rule) => [rule.id, rule]));
        return {
            expectedBucketOwner: recorded.expectedBucketOwner ?? "",
            rules: (response.Rules ?? []).map((rule) => fromRule(rule, asked.get(rule.ID))),
            transitionDefaultMinimumObjectSize: response.TransitionDefaultMinimumObjectSize ?? MINIMUM_SIZE,
        };
    },
    remove: (Bucket, _recorded, context) => s3(context).send(new DeleteBucketLifecycleCommand({ Bucket })),
});

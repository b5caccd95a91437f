import {
    type BucketLoggingStatus,
    DeleteBucketCorsCommand,
    type Event,
    type FilterRule,
    GetBucketCorsCommand,
    GetBucketLoggingCommand,
    GetBucketNotificationConfigurationCommand,
    type NotificationConfiguration,
    PutBucketCorsCommand,
    PutBucketLoggingCommand,
    PutBucketNotificationConfigurationCommand,
    type TargetGrant,
    type TargetObjectKeyFormat,
} from "@aws-sdk/client-s3";
import type { Properties } from "../../../provider/types";
import { camel, pascal } from "../shared/mapping";
import { s3 } from "./client";
import { satellite } from "./satellite";

const grantee = { displayName: "DisplayName", emailAddress: "EmailAddress", id: "ID", uri: "URI" };
const granteeReversed = Object.fromEntries(Object.entries(grantee).map(([property, member]) => [member, property]));

export const bucketLogging = satellite({
    type: "aws:s3/bucketLogging:BucketLogging",
    put: (Bucket, inputs, context) => {
        const BucketLoggingStatus: BucketLoggingStatus = {
            LoggingEnabled: {
                TargetBucket: inputs.targetBucket as string,
                TargetPrefix: inputs.targetPrefix as string,
                TargetGrants: pascal<TargetGrant[] | undefined>(inputs.targetGrants, grantee),
                TargetObjectKeyFormat: pascal<TargetObjectKeyFormat | undefined>(inputs.targetObjectKeyFormat),
            },
        };
        return s3(context).send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus }));
    },
    async get(Bucket, recorded, context) {
        const { LoggingEnabled } = await s3(context).send(new GetBucketLoggingCommand({ Bucket }));
        if (LoggingEnabled === undefined) return undefined;
        return {
            targetBucket: LoggingEnabled.TargetBucket,
            targetPrefix: LoggingEnabled.TargetPrefix ?? "",
            targetGrants:
                (LoggingEnabled.TargetGrants ?? []).length > 0
                    ? camel(LoggingEnabled.TargetGrants, granteeReversed)
                    : null,
            // The emulator does not keep the format of the keys.
            targetObjectKeyFormat: camel(LoggingEnabled.TargetObjectKeyFormat) ?? recorded.targetObjectKeyFormat,
        };
    },
    remove: (Bucket, _recorded, context) =>
        s3(context).send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} })),
});

const cors = { id: "ID" };

export const bucketCors = satellite({
    type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
    put: (Bucket, inputs, context) =>
        s3(context).send(
            new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: pascal(inputs.corsRules, cors) } }),
        ),
    async get(Bucket, _recorded, context) {
        const { CORSRules } = await s3(context).send(new GetBucketCorsCommand({ Bucket }));
        if (CORSRules === undefined || CORSRules.length === 0) return undefined;
        const rules = camel(CORSRules, { ID: "id" }) as Properties[];
        const given = ([, value]: [string, unknown]) => !(Array.isArray(value) && value.length === 0);
        return { corsRules: rules.map((rule) => Object.fromEntries(Object.entries(rule).filter(given))) };
    },
    remove: (Bucket, _recorded, context) => s3(context).send(new DeleteBucketCorsCommand({ Bucket })),
});

/** The three kinds of receivers: the property, the API's list and the member that names the receiver. */
const receivers = [
    {
        property: "lambdaFunctions",
        list: "LambdaFunctionConfigurations",
        api: "LambdaFunctionArn",
        arn: "lambdaFunctionArn",
    },
    { property: "queues", list: "QueueConfigurations", api: "QueueArn", arn: "queueArn" },
    { property: "topics", list: "TopicConfigurations", api: "TopicArn", arn: "topicArn" },
] as const;

interface ReceiverConfiguration {
    Id?: string;
    Events?: Event[];
    Filter?: { Key?: { FilterRules?: FilterRule[] } };
}

function toNotification(inputs: Properties): NotificationConfiguration {
    const configuration: Record<string, unknown> = {};
    for (const { property, list, api, arn } of receivers) {
        const given = (inputs[property] ?? []) as Properties[];
        if (given.length === 0) continue;
        configuration[list] = given.map((one) => {
            const FilterRules: FilterRule[] = [];
            if (one.filterPrefix) FilterRules.push({ Name: "prefix", Value: one.filterPrefix as string });
            if (one.filterSuffix) FilterRules.push({ Name: "suffix", Value: one.filterSuffix as string });
            const Filter = FilterRules.length > 0 ? { Key: { FilterRules } } : undefined;
            return { Id: one.id, [api]: one[arn], Events: one.events, Filter };
        });
    }
    if (inputs.eventbridge === true) configuration.EventBridgeConfiguration = {};
    return configuration;
}

export const bucketNotification = satellite({
    type: "aws:s3/bucketNotification:BucketNotification",
    defaults: { eventbridge: false },
    put: (Bucket, inputs, context) =>
        s3(context).send(
            new PutBucketNotificationConfigurationCommand({
                Bucket,
                NotificationConfiguration: toNotification(inputs),
                // The emulator would look for the receivers, which may be of types it does not have.
                SkipDestinationValidation: true,
            }),
        ),
    async get(Bucket, recorded, context) {
        const response = await s3(context).send(new GetBucketNotificationConfigurationCommand({ Bucket }));
        // The emulator takes the switch for EventBridge and does not report it.
        const eventbridge = response.EventBridgeConfiguration !== undefined || recorded.eventbridge === true;
        const properties: Properties = { eventbridge };
        for (const { property, list, api, arn } of receivers) {
            const found: ReceiverConfiguration[] = response[list] ?? [];
            const asked = (recorded[property] ?? []) as Properties[];
            properties[property] = found.map((one, index) => {
                const value = (name: string) =>
                    one.Filter?.Key?.FilterRules?.find((rule) => rule.Name?.toLowerCase() === name)?.Value;
                const prefix = value("prefix");
                const suffix = value("suffix");
                return {
                    [arn]: (one as Properties)[api],
                    events: one.Events,
                    ...(prefix && { filterPrefix: prefix }),
                    ...(suffix && { filterSuffix: suffix }),
                    // S3 gives one that was not named a name of its own.
                    ...(asked[index]?.id !== undefined && { id: one.Id }),
                };
            });
            if (found.length === 0) properties[property] = null;
        }
        const isSet = eventbridge || receivers.some(({ property }) => properties[property] !== null);
        return isSet ? properties : undefined;
    },
    remove: (Bucket, _recorded, context) =>
        s3(context).send(
            new PutBucketNotificationConfigurationCommand({
                Bucket,
                NotificationConfiguration: {},
                SkipDestinationValidation: true,
            }),
        ),
});

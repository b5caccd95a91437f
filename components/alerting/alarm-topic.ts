import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { keyPolicy } from "../key-policy";
import { componentTags } from "../tags";

/** Where alarms of AWS itself are announced, independent of the cluster: it may be what is broken. */
export interface AlarmSubscription {
    protocol: "email" | "https";
    /** Address, or URL of an incident service. E-mail has to be confirmed once by its owner. */
    endpoint: string;
}

/** How a topic for alarms is encrypted and who listens to it. */
export interface AlarmTopicArgs {
    /** Region of the alarms: an alarm can only notify a topic of its own region. */
    region: string;
    accountId: pulumi.Input<string>;
    keyArn: pulumi.Input<string>;
    subscriptions: AlarmSubscription[];
}

/** Encrypted topic that only CloudWatch, on behalf of this account, may publish to, and only over TLS. Control: SNS.1. */
export function createAlarmTopic(parent: pulumi.Resource, name: string, args: AlarmTopicArgs): aws.sns.Topic {
    const topic = new aws.sns.Topic(
        `${name}-topic`,
        { region: args.region, kmsMasterKeyId: args.keyArn, tags: componentTags("alerting", "alerts") },
        { parent },
    );
    new aws.sns.TopicPolicy(
        `${name}-topic-policy`,
        { region: args.region, arn: topic.arn, policy: pulumi.jsonStringify(topicPolicy(topic.arn, args.accountId)) },
        { parent },
    );
    args.subscriptions.forEach(
        ({ protocol, endpoint }) =>
            // Named by what it notifies, so that removing one subscriber never touches another.
            new aws.sns.TopicSubscription(
                `${name}-${protocol}-${endpoint.replace(/[^a-zA-Z0-9]+/g, "-")}`,
                { region: args.region, topic: topic.arn, protocol, endpoint },
                { parent },
            ),
    );
    return topic;
}

function topicPolicy(topicArn: pulumi.Input<string>, accountId: pulumi.Input<string>): object {
    return {
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "AlarmsOfThisAccount",
                Effect: "Allow",
                Principal: { Service: "cloudwatch.amazonaws.com" },
                Action: "sns:Publish",
                Resource: topicArn,
                Condition: { StringEquals: { "aws:SourceAccount": accountId } },
            },
            {
                Sid: "EncryptedConnectionsOnly",
                Effect: "Deny",
                Principal: "*",
                Action: "sns:Publish",
                Resource: topicArn,
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
        ],
    };
}

/**
 * Key for the topic of the edge, whose metrics exist in us-east-1 only, where the platform's own keys are not.
 *
 * @cost 1 USD a month
 */
export function createEdgeKey(
    parent: pulumi.Resource,
    name: string,
    region: string,
    accountId: pulumi.Input<string>,
): aws.kms.Key {
    return new aws.kms.Key(
        `${name}-edge-key`,
        {
            region,
            description: "Announcements of edge alarms",
            enableKeyRotation: true,
            deletionWindowInDays: 30,
            policy: pulumi.jsonStringify(keyPolicy("alerts", accountId, region)),
            tags: componentTags("alerting", "alerts"),
        },
        { parent },
    );
}

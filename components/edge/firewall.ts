import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import type { Durability } from "../durability";
import { lifecycle } from "../durability";
import { keyPolicy } from "../key-policy";
import { refuseUnknownRetention } from "../log-retention";
import { componentTags } from "../tags";
import type { Transforms } from "../transforms";
import { childTransform } from "../transforms";
import type { FirewallMode } from "./firewall-rules";
import { managedRules, rateRule } from "./firewall-rules";

export type { FirewallMode } from "./firewall-rules";

/** What a {@link Firewall} refuses and how long it remembers. */
export interface FirewallArgs {
    /** `block` refuses matching requests; `count` lets everything pass and only measures, for a trial. */
    mode: FirewallMode;
    /** Requests from one address within five minutes, from 10 to 2,000,000,000. */
    rateLimitPerIp: number;
    /** Days; one of the values that CloudWatch Logs offers. */
    logRetentionDays: number;
    accountId: pulumi.Input<string>;
    durability: Durability;
    transforms?: Transforms<{ webAcl: aws.wafv2.WebAclArgs }>;
}

/** Everything that CloudFront uses is there. */
const EDGE_REGION = "us-east-1";

/** Headers that carry credentials; their values never reach the log. */
const REDACTED_HEADERS = ["authorization", "cookie"];

/**
 * Web application firewall in front of the CDN: AWS's managed rules and a rate limit, with a log that holds no credentials.
 * The log is in us-east-1 and so needs a key there, which is created with it.
 *
 * Controls: WAF.10-12, CloudFront.6, SC-7, SI-10, AU-11.
 *
 * @cost 5 USD a month, 1 USD for each of its six rules, 0.60 USD for each million requests; 1 USD for the key
 * @throws pulumi.ResourceError when the rate limit is outside what WAF takes.
 */
export class Firewall extends pulumi.ComponentResource {
    public readonly webAclArn: pulumi.Output<string>;

    constructor(name: string, args: FirewallArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:edge:Firewall", name, {}, opts);
        if (!Number.isInteger(args.rateLimitPerIp) || args.rateLimitPerIp < 10 || args.rateLimitPerIp > 2_000_000_000) {
            throw new pulumi.ResourceError(
                `edge.rateLimitPerIp is ${args.rateLimitPerIp}; WAF takes a whole number from 10 to 2000000000`,
                this,
            );
        }

        refuseUnknownRetention(this, "logs.retentionDays", args.logRetentionDays);

        const webAcl = this.createWebAcl(name, args);
        this.logRequests(name, args, webAcl);

        this.webAclArn = webAcl.arn;
        this.registerOutputs({ webAclArn: this.webAclArn });
    }

    private createWebAcl(name: string, args: FirewallArgs): aws.wafv2.WebAcl {
        return new aws.wafv2.WebAcl(
            `${name}-rules`,
            childTransform(args.transforms?.webAcl, {
                region: EDGE_REGION,
                scope: "CLOUDFRONT",
                description: `${name}: managed rules and a rate limit`,
                defaultAction: { allow: {} },
                rules: [rateRule(args.mode, args.rateLimitPerIp), ...managedRules(args.mode)],
                visibilityConfig: {
                    cloudwatchMetricsEnabled: true,
                    metricName: name,
                    // Samples show whole requests, credentials included, to whoever opens the console.
                    sampledRequestsEnabled: false,
                },
                tags: componentTags("edge"),
            }),
            { parent: this },
        );
    }

    private logRequests(name: string, args: FirewallArgs, webAcl: aws.wafv2.WebAcl): void {
        const group = this.createLogGroup(name, args);
        const permission = new aws.cloudwatch.LogResourcePolicy(
            `${name}-log-delivery`,
            {
                region: EDGE_REGION,
                policyName: group.name,
                policyDocument: pulumi.jsonStringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { Service: "delivery.logs.amazonaws.com" },
                            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                            Resource: pulumi.interpolate`${group.arn}:*`,
                            Condition: {
                                ArnLike: {
                                    "aws:SourceArn": pulumi.interpolate`arn:aws:logs:${EDGE_REGION}:${args.accountId}:*`,
                                },
                                StringEquals: { "aws:SourceAccount": args.accountId },
                            },
                        },
                    ],
                }),
            },
            { parent: this },
        );
        new aws.wafv2.WebAclLoggingConfiguration(
            `${name}-logging`,
            {
                region: EDGE_REGION,
                resourceArn: webAcl.arn,
                logDestinationConfigs: [group.arn],
                redactedFields: REDACTED_HEADERS.map((header) => ({ singleHeader: { name: header } })),
            },
            { parent: this, dependsOn: [permission] },
        );
    }

    private createLogGroup(name: string, args: FirewallArgs): aws.cloudwatch.LogGroup {
        const tags = componentTags("edge", "logs");
        const key = new aws.kms.Key(
            `${name}-log-key`,
            {
                region: EDGE_REGION,
                description: `${name}: log of the web application firewall`,
                enableKeyRotation: true,
                deletionWindowInDays: 30,
                policy: pulumi.jsonStringify(keyPolicy("logs", args.accountId, EDGE_REGION)),
                tags,
            },
            // Without it, the log that it encrypted is lost.
            { parent: this, ...lifecycle(args.durability) },
        );
        // WAF logs only to groups with this prefix, which autonaming would put the component's name before.
        const groupName = new random.RandomId(
            `${name}-log-name`,
            { prefix: `aws-waf-logs-${name}-`, byteLength: 4 },
            { parent: this },
        ).hex;
        return new aws.cloudwatch.LogGroup(
            `${name}-log`,
            { region: EDGE_REGION, name: groupName, retentionInDays: args.logRetentionDays, kmsKeyId: key.arn, tags },
            { parent: this },
        );
    }
}

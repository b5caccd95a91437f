import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnParts } from "../arn";
import { componentTags } from "../tags";

interface FlowLogArgs {
    vpcId: pulumi.Input<string>;
    flowLogRetentionDays: number;
    logsKeyArn: pulumi.Input<string>;
}

/** Every flow of the VPC, accepted or rejected, in an encrypted log group; the role may write there and nowhere else. */
export function recordFlows(parent: pulumi.Resource, name: string, args: FlowLogArgs): void {
    const tags = componentTags("network", "logs");
    const group = new aws.cloudwatch.LogGroup(
        `${name}-flows`,
        { retentionInDays: args.flowLogRetentionDays, kmsKeyId: args.logsKeyArn, tags },
        { parent },
    );
    const role = new aws.iam.Role(
        `${name}-flow-writer`,
        {
            description: "Lets VPC Flow Logs write to its log group",
            assumeRolePolicy: pulumi.jsonStringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Action: "sts:AssumeRole",
                        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
                        // Without it another account's flow log could be made to use this role.
                        Condition: { StringEquals: { "aws:SourceAccount": arnParts(args.logsKeyArn).account } },
                    },
                ],
            }),
            tags,
        },
        { parent },
    );
    const policy = new aws.iam.RolePolicy(
        `${name}-flow-writer-policy`,
        {
            role: role.name,
            policy: pulumi.jsonStringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                        Resource: [group.arn, pulumi.interpolate`${group.arn}:*`],
                    },
                ],
            }),
        },
        { parent },
    );
    new aws.ec2.FlowLog(
        `${name}-flow-log`,
        {
            vpcId: args.vpcId,
            trafficType: "ALL",
            logDestinationType: "cloud-watch-logs",
            logDestination: group.arn,
            iamRoleArn: role.arn,
            maxAggregationInterval: 600,
            tags: { ...tags, Name: `${name}-flow-log` },
        },
        { parent, dependsOn: [policy] },
    );
}

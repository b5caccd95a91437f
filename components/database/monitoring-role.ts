import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnParts } from "../arn";
import { componentTags } from "../tags";

/** The role through which RDS publishes metrics of the operating system, and what must exist before RDS may use it. */
export function createMonitoringRole(
    parent: pulumi.Resource,
    name: string,
    keyArn: pulumi.Input<string>,
): { roleArn: pulumi.Output<string>; permission: pulumi.Resource } {
    const role = new aws.iam.Role(
        `${name}-monitoring-role`,
        {
            description: "Lets RDS publish metrics of the operating system",
            assumeRolePolicy: pulumi.jsonStringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Action: "sts:AssumeRole",
                        Principal: { Service: "monitoring.rds.amazonaws.com" },
                        Condition: { StringEquals: { "aws:SourceAccount": arnParts(keyArn).account } },
                    },
                ],
            }),
            tags: componentTags("database"),
        },
        { parent },
    );
    const permission = new aws.iam.RolePolicyAttachment(
        `${name}-monitoring-policy`,
        { role: role.name, policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole" },
        { parent },
    );
    return { roleArn: role.arn, permission };
}

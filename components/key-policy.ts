import * as pulumi from "@pulumi/pulumi";

import type { DataClass } from "./tags";

/** Caring for a key without ever using it: what the account delegates to IAM unconditionally. */
const ADMINISTRATION = [
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
];

const USE = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

/** Services through which an identity that IAM allows may use the key of a class. */
const THROUGH: Record<DataClass, string[]> = {
    database: ["rds"],
    cache: ["elasticache"],
    storage: ["s3"],
    logs: ["logs"],
    // RDS keeps the credentials of the database's master user there.
    secrets: ["secretsmanager", "rds"],
    // Volumes of pods; the secrets of the API server have a statement of their own.
    cluster: ["ec2"],
    registry: ["ecr"],
    alerts: ["sns"],
};

/** Classes whose services hold on to a key for as long as the resource exists, by a grant; the others ask each time. */
const HELD_BY_GRANT: DataClass[] = ["database", "cache", "secrets", "cluster", "registry"];

type Statement = pulumi.Inputs;

/** Policy of the key of a data class. Only the account's own identities and the services that need the class appear in it. */
export function keyPolicy(dataClass: DataClass, accountId: pulumi.Input<string>, region: string): pulumi.Inputs {
    const account = pulumi.interpolate`arn:aws:iam::${accountId}:root`;
    const services = THROUGH[dataClass].map((service) => `${service}.${region}.amazonaws.com`);
    return {
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "AdministerByIam",
                Effect: "Allow",
                Principal: { AWS: account },
                Action: ADMINISTRATION,
                Resource: "*",
            },
            {
                Sid: "UseByIamThroughItsServices",
                Effect: "Allow",
                Principal: { AWS: account },
                Action: USE,
                Resource: "*",
                Condition: { StringEquals: { "kms:ViaService": services } },
            },
            ...(HELD_BY_GRANT.includes(dataClass) ? [grantThrough(services, account)] : []),
            ...serviceStatements(dataClass, accountId, region, account),
        ],
    };
}

function grantThrough(services: string[], account: pulumi.Output<string>): Statement {
    return {
        Sid: "LetItsServicesKeepUsingIt",
        Effect: "Allow",
        Principal: { AWS: account },
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: {
            Bool: { "kms:GrantIsForAWSResource": "true" },
            StringEquals: { "kms:ViaService": services },
        },
    };
}

/** Services that use a key on their own behalf, each tied to this account's resources. */
function serviceStatements(
    dataClass: DataClass,
    accountId: pulumi.Input<string>,
    region: string,
    account: pulumi.Output<string>,
): Statement[] {
    switch (dataClass) {
        case "logs":
            return [
                {
                    Sid: "EncryptLogGroups",
                    Effect: "Allow",
                    Principal: { Service: `logs.${region}.amazonaws.com` },
                    Action: USE,
                    Resource: "*",
                    Condition: {
                        ArnLike: {
                            "kms:EncryptionContext:aws:logs:arn": pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:*`,
                        },
                    },
                },
            ];
        case "storage":
            return [
                {
                    Sid: "ServeAssets",
                    Effect: "Allow",
                    Principal: { Service: "cloudfront.amazonaws.com" },
                    Action: "kms:Decrypt",
                    Resource: "*",
                    // The distribution is created after the bucket that it reads, so its ARN cannot be named here.
                    Condition: {
                        ArnLike: {
                            "aws:SourceArn": pulumi.interpolate`arn:aws:cloudfront::${accountId}:distribution/*`,
                        },
                        StringEquals: { "aws:SourceAccount": accountId },
                    },
                },
            ];
        case "cluster":
            return [
                {
                    // EKS takes a grant in the name of the cluster's role and of whoever creates the cluster, not via a service.
                    Sid: "EncryptClusterSecretsByIam",
                    Effect: "Allow",
                    Principal: { AWS: account },
                    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"],
                    Resource: "*",
                },
                {
                    Sid: "GrantToCluster",
                    Effect: "Allow",
                    Principal: { AWS: account },
                    Action: "kms:CreateGrant",
                    Resource: "*",
                    Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
                },
            ];
        case "alerts":
            return [
                {
                    Sid: "PublishAlarms",
                    Effect: "Allow",
                    Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
                    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
                    Resource: "*",
                    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
                },
            ];
        case "database":
        case "cache":
        case "secrets":
        case "registry":
            return [];
    }
}

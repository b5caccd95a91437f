import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnParts } from "../arn";
import type { Durability } from "../durability";
import { SecureBucket } from "./bucket";

/** How the buckets of an environment are encrypted and how long logs stay. */
export interface StorageArgs {
    /** Key of the `storage` data class. */
    storageKeyArn: pulumi.Input<string>;
    /** Days that access logs of buckets and of the CDN are kept. */
    logsRetentionDays: number;
    durability: Durability;
    /** Origins, such as `https://app.example.com`, whose pages may fetch assets across origins. @default none */
    allowedOrigins?: string[];
}

/**
 * Three buckets: `state` (what users and agents store), `assets` (static files that the CDN serves) and `logs` (access logs
 * of the buckets and of the CDN). The first two are encrypted with the storage key. S3 cannot deliver access logs under a
 * customer key, so the logs are encrypted with the key that S3 manages.
 *
 * Controls: S3.2, S3.3, S3.5, S3.6, S3.8, S3.9, S3.12-14, S3.17, SC-28(1), AU-11.
 *
 * @cost storage only: about 2.30 USD a month for each 100 GB
 * @throws pulumi.ResourceError when logs would be kept for less than a day.
 */
export class Storage extends pulumi.ComponentResource {
    public readonly stateBucket: { name: pulumi.Output<string>; arn: pulumi.Output<string> };
    public readonly logsBucket: {
        name: pulumi.Output<string>;
        arn: pulumi.Output<string>;
        domainName: pulumi.Output<string>;
    };
    public readonly assetsBucket: {
        name: pulumi.Output<string>;
        arn: pulumi.Output<string>;
        regionalDomainName: pulumi.Output<string>;
    };

    constructor(name: string, args: StorageArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:storage:Storage", name, {}, opts);
        if (!Number.isInteger(args.logsRetentionDays) || args.logsRetentionDays < 1) {
            throw new pulumi.ResourceError(
                `logs.retentionDays is ${args.logsRetentionDays}; keep logs for at least 1 day`,
                this,
            );
        }

        // The buckets live where their key lives.
        const { account, region } = arnParts(args.storageKeyArn);
        const logs = new SecureBucket(
            `${name}-logs`,
            {
                dataClass: "logs",
                expireAfterDays: args.logsRetentionDays,
                recoverableDays: Math.min(args.logsRetentionDays, 30),
                allow: (bucketArn) => [
                    acceptAccessLogs(bucketArn, account),
                    acceptLoadBalancerLogs(bucketArn, account),
                    acceptCdnLogs(bucketArn, account),
                ],
                durability: args.durability,
            },
            { parent: this },
        );
        // S3 refuses to log into a bucket whose policy does not admit it yet.
        const acceptsLogs = [logs];
        const state = new SecureBucket(
            `${name}-state`,
            {
                keyArn: args.storageKeyArn,
                dataClass: "storage",
                accessLogsBucket: logs.bucketName,
                durability: args.durability,
            },
            { parent: this, dependsOn: acceptsLogs },
        );
        const assets = new SecureBucket(
            `${name}-assets`,
            {
                keyArn: args.storageKeyArn,
                dataClass: "storage",
                recoverableDays: 30,
                accessLogsBucket: logs.bucketName,
                allow: (bucketArn) => [serveThroughCdn(bucketArn, account)],
                durability: args.durability,
            },
            { parent: this, dependsOn: acceptsLogs },
        );
        this.allowOrigins(name, assets, args.allowedOrigins ?? []);

        this.stateBucket = { name: state.bucketName, arn: state.arn };
        this.logsBucket = {
            name: logs.bucketName,
            arn: logs.arn,
            domainName: pulumi.interpolate`${logs.bucketName}.s3.${region}.amazonaws.com`,
        };
        this.assetsBucket = {
            name: assets.bucketName,
            arn: assets.arn,
            regionalDomainName: assets.regionalDomainName,
        };
        this.registerOutputs({
            stateBucket: this.stateBucket,
            logsBucket: this.logsBucket,
            assetsBucket: this.assetsBucket,
        });
    }

    private allowOrigins(name: string, assets: SecureBucket, origins: string[]): void {
        if (origins.length === 0) {
            return;
        }
        new aws.s3.BucketCorsConfiguration(
            `${name}-assets-origins`,
            {
                bucket: assets.bucketName,
                corsRules: [{ allowedOrigins: origins, allowedMethods: ["GET", "HEAD"], maxAgeSeconds: 3600 }],
            },
            { parent: this },
        );
    }
}

function acceptAccessLogs(bucketArn: pulumi.Output<string>, account: pulumi.Output<string>): pulumi.Inputs {
    return {
        Sid: "AcceptBucketAccessLogs",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${bucketArn}/s3/*`,
        Condition: { StringEquals: { "aws:SourceAccount": account } },
    };
}

/** Load balancers log under the prefix `alb`, which their settings have to name. */
function acceptLoadBalancerLogs(bucketArn: pulumi.Output<string>, account: pulumi.Output<string>): pulumi.Inputs {
    return {
        Sid: "AcceptLoadBalancerLogs",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${bucketArn}/alb/AWSLogs/${account}/*`,
    };
}

function acceptCdnLogs(bucketArn: pulumi.Output<string>, account: pulumi.Output<string>): pulumi.Inputs {
    return {
        Sid: "AcceptCdnLogs",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${account}/*`,
        Condition: {
            // CloudFront delivers from us-east-1, wherever the bucket is.
            ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:aws:logs:us-east-1:${account}:delivery-source:*` },
            StringEquals: { "aws:SourceAccount": account, "s3:x-amz-acl": "bucket-owner-full-control" },
        },
    };
}

/** Any distribution of this account: the one that serves the bucket is created after it. */
function serveThroughCdn(bucketArn: pulumi.Output<string>, account: pulumi.Output<string>): pulumi.Inputs {
    return {
        Sid: "ServeThroughCdn",
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: pulumi.interpolate`${bucketArn}/*`,
        Condition: {
            ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:aws:cloudfront::${account}:distribution/*` },
            StringEquals: { "aws:SourceAccount": account },
        },
    };
}

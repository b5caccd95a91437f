import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Durability } from "../durability";
import { lifecycle } from "../durability";
import type { DataClass } from "../tags";
import { componentTags } from "../tags";

/** What a {@link SecureBucket} keeps, and for how long. */
export interface SecureBucketArgs {
    /** Customer key; left out for a bucket that receives S3 access logs, which S3 cannot write under a customer key. */
    keyArn?: pulumi.Input<string>;
    dataClass: DataClass;
    /** Days a current object is kept. @default kept for ever */
    expireAfterDays?: number;
    /** Days an overwritten or deleted object can be brought back. @default 90 */
    recoverableDays?: number;
    /** Bucket that receives this one's access logs. Left out for the bucket that is that one: it would log its own logging. */
    accessLogsBucket?: pulumi.Input<string>;
    /** Statements besides the refusal of everything that is not TLS. */
    allow?: (bucketArn: pulumi.Output<string>) => pulumi.Inputs[];
    durability: Durability;
}

/** Uploads that were never finished are charged until someone aborts them. */
const ABANDONED_UPLOAD_DAYS = 7;

/**
 * A bucket that is never public, has no ACLs, refuses what is not TLS, is encrypted and keeps earlier versions.
 *
 * Controls: S3.5, S3.8, S3.9, S3.12-14, S3.17, CIS 3.1.1, CIS 3.1.4, SC-8, SC-28(1).
 */
export class SecureBucket extends pulumi.ComponentResource {
    /** Name of the bucket. */
    public readonly bucketName: pulumi.Output<string>;
    public readonly arn: pulumi.Output<string>;
    /** Host of the bucket in its region. */
    public readonly regionalDomainName: pulumi.Output<string>;

    constructor(name: string, args: SecureBucketArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:storage:SecureBucket", name, {}, opts);

        const bucket = new aws.s3.Bucket(
            `${name}-bucket`,
            { forceDestroy: args.durability === "destroyable", tags: componentTags("storage", args.dataClass) },
            { parent: this, ...lifecycle(args.durability) },
        );
        const block = this.blockPublicAccess(name, bucket);
        this.disableAcls(name, bucket);
        this.allowTlsOnly(name, bucket, args, block);
        this.encrypt(name, bucket, args);
        this.keepVersions(name, bucket, args);
        this.logAccess(name, bucket, args);

        this.bucketName = bucket.bucket;
        this.arn = bucket.arn;
        this.regionalDomainName = bucket.bucketRegionalDomainName;
        this.registerOutputs({
            bucketName: this.bucketName,
            arn: this.arn,
            regionalDomainName: this.regionalDomainName,
        });
    }

    private blockPublicAccess(name: string, bucket: aws.s3.Bucket): aws.s3.BucketPublicAccessBlock {
        return new aws.s3.BucketPublicAccessBlock(
            `${name}-public-access-block`,
            {
                bucket: bucket.bucket,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            { parent: this },
        );
    }

    private disableAcls(name: string, bucket: aws.s3.Bucket): void {
        new aws.s3.BucketOwnershipControls(
            `${name}-ownership`,
            { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
            { parent: this },
        );
    }

    private allowTlsOnly(
        name: string,
        bucket: aws.s3.Bucket,
        args: SecureBucketArgs,
        block: aws.s3.BucketPublicAccessBlock,
    ): void {
        new aws.s3.BucketPolicy(
            `${name}-policy`,
            {
                bucket: bucket.bucket,
                policy: pulumi.jsonStringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "RefuseWithoutTls",
                            Effect: "Deny",
                            Principal: "*",
                            Action: "s3:*",
                            Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
                            Condition: { Bool: { "aws:SecureTransport": "false" } },
                        },
                        ...(args.allow?.(bucket.arn) ?? []),
                    ],
                }),
            },
            // S3 refuses two changes of a bucket's access settings at once (409 OperationAborted).
            { parent: this, dependsOn: [block] },
        );
    }

    private encrypt(name: string, bucket: aws.s3.Bucket, args: SecureBucketArgs): void {
        new aws.s3.BucketServerSideEncryptionConfiguration(
            `${name}-encryption`,
            {
                bucket: bucket.bucket,
                rules: [
                    args.keyArn
                        ? {
                              applyServerSideEncryptionByDefault: {
                                  sseAlgorithm: "aws:kms",
                                  kmsMasterKeyId: args.keyArn,
                              },
                              // One data key for many objects: about a hundredth of the requests to KMS.
                              bucketKeyEnabled: true,
                          }
                        : { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
                ],
            },
            { parent: this },
        );
    }

    private keepVersions(name: string, bucket: aws.s3.Bucket, args: SecureBucketArgs): void {
        const versioning = new aws.s3.BucketVersioning(
            `${name}-versioning`,
            { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
            { parent: this },
        );
        new aws.s3.BucketLifecycleConfiguration(
            `${name}-lifecycle`,
            {
                bucket: bucket.bucket,
                rules: [
                    {
                        id: "expire-earlier-versions",
                        status: "Enabled",
                        filter: { prefix: "" },
                        noncurrentVersionExpiration: { noncurrentDays: args.recoverableDays ?? 90 },
                        abortIncompleteMultipartUpload: { daysAfterInitiation: ABANDONED_UPLOAD_DAYS },
                    },
                    ...(args.expireAfterDays === undefined
                        ? []
                        : [
                              {
                                  id: "expire-objects",
                                  status: "Enabled",
                                  filter: { prefix: "" },
                                  expiration: { days: args.expireAfterDays },
                              },
                          ]),
                ],
            },
            { parent: this, dependsOn: [versioning] },
        );
    }

    private logAccess(name: string, bucket: aws.s3.Bucket, args: SecureBucketArgs): void {
        if (args.accessLogsBucket === undefined) {
            return;
        }
        new aws.s3.BucketLogging(
            `${name}-access-log`,
            { bucket: bucket.bucket, targetBucket: args.accessLogsBucket, targetPrefix: `s3/${name}/` },
            { parent: this },
        );
    }
}

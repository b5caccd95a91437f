import {
    type BucketLocationConstraint,
    CreateBucketCommand,
    DeleteBucketCommand,
    DeleteBucketTaggingCommand,
    DeleteObjectsCommand,
    GetBucketRequestPaymentCommand,
    GetBucketTaggingCommand,
    GetObjectLockConfigurationCommand,
    HeadBucketCommand,
    ListObjectVersionsCommand,
    PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { tagsOf } from "../../tags";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { s3, tagSet, unlessAbsent } from "./client";

/** Hosted zones of the regional endpoints, for alias records; from the AWS General Reference. */
const hostedZones: Record<string, string> = {
    "ap-northeast-1": "Z2M4EHUR26P7ZW",
    "ap-south-1": "Z11RGJOFQNVJUP",
    "ap-southeast-1": "Z3O0J2DXBE1FTB",
    "ap-southeast-2": "Z1WCIGYICN2BYD",
    "ca-central-1": "Z1QDHH18159H29",
    "eu-central-1": "Z21DNDUVLTQW6Q",
    "eu-north-1": "Z3BAZG2TWCNX0D",
    "eu-west-1": "Z1BKCTXD74EZPE",
    "eu-west-2": "Z3GKZC51ZF0DB4",
    "eu-west-3": "Z3R1K369G5AVDG",
    "sa-east-1": "Z7KQH4QJS55SO",
    "us-east-1": "Z3AQBSTGFYJSTF",
    "us-east-2": "Z2O1EMRO9K5GLX",
    "us-west-1": "Z2F56UZL2M1ACD",
    "us-west-2": "Z3BJ6K6RIION7M",
};

/** The API's own home: it takes no location constraint there. */
const HOME_REGION = "us-east-1";

/** The API replaces all tags at once. */
async function setTags(Bucket: string, inputs: Properties, context: HandlerContext): Promise<void> {
    const TagSet = tagSet(tagsOf(inputs));
    if (TagSet.length > 0) await s3(context).send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    else await s3(context).send(new DeleteBucketTaggingCommand({ Bucket }));
}

async function empty(Bucket: string, context: HandlerContext): Promise<void> {
    for (;;) {
        const { Versions = [], DeleteMarkers = [] } = await s3(context).send(new ListObjectVersionsCommand({ Bucket }));
        const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
        if (Objects.length === 0) return;
        const { Errors = [] } = await s3(context).send(
            new DeleteObjectsCommand({ Bucket, Delete: { Objects }, BypassGovernanceRetention: true }),
        );
        const [refused] = Errors;
        if (refused) throw new Error(`S3.DeleteObjects: ${refused.Key}: ${refused.Code}: ${refused.Message}`);
    }
}

const satellite = (type: string) => `is deprecated on the bucket itself and not modelled; use aws.s3.${type}`;

export const bucket = resource({
    type: "aws:s3/bucket:Bucket",
    autoname: { property: "bucket", maxLength: 63, lowercase: true },
    defaults: { forceDestroy: false },
    // CloudFormation takes a prefix in another property, and turns object lock on in place, which the provider does not.
    replaceOn: ["bucketPrefix", "objectLockEnabled"],
    unmodelled: {
        accelerationStatus: satellite("BucketAccelerateConfiguration"),
        acl: satellite("BucketAcl"),
        corsRules: satellite("BucketCorsConfiguration"),
        grants: satellite("BucketAcl"),
        lifecycleRules: satellite("BucketLifecycleConfiguration"),
        logging: satellite("BucketLogging"),
        objectLockConfiguration: satellite("BucketObjectLockConfiguration"),
        policy: satellite("BucketPolicy"),
        replicationConfiguration: satellite("BucketReplicationConfig"),
        requestPayer: satellite("BucketRequestPaymentConfiguration"),
        serverSideEncryptionConfiguration: satellite("BucketServerSideEncryptionConfiguration"),
        versioning: satellite("BucketVersioning"),
        website: satellite("BucketWebsiteConfiguration"),
    },
    async create(inputs, context) {
        const Bucket = inputs.bucket as string;
        const LocationConstraint = context.region as BucketLocationConstraint;
        await s3(context).send(
            new CreateBucketCommand({
                Bucket,
                ObjectLockEnabledForBucket: inputs.objectLockEnabled as boolean | undefined,
                ...(context.region !== HOME_REGION && { CreateBucketConfiguration: { LocationConstraint } }),
            }),
        );
        return Bucket;
    },
    settle: setTags,
    async describe(id, recorded, context) {
        if (!(await unlessAbsent(s3(context).send(new HeadBucketCommand({ Bucket: id }))))) return undefined;
        const request = { Bucket: id };
        const [tags, lock, payment] = await Promise.all([
            unlessAbsent(s3(context).send(new GetBucketTaggingCommand(request))),
            unlessAbsent(s3(context).send(new GetObjectLockConfigurationCommand(request))),
            s3(context).send(new GetBucketRequestPaymentCommand(request)),
        ]);
        return {
            arn: `arn:${context.partition}:s3:::${id}`,
            bucket: id,
            bucketDomainName: `${id}.s3.amazonaws.com`,
            bucketPrefix: recorded.bucketPrefix ?? "",
            bucketRegion: context.region,
            bucketRegionalDomainName: `${id}.s3.${context.region}.amazonaws.com`,
            hostedZoneId: hostedZones[context.region] ?? "",
            objectLockEnabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled",
            requestPayer: payment.Payer ?? "BucketOwner",
            websiteDomain: "",
            websiteEndpoint: "",
            ...tagProperties(recorded, tags?.TagSet),
        };
    },
    update: (id, _old, inputs, context) => setTags(id, inputs, context),
    async delete(id, state, context) {
        if (!(await unlessAbsent(s3(context).send(new HeadBucketCommand({ Bucket: id }))))) return;
        if (state.forceDestroy === true) await empty(id, context);
        await unlessAbsent(s3(context).send(new DeleteBucketCommand({ Bucket: id })));
    },
});

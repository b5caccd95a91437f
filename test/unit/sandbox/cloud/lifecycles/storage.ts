import type { Case, Cases, World } from "./world";

const bucket = "aws:s3/bucket:Bucket";

/** Each configuration gets a bucket of its own: several of one kind would overwrite one another. */
const onBucket = async (world: World, bucketInputs: Record<string, unknown> = {}) =>
    (await world.create(bucket, { forceDestroy: true, ...bucketInputs })).id;

const bucketPolicy = (name: string, action: string) =>
    JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Deny", Principal: "*", Action: action, Resource: `arn:aws:s3:::${name}/*` }],
    });

const object: Case = {
    inputs: async (world) => ({
        bucket: await onBucket(world),
        key: "folder/file.txt",
        content: "one",
        contentType: "text/plain",
        metadata: { kind: "test" },
        tags: { Name: "file" },
    }),
    change: { content: "two", metadata: undefined, tags: { Name: "renamed" } },
};

export const storageCases: Cases = {
    [bucket]: {
        inputs: () => Promise.resolve({ tags: { Name: "data" } }),
        change: { forceDestroy: true, tags: undefined },
    },
    "aws:s3/bucketPolicy:BucketPolicy": {
        inputs: async (world) => {
            const name = await onBucket(world);
            return { bucket: name, policy: bucketPolicy(name, "s3:PutObject") };
        },
        change: { policy: bucketPolicy("other", "s3:DeleteObject") },
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
        inputs: async (world) => ({
            bucket: await onBucket(world),
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        }),
        change: { blockPublicPolicy: false },
    },
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
        inputs: async (world) => ({ bucket: await onBucket(world), rule: { objectOwnership: "BucketOwnerEnforced" } }),
        change: { rule: { objectOwnership: "BucketOwnerPreferred" } },
    },
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
        inputs: async (world) => ({
            bucket: await onBucket(world),
            rules: [
                {
                    applyServerSideEncryptionByDefault: {
                        sseAlgorithm: "aws:kms",
                        kmsMasterKeyId: await world.output("aws:kms/key:Key", "arn"),
                    },
                    bucketKeyEnabled: true,
                },
            ],
        }),
        change: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    },
    "aws:s3/bucketVersioning:BucketVersioning": {
        inputs: async (world) => ({ bucket: await onBucket(world), versioningConfiguration: { status: "Enabled" } }),
        change: { versioningConfiguration: { status: "Suspended" } },
        // Versioning can be suspended, never taken away.
        adopts: true,
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
        inputs: async (world) => ({
            bucket: await onBucket(world),
            rules: [
                {
                    id: "expire",
                    status: "Enabled",
                    filter: { prefix: "logs/" },
                    expiration: { days: 90 },
                    noncurrentVersionExpiration: { noncurrentDays: 30 },
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                    transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
                },
                {
                    id: "all",
                    status: "Enabled",
                    filter: {},
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
                },
            ],
        }),
        change: {
            rules: [
                {
                    id: "tagged",
                    status: "Disabled",
                    filter: { and: { prefix: "tmp/", tags: { temporary: "yes", owner: "ci" } } },
                    expiration: { days: 1 },
                },
            ],
        },
    },
    "aws:s3/bucketLogging:BucketLogging": {
        inputs: async (world) => {
            const target = await onBucket(world);
            const policy = JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Principal: { Service: "logging.s3.amazonaws.com" },
                        Action: "s3:PutObject",
                        Resource: `arn:aws:s3:::${target}/*`,
                    },
                ],
            });
            await world.create("aws:s3/bucketPolicy:BucketPolicy", { bucket: target, policy });
            return { bucket: await onBucket(world), targetBucket: target, targetPrefix: "access/" };
        },
        change: { targetPrefix: "requests/" },
    },
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": {
        inputs: async (world) => ({
            bucket: await onBucket(world),
            corsRules: [
                { allowedMethods: ["GET", "HEAD"], allowedOrigins: ["https://example.com"], maxAgeSeconds: 300 },
            ],
        }),
        change: { corsRules: [{ allowedMethods: ["PUT"], allowedOrigins: ["*"], allowedHeaders: ["*"] }] },
    },
    "aws:s3/bucketNotification:BucketNotification": {
        inputs: async (world) => ({
            bucket: await onBucket(world),
            queues: [
                {
                    queueArn: "arn:aws:sqs:eu-central-1:111111111111:uploads",
                    events: ["s3:ObjectCreated:*"],
                    filterPrefix: "in/",
                },
            ],
        }),
        change: {
            queues: undefined,
            topics: [
                {
                    id: "removed",
                    topicArn: "arn:aws:sns:eu-central-1:111111111111:removed",
                    events: ["s3:ObjectRemoved:*"],
                    filterSuffix: ".txt",
                },
            ],
        },
    },
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {
        inputs: async (world) => ({
            bucket: await onBucket(world, { objectLockEnabled: true }),
            rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } },
        }),
        change: { rule: { defaultRetention: { mode: "COMPLIANCE", days: 35 } } },
        // The lock stays for the life of the bucket.
        adopts: true,
    },
    "aws:s3/bucketObject:BucketObject": object,
    "aws:s3/bucketObjectv2:BucketObjectv2": object,
};

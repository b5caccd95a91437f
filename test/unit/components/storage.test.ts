import { deepEqual, equal, rejects } from "node:assert/strict";

import type { StorageArgs } from "../../../components/storage/storage";
import { Storage } from "../../../components/storage/storage";
import type { Deployment } from "../../support/deploy";
import { deploy } from "../../support/deploy";
import { statement, statements } from "../../support/policies";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/storage";

function storage(changes: Partial<StorageArgs> = {}) {
    return deploy(() => {
        const { stateBucket, logsBucket, assetsBucket } = new Storage("storage", {
            storageKeyArn: KEY,
            logsRetentionDays: 90,
            durability: "protected",
            ...changes,
        });
        return { stateBucket, logsBucket, assetsBucket };
    });
}

const BUCKETS = ["logs", "state", "assets"];
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";

/** An input of the same satellite of each bucket. */
function each(stack: Deployment<unknown>, type: string, suffix: string, input: string): unknown[] {
    return BUCKETS.map((bucket) => stack.find(type, `storage-${bucket}-${suffix}`).inputs[input]);
}

describe("Storage", () => {
    it("shuts every bucket to the public, in all four ways", async () => {
        const blocks = (await storage()).findAll("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
        equal(blocks.length, 3);
        for (const { inputs, name } of blocks) {
            const { blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets } = inputs;
            const all = [blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets];
            deepEqual(all, [true, true, true, true], name);
        }
    });

    it("refuses every request without TLS", async () => {
        for (const policy of (await storage()).findAll(POLICY)) {
            const { Effect, Principal, Action, Condition } = statement(policy, "RefuseWithoutTls");
            deepEqual(
                { Effect, Principal, Action, Condition },
                {
                    Effect: "Deny",
                    Principal: "*",
                    Action: "s3:*",
                    Condition: { Bool: { "aws:SecureTransport": "false" } },
                },
            );
        }
    });

    it("lets only services of this account in, each into its own corner", async () => {
        const stack = await storage();
        const allowed = BUCKETS.map((bucket) =>
            statements(stack.find(POLICY, `storage-${bucket}-policy`))
                .filter(({ Effect }) => Effect === "Allow")
                .map(({ Principal, Action, Resource, Condition }) => [
                    (Principal as Record<string, string>)["Service"],
                    Action,
                    String(Resource).replace(/^.*bucket/, ""),
                    Condition?.["StringEquals"]?.["aws:SourceAccount"],
                ]),
        );
        deepEqual(allowed, [
            [
                ["logging.s3.amazonaws.com", "s3:PutObject", "/s3/*", "123456789012"],
                [
                    "logdelivery.elasticloadbalancing.amazonaws.com",
                    "s3:PutObject",
                    "/alb/AWSLogs/123456789012/*",
                    undefined,
                ],
                ["delivery.logs.amazonaws.com", "s3:PutObject", "/AWSLogs/123456789012/*", "123456789012"],
            ],
            [],
            [["cloudfront.amazonaws.com", "s3:GetObject", "/*", "123456789012"]],
        ]);
    });

    it("encrypts state and assets with the storage key, and logs with the only key S3 can deliver them under", async () => {
        const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
        const customer = {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY },
            bucketKeyEnabled: true,
        };
        deepEqual(each(await storage(), type, "encryption", "rules"), [
            [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
            [customer],
            [customer],
        ]);
    });

    it("keeps earlier versions, for a time, and logs for the days asked for", async () => {
        const stack = await storage();
        const versioning = each(
            stack,
            "aws:s3/bucketVersioning:BucketVersioning",
            "versioning",
            "versioningConfiguration",
        );
        deepEqual(versioning, Array(3).fill({ status: "Enabled" }));
        const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
        const days = each(stack, type, "lifecycle", "rules").map((rules) =>
            (
                rules as { noncurrentVersionExpiration?: { noncurrentDays: number }; expiration?: { days: number } }[]
            ).map((rule) => rule.noncurrentVersionExpiration?.noncurrentDays ?? rule.expiration?.days),
        );
        deepEqual(days, [[30, 90], [90], [30]]);
    });

    it("logs access to state and assets into the logs bucket, which does not log itself", async () => {
        const logging = (await storage()).findAll("aws:s3/bucketLogging:BucketLogging");
        deepEqual(
            logging.map(({ inputs }) => [inputs["bucket"], inputs["targetBucket"]]),
            [
                ["storage-state-bucket", "storage-logs-bucket"],
                ["storage-assets-bucket", "storage-logs-bucket"],
            ],
        );
    });

    it("empties buckets on destroy only where that was asked for", async () => {
        const fate = async (durability: StorageArgs["durability"]) =>
            (await storage({ durability }))
                .findAll("aws:s3/bucket:Bucket")
                .map(({ inputs, protect }) => [inputs["forceDestroy"], protect]);
        deepEqual(await fate("protected"), Array(3).fill([false, true]));
        deepEqual(await fate("destroyable"), Array(3).fill([true, false]));
    });

    it("allows other origins only when told to", async () => {
        const type = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration";
        equal((await storage()).findAll(type).length, 0);
        const { inputs } = (await storage({ allowedOrigins: ["https://app.example.com"] })).find(type);
        deepEqual((inputs["corsRules"] as object[])[0], {
            allowedOrigins: ["https://app.example.com"],
            allowedMethods: ["GET", "HEAD"],
            maxAgeSeconds: 3600,
        });
    });

    it("names the logs bucket in the region of its key", async () => {
        equal((await storage()).outputs.logsBucket.domainName, "storage-logs-bucket.s3.eu-west-1.amazonaws.com");
    });

    it("refuses to keep logs for no time", async () => {
        await rejects(storage({ logsRetentionDays: 0 }), /logs\.retentionDays is 0/);
    });
});

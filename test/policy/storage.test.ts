import { deepEqual } from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { keyRotates } from "../../policies/rules/keys/key-rotates";
import { bucketBlocksPublicAccess } from "../../policies/rules/storage/bucket-blocks-public-access";
import { bucketRefusesPlainHttp } from "../../policies/rules/storage/bucket-refuses-plain-http";
import type { Resource } from "./support/judge";
import { judge, unknown } from "./support/judge";

const bucket: Resource = { type: aws.s3.Bucket, name: "state", inputs: {}, outputs: { id: unknown, arn: unknown } };

describe("D17 public access block", () => {
    const all = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
    const block = (inputs: object): Resource => ({
        type: aws.s3.BucketPublicAccessBlock,
        name: "block",
        inputs: { bucket: unknown, ...inputs },
        from: { bucket: ["state"] },
    });

    it("refuses a bucket without a block, and a block of another bucket", async () => {
        deepEqual(await judge(bucketBlocksPublicAccess, [bucket]), ["state: the bucket has no public access block"]);
        const second = { ...bucket, name: "logs" };
        deepEqual(await judge(bucketBlocksPublicAccess, [bucket, second, block(all)]), [
            "logs: the bucket has no public access block",
        ]);
    });

    it("refuses a block with a switch that is off, missing or unknown", async () => {
        const partial = { blockPublicAcls: false, blockPublicPolicy: true, ignorePublicAcls: unknown };
        deepEqual(await judge(bucketBlocksPublicAccess, [bucket, block(partial)]), [
            "block: blockPublicAcls is not true",
            "block: ignorePublicAcls is set, but unknown until the update",
            "block: restrictPublicBuckets is not true",
        ]);
    });

    it("allows four times true, planned or deployed", async () => {
        deepEqual(await judge(bucketBlocksPublicAccess, [bucket, block(all)]), []);
        const deployed = [
            { ...bucket, outputs: { id: "state-1", bucket: "state-1" } },
            { ...block(all), inputs: { ...all, bucket: "state-1" }, from: {} },
        ];
        deepEqual(await judge(bucketBlocksPublicAccess, deployed), []);
    });
});

describe("D18 plain HTTP", () => {
    const deny = {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::state", "arn:aws:s3:::state/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const policy = (document: unknown): Resource => ({
        type: aws.s3.BucketPolicy,
        name: "policy",
        inputs: { bucket: unknown, policy: document },
        from: { bucket: ["state"], policy: ["state"] },
    });
    const text = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
    const refused = ["policy: no statement denies requests without TLS"];

    it("refuses a bucket without a policy", async () => {
        deepEqual(await judge(bucketRefusesPlainHttp, [bucket]), [
            "state: the bucket has no bucket policy, so it answers plain HTTP",
        ]);
    });

    it("allows the denial, as text or object, one statement or several", async () => {
        deepEqual(await judge(bucketRefusesPlainHttp, [bucket, policy(text(deny))]), []);
        deepEqual(await judge(bucketRefusesPlainHttp, [bucket, policy({ Statement: deny })]), []);
        const everyone = { ...deny, Principal: { AWS: ["*"] }, Resource: "*", Action: ["*"] };
        deepEqual(await judge(bucketRefusesPlainHttp, [bucket, policy(text(everyone))]), []);
    });

    it("refuses denials with a hole", async () => {
        const holes = [
            { ...deny, Effect: "Allow" },
            { ...deny, Principal: { AWS: "arn:aws:iam::1:root" } },
            { ...deny, Action: "s3:GetObject" },
            { ...deny, Resource: "arn:aws:s3:::state/*" },
            { ...deny, Condition: { Bool: { "aws:SecureTransport": "true" } } },
            { ...deny, Condition: { ...deny.Condition, StringEquals: { "aws:PrincipalAccount": "1" } } },
        ];
        for (const hole of holes) {
            deepEqual(await judge(bucketRefusesPlainHttp, [bucket, policy(text(hole))]), refused, text(hole));
        }
        deepEqual(await judge(bucketRefusesPlainHttp, [bucket, policy("no JSON")]), [
            `policy: policy is not JSON (Unexpected token 'o', "no JSON" is not valid JSON)`,
        ]);
    });

    it("leaves a document with the ARN of a new bucket to the update, and refuses one from nowhere", async () => {
        deepEqual(await judge(bucketRefusesPlainHttp, [bucket, policy(unknown)]), []);
        deepEqual(await judge(bucketRefusesPlainHttp, [bucket, { ...policy(unknown), from: { bucket: ["state"] } }]), [
            "policy: policy is set, but unknown until the update, and comes from no resource rather than a resource of this stack",
        ]);
    });
});

describe("D23 key rotation", () => {
    const key = (inputs: object, stack = "prod"): Promise<string[]> =>
        judge(keyRotates, [{ type: aws.kms.Key, name: "key", inputs }], stack);

    it("refuses keys that do not rotate, rotate seldom or vanish quickly", async () => {
        deepEqual(await key({}), ["key: enableKeyRotation is not true"]);
        deepEqual(await key({ enableKeyRotation: true, rotationPeriodInDays: 730, deletionWindowInDays: 7 }), [
            "key: the key rotates every 730 days; at most 365 are allowed",
            "key: the key is gone 7 days after it is deleted; at least 30 are asked for",
        ]);
        deepEqual(await key({ enableKeyRotation: unknown, deletionWindowInDays: unknown }), [
            "key: enableKeyRotation is set, but unknown until the update",
            "key: deletionWindowInDays is set, but unknown until the update",
        ]);
    });

    it("allows rotating keys, and kinds that KMS cannot rotate", async () => {
        deepEqual(await key({ enableKeyRotation: true }), []);
        deepEqual(await key({ customerMasterKeySpec: "ECC_NIST_P256" }), []);
    });
});

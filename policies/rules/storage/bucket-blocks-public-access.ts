import * as aws from "@pulumi/aws";
import { known } from "../../framework/known";
import type { Check } from "../../framework/rule";
import { acrossStack, on, resourceRule } from "../../framework/rule";

const switches = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

const blocks: Check<unknown>[] = switches.map((name) =>
    on(aws.s3.BucketPublicAccessBlock, (block, violation) => {
        if (known(block, name) !== true) {
            violation(`${name} is not true`);
        }
    }),
);

export const bucketBlocksPublicAccess = resourceRule({
    id: "D17",
    name: "bucket-blocks-public-access",
    topic: "exposure",
    severity: "critical",
    why: "One mistaken policy or ACL publishes the bucket; the block makes that mistake impossible.",
    mend: "Add an aws.s3.BucketPublicAccessBlock for the bucket with all four switches true.",
    controls: ["CIS 3.1.4", "S3.2", "S3.3", "S3.8", "NIST AC-3", "NIST SC-7"],
    check: [
        acrossStack((stack, violation) => {
            const blocking = stack.all(aws.s3.BucketPublicAccessBlock);
            for (const bucket of stack.all(aws.s3.Bucket, aws.s3.BucketV2)) {
                if (!blocking.some((block) => stack.refersTo(block, "bucket", bucket))) {
                    violation("the bucket has no public access block", bucket);
                }
            }
        }),
        ...blocks,
    ],
});

import * as aws from "@pulumi/aws";
import { fromAnyResource, known } from "../../framework/known";
import type { Statement } from "../../framework/policy-document";
import { isEveryAction, statementsOf, UnreadableDocument } from "../../framework/policy-document";
import { acrossStack, on, resourceRule } from "../../framework/rule";

/** Whether a statement denies everyone everything that does not come over TLS, for the bucket and its objects. */
function refusesPlainHttp({ allows, everyone, actions, resources, conditions }: Statement): boolean {
    const [condition] = conditions;
    // A second condition would narrow the refusal.
    const withoutTls =
        conditions.length === 1 &&
        condition?.operator === "Bool" &&
        condition.key === "aws:securetransport" &&
        condition.values.length === 1 &&
        condition.values[0] === "false";
    const everything = actions.some((action) => isEveryAction(action) || action.toLowerCase() === "s3:*");
    const everywhere =
        resources.includes("*") ||
        (resources.some((resource) => resource.endsWith("/*")) &&
            resources.some((resource) => !resource.includes("/")));
    return !allows && everyone && everything && everywhere && withoutTls;
}

export const bucketRefusesPlainHttp = resourceRule({
    id: "D18",
    name: "bucket-refuses-plain-http",
    topic: "encryption",
    severity: "high",
    why: "A bucket answers plain HTTP unless its policy denies it, and what is read travels in clear text.",
    mend: 'Deny "s3:*" to everyone on the bucket and its objects if aws:SecureTransport is "false", in its bucket policy.',
    controls: ["CIS 3.1.1", "S3.5", "NIST SC-8"],
    check: [
        acrossStack((stack, violation) => {
            const policies = stack.all(aws.s3.BucketPolicy);
            for (const bucket of stack.all(aws.s3.Bucket, aws.s3.BucketV2)) {
                if (!policies.some((policy) => stack.refersTo(policy, "bucket", bucket))) {
                    violation("the bucket has no bucket policy, so it answers plain HTTP", bucket);
                }
            }
        }),
        on(aws.s3.BucketPolicy, (bucketPolicy, violation) => {
            // Unknown while the bucket is new: the document holds its ARN. It is judged before it is created.
            const document = known(bucketPolicy, "policy", fromAnyResource);
            try {
                if (!statementsOf(document).some((read) => refusesPlainHttp(read()))) {
                    violation("no statement denies requests without TLS");
                }
            } catch (error) {
                if (!(error instanceof UnreadableDocument)) {
                    throw error;
                }
                violation(`policy ${error.message}`);
            }
        }),
    ],
});

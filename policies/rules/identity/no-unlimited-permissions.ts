import * as aws from "@pulumi/aws";
import { from, fromAnyResource, known, list } from "../../framework/known";
import type { Statement } from "../../framework/policy-document";
import { allowsEverything, isNarrowed, statementsOf, UnreadableDocument } from "../../framework/policy-document";
import type { Check, Violation } from "../../framework/rule";
import { on, resourceRule } from "../../framework/rule";

/** Judges every statement of a document on its own. */
function judgeDocument(document: unknown, where: string, violation: Violation, judge: (s: Statement) => void): void {
    try {
        violation.forEach(statementsOf(document), (read) => {
            try {
                judge(read());
            } catch (error) {
                unreadable(error, where, violation);
            }
        });
    } catch (error) {
        unreadable(error, where, violation);
    }
}

function unreadable(error: unknown, where: string, violation: Violation): void {
    if (!(error instanceof UnreadableDocument)) {
        throw error;
    }
    violation(`${where} ${error.message}`);
}

/** What a principal may do. */
function identityDocument(document: unknown, where: string, violation: Violation): void {
    judgeDocument(document, where, violation, (statement) => {
        if (allowsEverything(statement)) {
            violation(`${where} allows every action on every resource`);
        }
    });
}

/** Who may use a resource. */
function resourceDocument(document: unknown, where: string, violation: Violation): void {
    judgeDocument(document, where, violation, (statement) => {
        if (statement.allows && statement.everyone && !isNarrowed(statement)) {
            violation(`${where} allows everyone in the world, with no condition on who asks`);
        } else if (allowsEverything(statement)) {
            violation(`${where} allows every action on every resource`);
        }
    });
}

type Judge = (document: unknown, where: string, violation: Violation) => void;

/** Reads a document field. It may be unknown while it holds ARNs of new resources, see docs/decisions/0020. */
const document =
    <Key extends string>(key: Key, judge: Judge) =>
    (inputs: { [K in Key]?: unknown }, violation: Violation): void => {
        const value = known(inputs, key, fromAnyResource);
        if (value !== undefined) {
            judge(value, key, violation);
        }
    };

const unlimited = /:iam::aws:policy\/(job-function\/)?(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

function managedPolicy(arn: string, violation: Violation): void {
    if (unlimited.test(arn)) {
        violation(`${arn} is attached, which allows every action on every resource`);
    }
}

function attachment(inputs: { policyArn: string }, violation: Violation): void {
    managedPolicy(known(inputs, "policyArn", from(aws.iam.Policy)) ?? "", violation);
}

const whatPrincipalsMay: Check<unknown>[] = [
    on(aws.iam.Policy, document("policy", identityDocument)),
    on(aws.iam.RolePolicy, document("policy", identityDocument)),
    on(aws.iam.UserPolicy, document("policy", identityDocument)),
    on(aws.iam.GroupPolicy, document("policy", identityDocument)),
    on(aws.ssoadmin.PermissionSetInlinePolicy, document("inlinePolicy", identityDocument)),
    on(aws.iam.Role, (role, violation) => {
        violation.forEach(known(role, "inlinePolicies"), (inline) => {
            document("policy", identityDocument)(inline, violation);
        });
    }),
    on(aws.iam.Role, (role, violation) => {
        violation.forEach(list(role, "managedPolicyArns", from(aws.iam.Policy)), (arn) => {
            managedPolicy(arn, violation);
        });
    }),
    on(aws.iam.RolePolicyAttachment, attachment),
    on(aws.iam.UserPolicyAttachment, attachment),
    on(aws.iam.GroupPolicyAttachment, attachment),
    on(aws.iam.PolicyAttachment, attachment),
];

const whoMayUseResources: Check<unknown>[] = [
    on(aws.iam.Role, document("assumeRolePolicy", resourceDocument)),
    on(aws.kms.Key, document("policy", resourceDocument)),
    on(aws.kms.KeyPolicy, document("policy", resourceDocument)),
    on(aws.s3.BucketPolicy, document("policy", resourceDocument)),
    on(aws.s3.Bucket, document("policy", resourceDocument)),
    on(aws.sns.TopicPolicy, document("policy", resourceDocument)),
    on(aws.sns.Topic, document("policy", resourceDocument)),
    on(aws.sqs.QueuePolicy, document("policy", resourceDocument)),
    on(aws.sqs.Queue, document("policy", resourceDocument)),
    on(aws.ecr.RepositoryPolicy, document("policy", resourceDocument)),
    on(aws.secretsmanager.Secret, document("policy", resourceDocument)),
    on(aws.secretsmanager.SecretPolicy, document("policy", resourceDocument)),
    on(aws.backup.VaultPolicy, document("policy", resourceDocument)),
    on(aws.cloudwatch.LogResourcePolicy, document("policyDocument", resourceDocument)),
];

export const noUnlimitedPermissions = resourceRule({
    id: "I1",
    name: "no-unlimited-permissions",
    topic: "identity",
    severity: "critical",
    why: "Whoever takes over a principal that may do everything owns the account; a resource open to everyone is public.",
    mend: "Name the actions and the ARNs that are needed; name the principal, or condition it on account or source ARN.",
    controls: ["CIS 2.15", "IAM.1", "IAM.21", "KMS.5", "S3.6", "NIST AC-6", "NIST AC-3"],
    check: [...whatPrincipalsMay, ...whoMayUseResources],
});

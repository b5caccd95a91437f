import { deepEqual } from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { noUnlimitedPermissions } from "../../policies/rules/identity/no-unlimited-permissions";
import type { Resource } from "./support/judge";
import { judge, unknown } from "./support/judge";

const found = (...resources: Resource[]): Promise<string[]> => judge(noUnlimitedPermissions, resources);
const policy = (statement: unknown, as: (document: object) => unknown = JSON.stringify): Promise<string[]> =>
    found({ type: aws.iam.Policy, name: "policy", inputs: { policy: as({ Statement: statement }) } });
const asObject = (document: object): object => document;

const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const unlimited = ["policy: policy allows every action on every resource"];

describe("I1 unlimited permissions", () => {
    it("refuses everything on everything, in every form", async () => {
        const forms = [
            everything,
            [everything],
            { Effect: "Allow", Action: ["*"], Resource: ["*"] },
            { Effect: "Allow", Action: ["s3:GetObject", "*:*"], Resource: "*" },
            { Effect: "Allow", Action: "**", Resource: "arn:aws:*:*:*:*" },
            { Effect: "Allow", Action: "*", Resource: "arn:*" },
            { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
            { Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::secrets" },
            { ...everything, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } },
        ];
        for (const form of forms) {
            deepEqual(await policy(form), unlimited, JSON.stringify(form));
            deepEqual(await policy(form, asObject), unlimited, JSON.stringify(form));
        }
    });

    it("allows what names its actions or its resources, and denials", async () => {
        const forms = [
            { Effect: "Allow", Action: "s3:*", Resource: "*" },
            { Effect: "Allow", Action: "*", Resource: "arn:aws:s3:::state/*" },
            { Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:s3:::state" },
            { Effect: "Deny", Action: "*", Resource: "*" },
        ];
        for (const form of forms) {
            deepEqual(await policy(form), [], JSON.stringify(form));
        }
    });

    it("finds documents wherever principals carry them", async () => {
        const document = JSON.stringify({ Statement: [everything] });
        const names = await found(
            { type: aws.iam.RolePolicy, name: "role-policy", inputs: { policy: document } },
            { type: aws.iam.UserPolicy, name: "user-policy", inputs: { policy: document } },
            { type: aws.iam.GroupPolicy, name: "group-policy", inputs: { policy: document } },
            {
                type: aws.iam.Role,
                name: "role",
                inputs: {
                    inlinePolicies: [{ policy: document }],
                    managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnly"],
                },
            },
            {
                type: aws.iam.RolePolicyAttachment,
                name: "attachment",
                inputs: { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
            },
            {
                type: aws.iam.Role,
                name: "admin",
                inputs: { managedPolicyArns: ["arn:aws-us-gov:iam::aws:policy/PowerUserAccess"] },
            },
        );
        deepEqual(
            names.map((line) => line.split(":")[0]),
            ["role-policy", "user-policy", "group-policy", "role", "attachment", "admin"],
        );
    });

    it("refuses resources that are open to everyone, however that is written", async () => {
        const open = ["trust: assumeRolePolicy allows everyone in the world, with no condition on who asks"];
        const trust = (statement: object): Promise<string[]> =>
            found({
                type: aws.iam.Role,
                name: "trust",
                inputs: {
                    assumeRolePolicy: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }] },
                },
            });
        deepEqual(await trust({ Principal: "*" }), open);
        deepEqual(await trust({ Principal: { AWS: "*" } }), open);
        deepEqual(await trust({ Principal: { AWS: ["arn:aws:iam::1:root", "*"] } }), open);
        deepEqual(await trust({ Principal: { Federated: "*" } }), open);
        deepEqual(await trust({ NotPrincipal: { AWS: "arn:aws:iam::1:root" } }), open);
        deepEqual(await trust({ Principal: "*", Condition: { StringLike: { "aws:PrincipalArn": "*" } } }), open);
        deepEqual(
            await trust({ Principal: "*", Condition: { StringEqualsIfExists: { "aws:SourceAccount": "1" } } }),
            open,
        );
        deepEqual(await trust({ Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }), open);

        deepEqual(await trust({ Principal: { Service: "pods.eks.amazonaws.com" } }), []);
        deepEqual(await trust({ Principal: { AWS: "arn:aws:iam::1:root" } }), []);
        deepEqual(await trust({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }), []);
        deepEqual(await trust({ Effect: "Deny", Principal: "*" }), []);
    });

    it("allows the usual key policy: the account's own root on the key itself", async () => {
        const document = {
            Statement: [
                { Effect: "Allow", Principal: { AWS: "arn:aws:iam::1:root" }, Action: "kms:*", Resource: "*" },
                {
                    Effect: "Allow",
                    Principal: { AWS: "*" },
                    Action: "kms:Decrypt",
                    Resource: "*",
                    Condition: { StringEquals: { "kms:CallerAccount": "1", "kms:ViaService": "rds.amazonaws.com" } },
                },
            ],
        };
        deepEqual(await found({ type: aws.kms.Key, name: "key", inputs: { policy: JSON.stringify(document) } }), []);
    });

    it("leaves a document with ARNs of new resources to the update", async () => {
        const queue: Resource = { type: aws.sqs.Queue, name: "queue", inputs: {}, outputs: { arn: unknown } };
        const planned: Resource = {
            type: aws.iam.Policy,
            name: "policy",
            inputs: { policy: unknown },
            from: { policy: ["queue"] },
        };
        deepEqual(await found(queue, planned), []);
        deepEqual(await found(queue, { ...planned, inputs: { policy: JSON.stringify({ Statement: everything }) } }), [
            ...unlimited,
        ]);
    });

    it("refuses an unknown document that comes from no resource", async () => {
        deepEqual(await found({ type: aws.iam.Policy, name: "policy", inputs: { policy: unknown } }), [
            "policy: policy is set, but unknown until the update, and comes from no resource rather than a resource of this stack",
        ]);
    });

    it("lets an unknown ARN in an object hide no other statement, and refuses unknown actions", async () => {
        const queue: Resource = { type: aws.sqs.Queue, name: "queue", inputs: {} };
        const planned = (Statement: unknown): Resource => ({
            type: aws.iam.Policy,
            name: "policy",
            inputs: { policy: { Statement } },
            from: { policy: ["queue"] },
        });
        const own = { Effect: "Allow", Action: "sqs:SendMessage", Resource: [unknown] };
        deepEqual(await found(queue, planned([own])), []);
        deepEqual(await found(queue, planned([own, everything])), unlimited);
        deepEqual(await found(queue, planned([{ ...own, Action: unknown }])), [
            "policy: policy.Statement.0.Action is set, but unknown until the update",
        ]);
    });

    it("refuses what is no policy document", async () => {
        deepEqual(await found({ type: aws.iam.Policy, name: "policy", inputs: { policy: "[" } }), [
            "policy: policy is not JSON (Unexpected end of JSON input)",
        ]);
        deepEqual(await found({ type: aws.iam.Policy, name: "policy", inputs: { policy: '{"Statement": 7}' } }), [
            "policy: policy has a Statement that is no object",
        ]);
    });
});

import type { Cases } from "./world";

const role = "aws:iam/role:Role";
const policy = "aws:iam/policy:Policy";

const document = (action: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

const trust = (service: string) =>
    JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    });

const keyPolicy = (principal: string) =>
    JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Sid: "Owner", Effect: "Allow", Principal: { AWS: principal }, Action: "kms:*", Resource: "*" }],
    });

export const identityCases: Cases = {
    [role]: {
        inputs: () =>
            Promise.resolve({
                assumeRolePolicy: trust("ec2.amazonaws.com"),
                description: "nodes",
                inlinePolicies: [{ name: "logs", policy: document("logs:PutLogEvents") }],
                managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"],
                tags: { Name: "nodes" },
            }),
        change: {
            assumeRolePolicy: trust("eks.amazonaws.com"),
            description: undefined,
            inlinePolicies: [{ name: "traces", policy: document("xray:PutTraceSegments") }],
            managedPolicyArns: [],
            maxSessionDuration: 7200,
            tags: { Name: "renamed" },
        },
    },
    [policy]: {
        inputs: () =>
            Promise.resolve({ policy: document("s3:GetObject"), description: "reads", tags: { Name: "read" } }),
        change: { policy: document("s3:PutObject"), tags: undefined },
    },
    "aws:iam/rolePolicy:RolePolicy": {
        inputs: async (world) => ({
            role: (await world.create(role, { assumeRolePolicy: trust("ec2.amazonaws.com") })).id,
            policy: document("s3:GetObject"),
        }),
        change: { policy: document("s3:PutObject") },
    },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
        inputs: async (world) => ({
            role: (await world.create(role, { assumeRolePolicy: trust("ec2.amazonaws.com") })).id,
            policyArn: await world.id(policy),
        }),
    },
    "aws:iam/instanceProfile:InstanceProfile": {
        inputs: async (world) => ({ role: await world.id(role), tags: { Name: "nodes" } }),
        change: async (world) => ({
            role: (await world.create(role, { assumeRolePolicy: trust("ec2.amazonaws.com") })).id,
            tags: { Name: "renamed" },
        }),
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
        inputs: () =>
            Promise.resolve({
                url: "https://token.actions.githubusercontent.com",
                clientIdLists: ["sts.amazonaws.com"],
                thumbprintLists: ["6938fd4d98bab03faadb97b34396831e3780aea1"],
                tags: { Name: "deploy" },
            }),
        // Not `clientIdLists`: the emulator has no call for a change of them.
        change: { thumbprintLists: ["0000000000000000000000000000000000000000"], tags: { Name: "renamed" } },
    },
    "aws:kms/key:Key": {
        inputs: () =>
            Promise.resolve({
                description: "data",
                enableKeyRotation: true,
                deletionWindowInDays: 7,
                policy: keyPolicy("arn:aws:iam::111111111111:root"),
                tags: { Name: "data" },
            }),
        change: { description: "all data", enableKeyRotation: false, policy: keyPolicy("*"), tags: undefined },
    },
    "aws:kms/alias:Alias": {
        inputs: async (world) => ({ targetKeyId: await world.output("aws:kms/key:Key", "keyId") }),
        change: async (world) => ({ targetKeyId: (await world.create("aws:kms/key:Key", {})).id }),
    },
    "aws:kms/replicaKey:ReplicaKey": {
        inputs: async (world) => ({
            primaryKeyArn: (await world.create("aws:kms/key:Key", { multiRegion: true })).state.arn,
            region: "eu-west-1",
            description: "copy",
            policy: keyPolicy("*"),
            tags: { Name: "copy" },
        }),
        change: { description: "second copy", tags: { Name: "second copy" } },
    },
};

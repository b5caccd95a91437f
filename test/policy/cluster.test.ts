import { deepEqual } from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { clusterEncryptsSecrets } from "../../policies/rules/cluster/cluster-encrypts-secrets";
import { clusterEndpointIsPrivate } from "../../policies/rules/cluster/cluster-endpoint-is-private";
import type { Resource } from "./support/judge";
import { judge, unknown } from "./support/judge";

const cluster = (inputs: object, from: Resource["from"] = {}): Resource => ({
    type: aws.eks.Cluster,
    name: "eks",
    inputs,
    from,
});

describe("E1 cluster endpoint", () => {
    const endpoint = (vpcConfig: unknown, stack = "prod"): Promise<string[]> =>
        judge(clusterEndpointIsPrivate, [cluster({ vpcConfig })], stack);
    const listed = { endpointPrivateAccess: true, endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] };

    it("refuses what EKS does by default", async () => {
        deepEqual(await endpoint({}), [
            "eks: endpointPrivateAccess is not true",
            "eks: endpointPublicAccess is not false",
        ]);
    });

    it("allows listed addresses in dev, and no public endpoint in prod", async () => {
        deepEqual(await endpoint(listed, "dev"), []);
        deepEqual(await endpoint(listed, "prod"), ["eks: endpointPublicAccess is not false"]);
        deepEqual(await endpoint({ endpointPrivateAccess: true, endpointPublicAccess: false }), []);
    });

    it("refuses the world in dev too, listed or left out", async () => {
        const open = { ...listed, publicAccessCidrs: ["203.0.113.0/24", "0.0.0.0/0"] };
        deepEqual(await endpoint(open, "dev"), ["eks: the public endpoint is open to 0.0.0.0/0"]);
        deepEqual(await endpoint({ endpointPrivateAccess: true }, "dev"), [
            "eks: the public endpoint lists no publicAccessCidrs, so it is open to the world",
        ]);
    });

    it("refuses what is unknown", async () => {
        deepEqual(await endpoint({ endpointPrivateAccess: unknown, endpointPublicAccess: false }), [
            "eks: vpcConfig.endpointPrivateAccess is set, but unknown until the update",
        ]);
        deepEqual(await endpoint({ ...listed, publicAccessCidrs: [unknown] }, "dev"), [
            "eks: vpcConfig.publicAccessCidrs.0 is set, but unknown until the update",
        ]);
    });

    it("passes by unknown subnets and security groups", async () => {
        const private_ = { endpointPrivateAccess: true, endpointPublicAccess: false, subnetIds: [unknown] };
        deepEqual(await endpoint(private_), []);
    });
});

describe("E2 secrets in etcd", () => {
    const encryption = (keyArn: string | undefined, resources: unknown = ["secrets"]): object => ({
        encryptionConfig: { provider: { ...(keyArn !== undefined && { keyArn }) }, resources },
    });

    it("refuses clusters that do not encrypt secrets with a key of their own", async () => {
        deepEqual(await judge(clusterEncryptsSecrets, [cluster({})]), ["eks: encryptionConfig does not cover secrets"]);
        deepEqual(await judge(clusterEncryptsSecrets, [cluster(encryption("arn", []))]), [
            "eks: encryptionConfig does not cover secrets",
        ]);
        deepEqual(await judge(clusterEncryptsSecrets, [cluster(encryption(undefined))]), [
            "eks: encryptionConfig.provider.keyArn is not set",
        ]);
    });

    it("allows a known key and one of the stack; refuses an unknown one from elsewhere", async () => {
        const key: Resource = { type: aws.kms.Key, name: "key", inputs: {} };
        deepEqual(await judge(clusterEncryptsSecrets, [cluster(encryption("arn:aws:kms:eu-west-1:1:key/a"))]), []);
        deepEqual(
            await judge(clusterEncryptsSecrets, [key, cluster(encryption(unknown), { encryptionConfig: ["key"] })]),
            [],
        );
        deepEqual(await judge(clusterEncryptsSecrets, [cluster(encryption(unknown))]), [
            "eks: encryptionConfig.provider.keyArn is set, but unknown until the update, and comes from no resource rather than aws:kms/key:Key or aws:kms/replicaKey:ReplicaKey",
        ]);
    });
});

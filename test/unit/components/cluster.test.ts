import { deepEqual, equal, match, notEqual, rejects } from "node:assert/strict";

import type { ClusterArgs } from "../../../components/cluster/cluster";
import { Cluster } from "../../../components/cluster/cluster";
import { architecture } from "../../../components/cluster/node-groups";
import type { Deployment } from "../../support/deploy";
import { deploy } from "../../support/deploy";
import { statements } from "../../support/policies";

const KEY = "arn:aws:kms:us-east-1:123456789012:key/cluster";
const LOGS_KEY = "arn:aws:kms:us-east-1:123456789012:key/logs";
const ADMIN = "arn:aws:iam::123456789012:role/platform/deployer";
const SYSTEM = { instanceTypes: ["m7g.large"], minSize: 2, maxSize: 4, desiredSize: 3, labels: {}, diskGiB: 50 };

function cluster(changes: Partial<ClusterArgs> = {}) {
    return deploy(() => {
        const { name, endpoint, securityGroupId } = new Cluster("cluster", {
            subnetIds: ["subnet-a", "subnet-b"],
            version: "1.35",
            keyArn: KEY,
            logsKeyArn: LOGS_KEY,
            logRetentionDays: 90,
            publicAccessCidrs: [],
            adminRoleArns: [ADMIN],
            nodeGroups: { system: SYSTEM },
            region: "us-east-1",
            accountId: "123456789012",
            durability: "protected",
            ...changes,
        });
        return { name, endpoint, securityGroupId };
    });
}

const CONTROL_PLANE = "aws:eks/cluster:Cluster";
const NODES = "aws:eks/nodeGroup:NodeGroup";

describe("Cluster", () => {
    it("can be reached from inside the VPC only, unless operators' networks are named", async () => {
        const vpcConfig = async (publicAccessCidrs: string[]) =>
            (await cluster({ publicAccessCidrs })).find(CONTROL_PLANE).inputs["vpcConfig"];
        const inside = { subnetIds: ["subnet-a", "subnet-b"], endpointPrivateAccess: true };
        deepEqual(await vpcConfig([]), { ...inside, endpointPublicAccess: false });
        deepEqual(await vpcConfig(["198.51.100.0/24"]), {
            ...inside,
            endpointPublicAccess: true,
            publicAccessCidrs: ["198.51.100.0/24"],
        });
    });

    it("refuses to open the API server to the whole internet", async () => {
        await rejects(
            cluster({ publicAccessCidrs: ["0.0.0.0/0"] }),
            /cluster\.publicAccessCidrs holds "0\.0\.0\.0\/0"/,
        );
        await rejects(cluster({ publicAccessCidrs: ["::/0"] }), /cluster\.publicAccessCidrs holds "::\/0"/);
    });

    it("encrypts secrets with its key and keeps every control-plane log, in a group that is there before it", async () => {
        const stack = await cluster();
        const { inputs, dependencies } = stack.find(CONTROL_PLANE);
        deepEqual(inputs["encryptionConfig"], { provider: { keyArn: KEY }, resources: ["secrets"] });
        const types = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
        deepEqual(inputs["enabledClusterLogTypes"], types);
        const logs = stack.find("aws:cloudwatch/logGroup:LogGroup");
        equal(logs.inputs["name"], `/aws/eks/${String(inputs["name"])}/cluster`);
        deepEqual([logs.inputs["kmsKeyId"], logs.inputs["retentionInDays"]], [LOGS_KEY, 90]);
        equal(dependencies.includes(logs.urn), true);
    });

    it("is administered by the named roles and by nobody else", async () => {
        const stack = await cluster();
        deepEqual(stack.find(CONTROL_PLANE).inputs["accessConfig"], {
            authenticationMode: "API",
            bootstrapClusterCreatorAdminPermissions: false,
        });
        const [entry] = stack.findAll("aws:eks/accessEntry:AccessEntry");
        deepEqual([entry?.name, entry?.inputs["principalArn"]], ["cluster-administrator-platform-deployer", ADMIN]);
    });

    it("refuses to have no administrator, one named twice, or one that is no role", async () => {
        await rejects(cluster({ adminRoleArns: [] }), /cluster\.adminRoleArns is empty/);
        await rejects(cluster({ adminRoleArns: [ADMIN, ADMIN] }), /names ".*deployer" twice/);
        await rejects(
            cluster({ adminRoleArns: ["arn:aws:iam::1:user/joe"] }),
            /"arn:aws:iam::1:user\/joe" is not the ARN/,
        );
    });

    it("runs nodes that keep their credentials from pods and encrypt their volumes", async () => {
        const template = (await cluster()).find("aws:ec2/launchTemplate:LaunchTemplate").inputs;
        deepEqual(template["metadataOptions"], {
            httpEndpoint: "enabled",
            httpTokens: "required",
            httpPutResponseHopLimit: 1,
        });
        const volumes = template["blockDeviceMappings"] as { deviceName: string; ebs: Record<string, unknown> }[];
        deepEqual(
            volumes.map(({ deviceName, ebs }) => [deviceName, ebs["encrypted"], ebs["volumeType"], ebs["volumeSize"]]),
            [
                ["/dev/xvda", "true", "gp3", 4],
                ["/dev/xvdb", "true", "gp3", 50],
            ],
        );
    });

    it("gives nodes the right to join and to pull images, and no more", async () => {
        const attached = (await cluster())
            .findAll("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
            .filter(({ inputs }) => inputs["role"] === "cluster-node-role")
            .map(({ inputs }) => String(inputs["policyArn"]).replace(/^.*\//, ""));
        deepEqual(attached, ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"]);
    });

    it("has the network plugin before its nodes, and its nodes before what runs on them", async () => {
        const stack = await cluster();
        const addOn = (suffix: string) => stack.find("aws:eks/addon:Addon", `cluster-${suffix}`);
        const nodes = stack.find(NODES);
        equal(nodes.dependencies.includes(addOn("vpc-cni").urn), true);
        equal(addOn("coredns").dependencies.includes(nodes.urn), true);
        const provider = stack.find("pulumi:providers:kubernetes");
        equal(provider.dependencies.includes(nodes.urn), true);
        equal(provider.dependencies.includes(addOn("coredns").urn), true);
    });

    it("pins the version of every add-on and enforces NetworkPolicies", async () => {
        const stack = await cluster({ addOnVersions: { coredns: "v1.13.2-eksbuild.9" } });
        const versions = stack.findAll("aws:eks/addon:Addon").map(({ inputs }) => String(inputs["addonVersion"]));
        equal(versions.length, 5);
        versions.forEach((version) => match(version, /^v\d+\.\d+\.\d+-eksbuild\.\d+$/));
        equal(versions.includes("v1.13.2-eksbuild.9"), true);
        const cni = stack.find("aws:eks/addon:Addon", "cluster-vpc-cni").inputs["configurationValues"];
        deepEqual(JSON.parse(String(cni)), { enableNetworkPolicy: "true" });
    });

    it("lets only the add-on's own service account use its role", async () => {
        const [trust] = statements((await cluster()).find("aws:iam/role:Role", "cluster-csi-role"), "assumeRolePolicy");
        deepEqual(trust?.Principal, { Service: "pods.eks.amazonaws.com" });
        deepEqual(trust?.Condition?.["StringEquals"], {
            "aws:RequestTag/eks-cluster-name": "cluster-0badcafe",
            "aws:RequestTag/kubernetes-namespace": "kube-system",
            "aws:RequestTag/kubernetes-service-account": "ebs-csi-controller-sa",
        });
    });

    it("claims volumes under its key, and keeps them when protected", async () => {
        const storageClass = async (durability: ClusterArgs["durability"]) =>
            (await cluster({ durability })).find("kubernetes:storage.k8s.io/v1:StorageClass");
        const { inputs, provider } = await storageClass("protected");
        deepEqual(inputs["parameters"], { type: "gp3", encrypted: "true", kmsKeyId: KEY });
        equal(inputs["reclaimPolicy"], "Retain");
        match(String(provider), /cluster-kubernetes$/);
        equal((await storageClass("destroyable")).inputs["reclaimPolicy"], "Delete");
    });

    it("cannot be deleted when protected, in Pulumi or in AWS", async () => {
        const fate = async (durability: ClusterArgs["durability"]) => {
            const { inputs, protect } = (await cluster({ durability })).find(CONTROL_PLANE);
            return [inputs["deletionProtection"], protect];
        };
        deepEqual(await fate("protected"), [true, true]);
        deepEqual(await fate("destroyable"), [false, false]);
    });

    it("identifies itself to its provider by name, whatever happens to certificate or address", async () => {
        const stack = await cluster();
        const { inputs } = stack.find("pulumi:providers:kubernetes");
        equal(inputs["clusterIdentifier"], stack.outputs.name);
        const kubeconfig = JSON.parse(String(inputs["kubeconfig"])) as { users: { user: object }[] };
        deepEqual(Object.keys(kubeconfig.users[0]?.user ?? {}), ["exec"]);
    });

    it("moves no node group when another one is added", async () => {
        const nodes = (stack: Deployment<unknown>) => stack.find(NODES, "cluster-nodes-system").inputs;
        const grown = await cluster({ nodeGroups: { app: { ...SYSTEM, labels: { a: "b" } }, system: SYSTEM } });
        deepEqual(nodes(grown), nodes(await cluster()));
        notEqual(grown.find(NODES, "cluster-nodes-app"), undefined);
    });

    const impossible: [string, Partial<ClusterArgs>, RegExp][] = [
        ["an unpinned version", { version: "1.29" }, /cluster\.version is "1\.29"; add-ons are pinned for 1\.35/],
        [
            "sizes that contradict each other",
            { nodeGroups: { system: { ...SYSTEM, desiredSize: 5 } } },
            /cluster\.nodeGroups\.system has minSize 2, desiredSize 5, maxSize 4/,
        ],
        [
            "processors that need different images",
            { nodeGroups: { system: { ...SYSTEM, instanceTypes: ["m7g.large", "m7i.large"] } } },
            /instanceTypes mixes processors \(m7g\.large, m7i\.large\)/,
        ],
        [
            "a protected cluster on a single node",
            { nodeGroups: { system: { ...SYSTEM, minSize: 1 } } },
            /guarantee 1 nodes by minSize; a protected cluster needs 2/,
        ],
    ];
    for (const [what, changes, message] of impossible) {
        it(`refuses ${what}`, async () => {
            await rejects(cluster(changes), message);
        });
    }
});

describe("architecture", () => {
    it("tells Graviton families from those that merely have a g in their name", () => {
        const arm = ["t4g.small", "m7gd.large", "c7gn.xlarge", "x2gd.medium", "im4gn.large", "g5g.xlarge"];
        const intel = ["m7i.large", "g4dn.xlarge", "t3.small", "c6a.large", "g6.xlarge"];
        deepEqual([...new Set(arm.map(architecture))], ["arm64"]);
        deepEqual([...new Set(intel.map(architecture))], ["x86_64"]);
    });
});

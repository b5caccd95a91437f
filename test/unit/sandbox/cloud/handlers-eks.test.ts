import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateLaunchTemplateCommand, DescribeSecurityGroupsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { V1Node } from "@kubernetes/client-node";
import { handlers } from "../../../../sandbox/cloud/handlers/eks";
import type { Properties } from "../../../../sandbox/provider/types";
import { fakeApiServer } from "./fake-api-server";
import type { FakeApiServer } from "./fake-api-server";
import { account, handlerOf, lifecycle, subnets, useEmulator } from "./handlers-support";

const cluster = handlerOf(handlers, "aws:eks/cluster:Cluster");
const nodeGroup = handlerOf(handlers, "aws:eks/nodeGroup:NodeGroup");
const authority = Buffer.from("a certificate authority").toString("base64");

const zoneOf = (node: V1Node): string => node.metadata?.labels?.["topology.kubernetes.io/zone"] ?? "";

describe("EKS handlers", () => {
    const context = useEmulator();
    let server: FakeApiServer;
    let folder: string;
    let subnetIds: string[];
    let vpcId: string;
    const outside = process.env.OPENHANDS_SANDBOX_KUBECONFIG;

    before(async () => {
        server = await fakeApiServer();
        folder = await mkdtemp(path.join(tmpdir(), "eks-"));
        const kubeconfig = path.join(folder, "kubeconfig");
        await writeFile(
            kubeconfig,
            JSON.stringify({
                apiVersion: "v1",
                kind: "Config",
                "current-context": "admin",
                contexts: [{ name: "admin", context: { cluster: "stack", user: "admin" } }],
                clusters: [
                    {
                        name: "stack",
                        cluster: {
                            server: server.url,
                            "certificate-authority-data": authority,
                            "insecure-skip-tls-verify": true,
                        },
                    },
                ],
                users: [{ name: "admin", user: { token: "test" } }],
            }),
        );
        process.env.OPENHANDS_SANDBOX_KUBECONFIG = kubeconfig;
        ({ vpcId, subnetIds } = await subnets(context(), ["a", "b", "c"]));
    });

    after(async () => {
        if (outside === undefined) {
            delete process.env.OPENHANDS_SANDBOX_KUBECONFIG;
        } else {
            process.env.OPENHANDS_SANDBOX_KUBECONFIG = outside;
        }
        await server.close();
        await rm(folder, { recursive: true });
    });

    function clusterInputs(overrides: Properties = {}): Properties {
        return {
            name: "platform",
            version: "1.35",
            roleArn: `arn:aws:iam::${account}:role/cluster`,
            vpcConfig: { subnetIds, endpointPrivateAccess: true, endpointPublicAccess: false },
            accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
            enabledClusterLogTypes: ["api", "audit", "authenticator"],
            encryptionConfig: {
                provider: { keyArn: `arn:aws:kms:eu-central-1:${account}:key/1` },
                resources: ["secrets"],
            },
            kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
            tags: { owner: "platform" },
            ...overrides,
        };
    }

    it("takes a cluster through its life and reports the stack's own API server", async () => {
        await lifecycle(cluster, {
            context: context(),
            inputs: clusterInputs(),
            change: {
                enabledClusterLogTypes: ["audit"],
                vpcConfig: {
                    subnetIds,
                    endpointPrivateAccess: true,
                    endpointPublicAccess: true,
                    publicAccessCidrs: ["192.0.2.0/24"],
                },
                tags: { owner: "data" },
            },
            created: (state) => {
                assert.equal(state.endpoint, server.url);
                assert.deepEqual(state.certificateAuthority, { data: authority });
                assert.equal(state.status, "ACTIVE");
                const vpc = state.vpcConfig as { vpcId: string; clusterSecurityGroupId: string };
                assert.equal(vpc.vpcId, vpcId);
                assert.match(vpc.clusterSecurityGroupId, /^sg-/);
            },
        });
        const left = await context()
            .client(EC2Client)
            .send(
                new DescribeSecurityGroupsCommand({
                    Filters: [{ Name: "group-name", Values: ["eks-cluster-sg-platform"] }],
                }),
            );
        assert.deepEqual(left.SecurityGroups, []);
    });

    it("refuses a version whose minor is not the API server's", async () => {
        const inputs = clusterInputs({ name: "other-version", version: "1.34" });
        await assert.rejects(
            cluster.create(inputs, context()),
            /asks for Kubernetes 1\.34, but the sandbox's API server is v1\.35\.3; set version to "1\.35"/,
        );
        assert.equal(await cluster.read("other-version", inputs, context()), undefined);
    });

    it("refuses to delete a protected cluster", async () => {
        const inputs = clusterInputs({ name: "guarded", deletionProtection: true });
        const { id, state } = await cluster.create(inputs, context());
        await assert.rejects(cluster.delete(id, state, context()), /deletion protection/);
        assert.ok(await cluster.read(id, state, context()));
        await cluster.delete(id, { ...state, deletionProtection: false }, context());
    });

    describe("node groups", () => {
        before(async () => {
            await cluster.create(clusterInputs({ name: "workers" }), context());
        });

        const scaling = (desiredSize: number): Properties => ({ minSize: 1, maxSize: 8, desiredSize });
        const groupInputs = (overrides: Properties = {}): Properties => ({
            clusterName: "workers",
            nodeGroupName: "system",
            nodeRoleArn: `arn:aws:iam::${account}:role/node`,
            subnetIds,
            scalingConfig: scaling(5),
            instanceTypes: ["m7g.large"],
            capacityType: "ON_DEMAND",
            diskSize: 50,
            labels: { role: "system" },
            taints: [{ key: "dedicated", value: "system", effect: "NO_SCHEDULE" }],
            updateConfig: { maxUnavailable: 1 },
            tags: { owner: "platform" },
            ...overrides,
        });

        it("take their life, their nodes with them", async () => {
            await lifecycle(nodeGroup, {
                context: context(),
                inputs: groupInputs(),
                change: { scalingConfig: scaling(3), labels: { role: "core" }, taints: undefined },
                created: (state, id) => {
                    assert.equal(id, "workers:system");
                    assert.equal(state.version, "1.35");
                    assert.equal(state.amiType, "AL2023_ARM_64_STANDARD");
                    assert.equal(server.nodes.size, 5);
                },
            });
            assert.equal(server.nodes.size, 0);
        });

        it("spread their nodes evenly over the zones, sized and marked as the group says", async () => {
            const { id, state } = await nodeGroup.create(groupInputs(), context());
            const nodes = [...server.nodes.values()];
            const perZone = ["a", "b", "c"].map((zone) => nodes.filter((node) => zoneOf(node).endsWith(zone)).length);
            assert.deepEqual(perZone.sort(), [1, 2, 2]);
            const [node] = nodes;
            assert.equal(node?.metadata?.annotations?.["kwok.x-k8s.io/node"], "fake");
            assert.deepEqual(node?.spec?.taints, [{ key: "dedicated", value: "system", effect: "NoSchedule" }]);
            const labels = node?.metadata?.labels ?? {};
            assert.equal(labels["eks.amazonaws.com/nodegroup"], "system");
            assert.equal(labels["node.kubernetes.io/instance-type"], "m7g.large");
            assert.equal(labels["kubernetes.io/arch"], "arm64");
            assert.equal(labels.role, "system");
            assert.deepEqual(node?.status?.capacity, {
                cpu: "2",
                memory: "8192Mi",
                pods: "29",
                "ephemeral-storage": "50Gi",
            });
            assert.equal(node?.status?.allocatable?.cpu, "1930m");
            assert.equal(node?.status?.allocatable?.memory, "7518Mi");

            const update = nodeGroup.update?.bind(nodeGroup);
            assert.ok(update);
            const before = new Set(server.nodes.keys());
            const changed = groupInputs({ scalingConfig: scaling(3), labels: { role: "core" } });
            delete changed.taints;
            const scaledIn = await update(id, state, changed, context());
            const left = [...server.nodes.values()];
            assert.deepEqual(left.map(zoneOf).sort(), ["eu-central-1a", "eu-central-1b", "eu-central-1c"]);
            assert.ok(left.every((kept) => before.has(kept.metadata?.name ?? "")));
            assert.ok(left.every((kept) => kept.metadata?.labels?.role === "core"));
            assert.ok(left.every((kept) => (kept.spec?.taints ?? []).length === 0));

            await nodeGroup.delete(id, scaledIn, context());
            assert.equal(server.nodes.size, 0);
        });

        it("have the disk of their launch template", async () => {
            const { LaunchTemplate } = await context()
                .client(EC2Client)
                .send(
                    new CreateLaunchTemplateCommand({
                        LaunchTemplateName: "workers",
                        LaunchTemplateData: {
                            BlockDeviceMappings: [
                                { DeviceName: "/dev/xvda", Ebs: { VolumeSize: 4 } },
                                { DeviceName: "/dev/xvdb", Ebs: { VolumeSize: 100 } },
                            ],
                        },
                    }),
                );
            const inputs = groupInputs({
                nodeGroupName: "templated",
                amiType: "BOTTLEROCKET_ARM_64",
                launchTemplate: { id: LaunchTemplate?.LaunchTemplateId, version: "1" },
            });
            delete inputs.diskSize;
            const { id, state } = await nodeGroup.create(inputs, context());
            assert.deepEqual(state.launchTemplate, inputs.launchTemplate);
            const [node] = [...server.nodes.values()];
            assert.equal(node?.status?.capacity?.["ephemeral-storage"], "100Gi");
            assert.equal(node?.status?.nodeInfo?.osImage, "Bottlerocket");
            await nodeGroup.delete(id, state, context());
        });

        it("do not touch the nodes of another group", async () => {
            const system = await nodeGroup.create(groupInputs({ scalingConfig: scaling(2) }), context());
            const compute = await nodeGroup.create(
                groupInputs({ nodeGroupName: "compute", scalingConfig: scaling(1), instanceTypes: ["c7i.xlarge"] }),
                context(),
            );
            await nodeGroup.delete(system.id, system.state, context());
            assert.deepEqual(
                [...server.nodes.values()].map((node) => node.metadata?.labels?.["eks.amazonaws.com/nodegroup"]),
                ["compute"],
            );
            await nodeGroup.delete(compute.id, compute.state, context());
        });

        it("share no node when two are created at the same time", async () => {
            const groups = await Promise.all(
                ["left", "right"].map((nodeGroupName) =>
                    nodeGroup.create(groupInputs({ nodeGroupName, scalingConfig: scaling(3) }), context()),
                ),
            );
            assert.equal(server.nodes.size, 6);
            for (const { id, state } of groups) await nodeGroup.delete(id, state, context());
        });

        it("refuse an instance type that the emulator does not know", async () => {
            await assert.rejects(
                nodeGroup.create(groupInputs({ nodeGroupName: "typo", instanceTypes: ["m7g.lrage"] }), context()),
                /m7g\.lrage/,
            );
            assert.equal(await nodeGroup.read("workers:typo", {}, context()), undefined);
        });
    });
});

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { componentTags } from "../tags";
import type { Transforms } from "../transforms";
import { childTransform } from "../transforms";
import type { ClusterScope } from "./scope";

/** A group of equal nodes. */
export interface NodeGroupSpec {
    /** All of one processor architecture. The first one that has capacity is used. */
    instanceTypes: string[];
    minSize: number;
    maxSize: number;
    desiredSize: number;
    /** Kubernetes labels of the nodes. */
    labels: Record<string, string>;
    taints?: { key: string; value?: string; effect: "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE" }[];
    /**
     * Volume for images, logs and `emptyDir`s of each node.
     *
     * @cost about 0.08 USD a month for each GiB
     */
    diskGiB: number;
    /** `SPOT` costs about a third and can be taken away within two minutes. @default "ON_DEMAND" */
    capacityType?: "ON_DEMAND" | "SPOT";
}

interface NodeGroupsArgs {
    subnetIds: pulumi.Input<string>[];
    version: string;
    nodeGroups: Record<string, NodeGroupSpec>;
    transforms?: Transforms<{ launchTemplate: aws.ec2.LaunchTemplateArgs }>;
}

/** Size of Bottlerocket's own, read-only volume; what runs on the node is on the second one. */
const SYSTEM_VOLUME_GIB = 4;

/** Only what a kubelet needs: to describe itself and to pull images. Pods get their rights by Pod Identity, not from the node. */
const NODE_POLICIES = {
    worker: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy",
    images: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
};

/** Processor architecture of an EC2 instance type; Graviton families have a `g` right after their generation. */
export function architecture(instanceType: string): "arm64" | "x86_64" {
    return /^[a-z]+\d+g[a-z]*\./.test(instanceType) ? "arm64" : "x86_64";
}

/** The role of every node, with its policies attached before anyone can use it. */
export interface NodeRole {
    arn: pulumi.Output<string>;
    permissions: pulumi.Resource[];
}

export function createNodeRole({ parent, name }: ClusterScope): NodeRole {
    const role = new aws.iam.Role(
        `${name}-node-role`,
        {
            description: "EKS nodes",
            assumeRolePolicy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
            }),
            tags: componentTags("cluster"),
        },
        { parent },
    );
    const permissions = Object.entries(NODE_POLICIES).map(
        ([purpose, policyArn]) =>
            new aws.iam.RolePolicyAttachment(`${name}-node-${purpose}`, { role: role.name, policyArn }, { parent }),
    );
    return { arn: role.arn, permissions };
}

/** Managed groups of Bottlerocket nodes in the private subnets. */
export function createNodeGroups(
    scope: ClusterScope,
    args: NodeGroupsArgs,
    role: NodeRole,
    dependsOn: pulumi.Resource[],
): aws.eks.NodeGroup[] {
    return Object.entries(args.nodeGroups).map(([group, spec]) => {
        const template = createLaunchTemplate(scope, group, spec, args);
        return new aws.eks.NodeGroup(
            `${scope.name}-nodes-${group}`,
            {
                clusterName: scope.clusterName,
                nodeRoleArn: role.arn,
                subnetIds: args.subnetIds,
                version: args.version,
                amiType: spec.instanceTypes.some((type) => architecture(type) === "arm64")
                    ? "BOTTLEROCKET_ARM_64"
                    : "BOTTLEROCKET_x86_64",
                capacityType: spec.capacityType ?? "ON_DEMAND",
                instanceTypes: spec.instanceTypes,
                launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
                scalingConfig: { minSize: spec.minSize, maxSize: spec.maxSize, desiredSize: spec.desiredSize },
                labels: spec.labels,
                ...(spec.taints && { taints: spec.taints }),
                updateConfig: { maxUnavailable: 1 },
                nodeRepairConfig: { enabled: true },
                tags: componentTags("cluster"),
            },
            { parent: scope.parent, dependsOn: [...role.permissions, ...dependsOn] },
        );
    });
}

function createLaunchTemplate(
    { parent, name }: ClusterScope,
    group: string,
    spec: NodeGroupSpec,
    args: NodeGroupsArgs,
): aws.ec2.LaunchTemplate {
    const tags = { ...componentTags("cluster"), Name: `${name}-${group}` };
    // Under the account's own EBS key: a customer key would have to name the Auto Scaling service role, which does not exist
    // before the first group of an account. Nothing that must survive is on these volumes; claims use the cluster's key.
    const volume = (volumeSize: number) => ({
        encrypted: "true",
        volumeType: "gp3",
        volumeSize,
        deleteOnTermination: "true",
    });
    return new aws.ec2.LaunchTemplate(
        `${name}-nodes-${group}-template`,
        childTransform(args.transforms?.launchTemplate, {
            description: `Nodes of ${name}, group ${group}`,
            updateDefaultVersion: true,
            // One hop: a pod's packet dies before it reaches the credentials of its node.
            metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
            blockDeviceMappings: [
                { deviceName: "/dev/xvda", ebs: volume(SYSTEM_VOLUME_GIB) },
                { deviceName: "/dev/xvdb", ebs: volume(spec.diskGiB) },
            ],
            // The provider's default tags stop at the template; these go on to what it starts.
            tagSpecifications: [
                { resourceType: "instance", tags },
                { resourceType: "volume", tags },
            ],
            tags,
        }),
        { parent },
    );
}

import * as aws from "@pulumi/aws";
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import type { Durability } from "../durability";
import { lifecycle } from "../durability";
import { refuseUnknownRetention } from "../log-retention";
import { componentTags } from "../tags";
import type { Transforms } from "../transforms";
import { childTransform } from "../transforms";
import { grantAdministrators } from "./access";
import type { AddOnName } from "./add-ons";
import { installNetworkAddOns, installWorkloadAddOns } from "./add-ons";
import { connect } from "./connection";
import type { NodeGroupSpec } from "./node-groups";
import { createNodeGroups, createNodeRole } from "./node-groups";
import { createStorageClass } from "./storage-class";
import { refuseUnsafe } from "./guards";

/** How a {@link Cluster} is reached, sized and protected. */
export interface ClusterArgs {
    /** Private subnets, in at least two zones, for the nodes and the control plane's interfaces. */
    subnetIds: pulumi.Input<string>[];
    /**
     * Kubernetes minor version.
     *
     * @cost 73 USD a month for the control plane; six times that once the version leaves standard support
     */
    version: string;
    /** Key of the `cluster` data class: secrets of the API server and volumes of pods. */
    keyArn: pulumi.Input<string>;
    /** Key of the `logs` data class. */
    logsKeyArn: pulumi.Input<string>;
    /** Days the control plane's logs are kept; one of the values that CloudWatch Logs offers. */
    logRetentionDays: number;
    /** Blocks that may reach the API server from outside. Empty: only from inside the VPC. Never the whole internet. */
    publicAccessCidrs: string[];
    /** Roles that administer the cluster. The one that runs `pulumi up` must be among them: the creator gets no right by itself. */
    adminRoleArns: string[];
    /** By name; the name is part of each resource's own, so that adding a group moves no other. */
    nodeGroups: Record<string, NodeGroupSpec>;
    region: string;
    accountId: pulumi.Input<string>;
    durability: Durability;
    /** Versions of the managed add-ons. @default the ones pinned for `version` in `add-ons.ts` */
    addOnVersions?: Partial<Record<AddOnName, string>>;
    transforms?: Transforms<{ cluster: aws.eks.ClusterArgs; launchTemplate: aws.ec2.LaunchTemplateArgs }>;
}

/**
 * An EKS cluster: private API server, secrets under a customer key, every control-plane log kept, administrators named by
 * role, Bottlerocket nodes in private subnets, and a Kubernetes provider for whatever runs on it.
 *
 * Controls: EKS.1-3, EKS.8, EC2.8, CIS EKS 2.1.1, 4.1.7, 5.1.3, 5.3.1, 5.4.1-3.
 *
 * @throws pulumi.ResourceError when nobody would administer it, the world could reach it, the version has no pinned add-ons,
 * a node group's sizes contradict each other, or a protected cluster has fewer than two nodes.
 */
export class Cluster extends pulumi.ComponentResource {
    /** `Input`s made from it wait for the control plane. */
    public readonly name: pulumi.Output<string>;
    public readonly endpoint: pulumi.Output<string>;
    /** Base64, as in a kubeconfig. */
    public readonly certificateAuthority: pulumi.Output<string>;
    /** Group of the nodes, and through them of the pods. */
    public readonly securityGroupId: pulumi.Output<string>;
    /** Waits until nodes and add-ons are there, so that what it deploys can run, and goes before them on destroy. */
    public readonly provider: k8s.Provider;
    /** What must exist before workloads can run. */
    public readonly ready: pulumi.Resource[];

    constructor(name: string, args: ClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:cluster:Cluster", name, {}, opts);
        refuseUnknownRetention(this, "logs.retentionDays", args.logRetentionDays);
        const addOnVersions = refuseUnsafe(this, args);

        const controlPlane = this.createControlPlane(name, args);
        const scope = { parent: this, name, clusterName: controlPlane.name };
        const administrators = grantAdministrators(scope, args.adminRoleArns);
        const networkAddOns = installNetworkAddOns(scope, addOnVersions);
        const nodeRole = createNodeRole(scope);
        // A node becomes Ready only with a network plugin, so the plugin is there first.
        const nodeGroups = createNodeGroups(scope, args, nodeRole, networkAddOns);
        const workloadAddOns = installWorkloadAddOns(scope, addOnVersions, args.keyArn, nodeGroups);

        this.name = controlPlane.name;
        this.endpoint = controlPlane.endpoint;
        this.certificateAuthority = controlPlane.certificateAuthority.data;
        this.securityGroupId = controlPlane.vpcConfig.clusterSecurityGroupId;
        this.ready = [...administrators, ...networkAddOns, ...nodeGroups, ...workloadAddOns];
        this.provider = connect({ ...scope, region: args.region, controlPlane, dependsOn: this.ready });
        createStorageClass(scope, this.provider, args);
        this.registerOutputs({
            name: this.name,
            endpoint: this.endpoint,
            certificateAuthority: this.certificateAuthority,
            securityGroupId: this.securityGroupId,
        });
    }

    private createControlPlane(name: string, args: ClusterArgs): aws.eks.Cluster {
        // EKS writes its logs to a group named after the cluster and creates it, without key or end, if it is not there.
        // So the name has to be known first. A cluster that must be replaced gets a new one and can be created beside the old.
        const identifier = new random.RandomId(
            `${name}-identifier`,
            { prefix: `${name}-`, byteLength: 4, keepers: { keyArn: args.keyArn } },
            { parent: this },
        ).hex;
        const logs = new aws.cloudwatch.LogGroup(
            `${name}-control-plane-logs`,
            {
                name: pulumi.interpolate`/aws/eks/${identifier}/cluster`,
                retentionInDays: args.logRetentionDays,
                kmsKeyId: args.logsKeyArn,
                tags: componentTags("cluster", "logs"),
            },
            { parent: this },
        );
        const { role, permissions } = this.createControlPlaneRole(name, args);
        const publicAccess = args.publicAccessCidrs.length > 0;
        return new aws.eks.Cluster(
            `${name}-control-plane`,
            childTransform(args.transforms?.cluster, {
                name: identifier,
                version: args.version,
                roleArn: role.arn,
                vpcConfig: {
                    subnetIds: args.subnetIds,
                    endpointPrivateAccess: true,
                    endpointPublicAccess: publicAccess,
                    ...(publicAccess && { publicAccessCidrs: args.publicAccessCidrs }),
                },
                accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
                // Add-ons are managed, with pinned versions; unmanaged ones would be there twice.
                bootstrapSelfManagedAddons: false,
                encryptionConfig: { provider: { keyArn: args.keyArn }, resources: ["secrets"] },
                enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
                // Extended support costs six times as much; upgrading in time is the cheaper habit.
                upgradePolicy: { supportType: "STANDARD" },
                zonalShiftConfig: { enabled: true },
                deletionProtection: args.durability === "protected",
                tags: componentTags("cluster", "cluster"),
            }),
            { parent: this, dependsOn: [logs, ...permissions], ...lifecycle(args.durability) },
        );
    }

    private createControlPlaneRole(
        name: string,
        args: ClusterArgs,
    ): { role: aws.iam.Role; permissions: pulumi.Resource[] } {
        const role = new aws.iam.Role(
            `${name}-control-plane-role`,
            {
                description: "EKS control plane",
                assumeRolePolicy: pulumi.jsonStringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Action: "sts:AssumeRole",
                            Principal: { Service: "eks.amazonaws.com" },
                            Condition: { StringEquals: { "aws:SourceAccount": args.accountId } },
                        },
                    ],
                }),
                tags: componentTags("cluster"),
            },
            { parent: this },
        );
        const managed = new aws.iam.RolePolicyAttachment(
            `${name}-control-plane-policy`,
            { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
            { parent: this },
        );
        const encryption = new aws.iam.RolePolicy(
            `${name}-control-plane-encryption`,
            {
                role: role.name,
                policy: pulumi.jsonStringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
                            Resource: args.keyArn,
                        },
                    ],
                }),
            },
            { parent: this },
        );
        return { role, permissions: [managed, encryption] };
    }
}

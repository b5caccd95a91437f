import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { componentTags } from "../tags";
import { podIdentityTrust } from "./pod-identity";
import type { ClusterScope } from "./scope";

/** Managed add-ons that every cluster has. */
export type AddOnName = "vpc-cni" | "kube-proxy" | "coredns" | "eks-pod-identity-agent" | "aws-ebs-csi-driver";

export type AddOnVersions = Record<AddOnName, string>;

/**
 * Tested together, by Kubernetes minor version. The choices for a version are listed by
 * `aws eks describe-addon-versions --kubernetes-version 1.35` (`compatibilities[].defaultVersion` marks EKS's own choice).
 */
export const ADD_ON_VERSIONS: Readonly<Record<string, AddOnVersions>> = {
    "1.35": {
        "vpc-cni": "v1.21.1-eksbuild.3",
        "kube-proxy": "v1.35.0-eksbuild.2",
        coredns: "v1.13.2-eksbuild.1",
        "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
        "aws-ebs-csi-driver": "v1.57.1-eksbuild.1",
    },
};

interface AddOnOptions {
    configuration?: object;
    identity?: { serviceAccount: string; roleArn: pulumi.Input<string> };
    dependsOn?: pulumi.Resource[];
}

/** Add-ons that make a node Ready; they run on the node's own network and need no other pod. */
export function installNetworkAddOns(scope: ClusterScope, versions: AddOnVersions): pulumi.Resource[] {
    const cniRole = createRole(scope, "cni", "aws-node");
    const cniPolicy = attach(scope, "cni", cniRole, "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy");
    return [
        install(scope, versions, "eks-pod-identity-agent"),
        install(scope, versions, "kube-proxy"),
        install(scope, versions, "vpc-cni", {
            // Without the agent, NetworkPolicies are accepted and nothing enforces them.
            configuration: { enableNetworkPolicy: "true" },
            identity: { serviceAccount: "aws-node", roleArn: cniRole.arn },
            dependsOn: [cniPolicy],
        }),
    ];
}

/** Add-ons that run as ordinary pods and so need nodes. */
export function installWorkloadAddOns(
    scope: ClusterScope,
    versions: AddOnVersions,
    keyArn: pulumi.Input<string>,
    nodes: pulumi.Resource[],
): pulumi.Resource[] {
    const csiRole = createRole(scope, "csi", "ebs-csi-controller-sa");
    const csiPolicy = attach(scope, "csi", csiRole, "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy");
    const csiEncryption = new aws.iam.RolePolicy(
        `${scope.name}-csi-encryption`,
        { role: csiRole.name, policy: pulumi.jsonStringify(volumeEncryption(keyArn)) },
        { parent: scope.parent },
    );
    return [
        install(scope, versions, "coredns", { dependsOn: nodes }),
        install(scope, versions, "aws-ebs-csi-driver", {
            // The class of the cluster is encrypted with its key; the add-on's own would not be.
            configuration: { defaultStorageClass: { enabled: false } },
            identity: { serviceAccount: "ebs-csi-controller-sa", roleArn: csiRole.arn },
            dependsOn: [...nodes, csiPolicy, csiEncryption],
        }),
    ];
}

function install(
    scope: ClusterScope,
    versions: AddOnVersions,
    addOn: AddOnName,
    options: AddOnOptions = {},
): aws.eks.Addon {
    return new aws.eks.Addon(
        `${scope.name}-${addOn}`,
        {
            clusterName: scope.clusterName,
            addonName: addOn,
            addonVersion: versions[addOn],
            ...(options.configuration && { configurationValues: JSON.stringify(options.configuration) }),
            ...(options.identity && { podIdentityAssociations: [options.identity] }),
            resolveConflictsOnCreate: "OVERWRITE",
            resolveConflictsOnUpdate: "OVERWRITE",
            tags: componentTags("cluster"),
        },
        { parent: scope.parent, dependsOn: options.dependsOn ?? [] },
    );
}

function createRole(scope: ClusterScope, suffix: string, serviceAccount: string): aws.iam.Role {
    const workload = { clusterName: scope.clusterName, namespace: "kube-system", serviceAccount };
    return new aws.iam.Role(
        `${scope.name}-${suffix}-role`,
        {
            description: `EKS add-on, service account kube-system/${serviceAccount}`,
            assumeRolePolicy: pulumi.jsonStringify(podIdentityTrust(workload)),
            tags: componentTags("cluster"),
        },
        { parent: scope.parent },
    );
}

function attach(scope: ClusterScope, suffix: string, role: aws.iam.Role, policyArn: string): pulumi.Resource {
    return new aws.iam.RolePolicyAttachment(
        `${scope.name}-${suffix}-policy`,
        { role: role.name, policyArn },
        { parent: scope.parent },
    );
}

function volumeEncryption(keyArn: pulumi.Input<string>): pulumi.Inputs {
    return {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
                Resource: keyArn,
            },
            {
                Effect: "Allow",
                Action: "kms:CreateGrant",
                Resource: keyArn,
                Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
            },
        ],
    };
}

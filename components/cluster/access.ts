import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { componentTags } from "../tags";
import type { ClusterScope } from "./scope";

/** Cluster administration for each role, by access entry; named after the role, so that the order does not matter. */
export function grantAdministrators(scope: ClusterScope, roleArns: string[]): pulumi.Resource[] {
    return roleArns.map((roleArn) => {
        const suffix = `administrator-${roleArn.replace(/^.*:role\//, "").replaceAll("/", "-")}`;
        const entry = new aws.eks.AccessEntry(
            `${scope.name}-${suffix}`,
            { clusterName: scope.clusterName, principalArn: roleArn, type: "STANDARD", tags: componentTags("cluster") },
            { parent: scope.parent },
        );
        return new aws.eks.AccessPolicyAssociation(
            `${scope.name}-${suffix}-policy`,
            {
                clusterName: scope.clusterName,
                principalArn: entry.principalArn,
                policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                accessScope: { type: "cluster" },
            },
            { parent: scope.parent },
        );
    });
}

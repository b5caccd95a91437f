import type * as pulumi from "@pulumi/pulumi";

interface Workload {
    clusterName: pulumi.Input<string>;
    namespace: pulumi.Input<string>;
    serviceAccount: pulumi.Input<string>;
}

/**
 * Trust of a role that EKS hands to the pods of one service account. EKS tags the session with the three names, so that the
 * role is of no use to another association, should someone create one.
 */
export function podIdentityTrust({ clusterName, namespace, serviceAccount }: Workload): pulumi.Inputs {
    return {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: { Service: "pods.eks.amazonaws.com" },
                Action: ["sts:AssumeRole", "sts:TagSession"],
                Condition: {
                    StringEquals: {
                        "aws:RequestTag/eks-cluster-name": clusterName,
                        "aws:RequestTag/kubernetes-namespace": namespace,
                        "aws:RequestTag/kubernetes-service-account": serviceAccount,
                    },
                },
            },
        ],
    };
}

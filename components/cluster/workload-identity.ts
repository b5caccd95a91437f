import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { componentTags } from "../tags";
import { podIdentityTrust } from "./pod-identity";

/** Which pods a {@link WorkloadIdentity} is for and what they may do. */
export interface WorkloadIdentityArgs {
    clusterName: pulumi.Input<string>;
    namespace: string;
    /** Name of the service account; it needs no annotation. */
    serviceAccount: string;
    /** IAM policy document: the actions and resources that the workload needs, and no others. */
    policy: pulumi.Input<pulumi.Inputs>;
}

/**
 * An IAM role of its own for the pods of one service account, by EKS Pod Identity. Pods that are already running get it when
 * they are next started, so create it before them.
 *
 * Controls: CIS EKS 5.2.1, AC-3, AC-6.
 *
 * @cost none
 */
export class WorkloadIdentity extends pulumi.ComponentResource {
    public readonly roleArn: pulumi.Output<string>;

    constructor(name: string, args: WorkloadIdentityArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:cluster:WorkloadIdentity", name, {}, opts);

        const role = new aws.iam.Role(
            `${name}-role`,
            {
                description: `Pods of the service account ${args.namespace}/${args.serviceAccount}`,
                assumeRolePolicy: pulumi.jsonStringify(podIdentityTrust(args)),
                tags: componentTags("cluster"),
            },
            { parent: this },
        );
        const policy = new aws.iam.RolePolicy(
            `${name}-policy`,
            { role: role.name, policy: pulumi.jsonStringify(args.policy) },
            { parent: this },
        );
        const association = new aws.eks.PodIdentityAssociation(
            `${name}-association`,
            {
                clusterName: args.clusterName,
                namespace: args.namespace,
                serviceAccount: args.serviceAccount,
                roleArn: role.arn,
                tags: componentTags("cluster"),
            },
            { parent: this, dependsOn: [policy] },
        );

        // Whoever uses the role waits until pods can get it.
        this.roleArn = association.roleArn;
        this.registerOutputs({ roleArn: this.roleArn });
    }
}

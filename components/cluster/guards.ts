import * as pulumi from "@pulumi/pulumi";

import type { AddOnVersions } from "./add-ons";
import { ADD_ON_VERSIONS } from "./add-ons";
import type { Cluster, ClusterArgs } from "./cluster";
import { architecture } from "./node-groups";

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

/** Refuses what would leave a cluster unreachable, open or without nodes; gives the versions of the add-ons. */
export function refuseUnsafe(cluster: Cluster, args: ClusterArgs): AddOnVersions {
    const refuse = (problem: string): never => {
        throw new pulumi.ResourceError(problem, cluster);
    };
    if (args.adminRoleArns.length === 0) {
        refuse("cluster.adminRoleArns is empty: nobody could administer it; name at least the role that deploys");
    }
    for (const arn of args.adminRoleArns) {
        if (!ROLE_ARN.test(arn)) {
            refuse(`cluster.adminRoleArns: "${arn}" is not the ARN of an IAM role`);
        }
    }
    const repeated = args.adminRoleArns.find((arn, index) => args.adminRoleArns.indexOf(arn) !== index);
    if (repeated) {
        refuse(`cluster.adminRoleArns names "${repeated}" twice`);
    }
    const open = args.publicAccessCidrs.find((cidr) => cidr.endsWith("/0"));
    if (open) {
        refuse(`cluster.publicAccessCidrs holds "${open}", the whole internet; name the networks of your operators`);
    }
    refuseImpossibleNodes(args, refuse);
    const pinned = ADD_ON_VERSIONS[args.version];
    if (!pinned) {
        return refuse(
            `cluster.version is "${args.version}"; add-ons are pinned for ${Object.keys(ADD_ON_VERSIONS).join(", ")} only`,
        );
    }
    return { ...pinned, ...args.addOnVersions };
}

function refuseImpossibleNodes(args: ClusterArgs, refuse: (problem: string) => never): void {
    const groups = Object.entries(args.nodeGroups);
    for (const [group, { minSize, maxSize, desiredSize, instanceTypes }] of groups) {
        const key = `cluster.nodeGroups.${group}`;
        if (!(minSize >= 0 && minSize <= desiredSize && desiredSize <= maxSize && maxSize >= 1)) {
            refuse(
                `${key} has minSize ${minSize}, desiredSize ${desiredSize}, maxSize ${maxSize}; each must not exceed the next`,
            );
        }
        if (instanceTypes.length === 0) {
            refuse(`${key}.instanceTypes is empty; name at least one type`);
        }
        if (new Set(instanceTypes.map(architecture)).size > 1) {
            refuse(
                `${key}.instanceTypes mixes processors (${instanceTypes.join(", ")}); a group runs one kind of image`,
            );
        }
    }
    const nodes = groups.reduce((sum, [, { minSize }]) => sum + minSize, 0);
    const needed = args.durability === "protected" ? 2 : 1;
    if (nodes < needed) {
        refuse(`cluster.nodeGroups guarantee ${nodes} nodes by minSize; a ${args.durability} cluster needs ${needed}`);
    }
}

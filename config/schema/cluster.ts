import { z } from "zod";

import { cidrBlock, count, labels, roleArn } from "./fields";

const taint = z.strictObject({
    key: z.string().min(1).meta({ description: "Key of the taint." }),
    value: z.string().optional().meta({ description: "Value of the taint." }),
    effect: z.enum(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]).meta({
        description: "What happens to pods that do not tolerate it.",
    }),
});

const nodeGroup = z.strictObject({
    instanceTypes: z
        .array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9]+$/, "is not an instance type"))
        .min(1)
        .meta({ description: "Instance types, the preferred one first. Several widen the choice of spot capacity." }),
    minSize: count(0, 100).meta({ description: "Nodes that are always there." }),
    maxSize: count(1, 100).meta({ description: "Nodes at most." }),
    desiredSize: count(0, 100).meta({ description: "Nodes at creation; afterwards autoscaling owns the number." }),
    labels: labels().default({}).meta({
        description: "Kubernetes labels of its nodes. Application pods ask for `node-type` (`app.nodeType`).",
    }),
    taints: z.array(taint).default([]).meta({ description: "Taints that keep other pods off its nodes." }),
    diskGiB: count(20, 1000).default(50).meta({
        description: "Encrypted root disk of each node, in GiB.",
        cost: "0.08 USD for each GiB",
    }),
    capacityType: z.enum(["ON_DEMAND", "SPOT"]).default("ON_DEMAND").meta({
        description: "Spot is cheaper and can be taken back with two minutes' notice.",
    }),
});

export const cluster = z.strictObject({
    version: z.enum(["1.35"]).default("1.35").meta({
        description: "Kubernetes version of control plane and nodes; 1.35 is in standard support until 2027-03-27.",
    }),
    publicAccessCidrs: z.array(cidrBlock()).default([]).meta({
        description: "Addresses that may reach the API server from the internet. None: it has a private endpoint only.",
    }),
    adminRoleArns: z.array(roleArn()).min(1).meta({
        description:
            "Roles that administer the cluster, among them the one that deploys: the creator gets no right by itself.",
    }),
    nodeGroups: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/), nodeGroup).meta({
        description: "Managed node groups by name. Adding one never touches another.",
        cost: "73 USD for the control plane; the nodes by instance type",
    }),
});

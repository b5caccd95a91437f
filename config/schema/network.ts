import { z } from "zod";

import { cidrBlock, count } from "./fields";

/** AWS services that the platform calls and that offer an interface endpoint. S3 has a gateway endpoint, always on and free. */
const INTERFACE_ENDPOINTS = [
    "autoscaling",
    "ec2",
    "ecr.api",
    "ecr.dkr",
    "eks",
    "eks-auth",
    "elasticloadbalancing",
    "kms",
    "logs",
    "monitoring",
    "secretsmanager",
    "sts",
] as const;

export const network = z.strictObject({
    cidrBlock: cidrBlock().meta({
        description: "Addresses of the VPC. Cannot be changed later without replacing everything in it.",
    }),
    zones: count(2, 6).default(3).meta({
        description: "Availability zones in use, the first ones of `zoneNames`. Raising it moves no existing subnet.",
    }),
    zoneNames: z
        .array(
            z
                .string()
                .regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "is not the name of a zone")
                .meta({ form: "the name of a zone such as us-east-1a" }),
        )
        .min(2)
        .max(6)
        .meta({
            description: "Zones of the region in the order in which they are taken. Append to it; never reorder it.",
        }),
    nat: z.enum(["none", "single", "perZone"]).default("perZone").meta({
        description:
            "How private subnets reach the internet. `single` is down when its zone is; `none` is not reached at all.",
        cost: "about 33 USD for each gateway, plus 0.045 USD per GB",
    }),
    interfaceEndpoints: z
        .array(z.enum(INTERFACE_ENDPOINTS))
        .default(["ecr.api", "ecr.dkr", "eks-auth", "kms", "logs", "secretsmanager", "sts"])
        .meta({
            description: "AWS services that are reached without leaving the VPC.",
            cost: "about 7 USD for each endpoint and zone",
        }),
    reservedCidrs: z
        .record(z.string().regex(/^[a-z][a-z0-9-]*$/), cidrBlock())
        .default({})
        .meta({
            description:
                "Blocks that this network will be connected to (peers, VPN, offices), by name; it must not overlap them.",
        }),
});

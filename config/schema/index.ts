import { z } from "zod";

import { app } from "./app";
import { cache } from "./cache";
import { cluster } from "./cluster";
import { database } from "./database";
import { domain, edge } from "./edge";
import { network } from "./network";
import { alerting, logs, monitoring } from "./observability";

const tags = z.strictObject({
    owner: z.string().min(1).meta({ description: "Team that answers for the environment." }),
    costCentre: z.string().min(1).meta({ description: "Who pays for it." }),
});

const security = z.strictObject({
    keyDeletionWindowDays: z.int().min(7).max(30).default(30).meta({
        description: "Days in which the deletion of an encryption key can be taken back.",
    }),
});

/** Stack names that are environments of their own; a stack of any other name is an ephemeral `test` environment. */
export const ENVIRONMENTS = ["dev", "staging", "prod", "test"] as const;

const platform = z.strictObject({
    environment: z.enum(ENVIRONMENTS).meta({
        description: "Which environment the stack is; `test` is an ephemeral one, e.g. of a pull request.",
    }),
    durability: z.enum(["destroyable", "protected"]).default("protected").meta({
        description: "Whether `pulumi destroy` may remove what the environment stores.",
    }),
    tags: tags.meta({ description: "Tags of every resource." }),
    security: security.prefault({}).meta({ description: "Encryption keys." }),
    network: network.meta({ description: "Addresses, zones and ways out." }),
    database: database.prefault({}).meta({ description: "Aurora PostgreSQL." }),
    cache: cache.prefault({}).meta({ description: "Valkey." }),
    cluster: cluster.meta({ description: "EKS control plane and nodes." }),
    app: app.meta({ description: "The OpenHands workload." }),
    domain: domain.meta({ description: "Name and DNS zone." }),
    edge: edge.prefault({}).meta({ description: "CDN and web application firewall." }),
    logs: logs.prefault({}).meta({ description: "Logs in CloudWatch and S3." }),
    monitoring: monitoring.prefault({}).meta({ description: "Prometheus and dashboards." }),
    alerting: alerting.meta({ description: "Who is told what." }),
});

const aws = z.strictObject({
    region: z
        .string()
        .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not the name of a region")
        .meta({ description: "Region of everything but the edge.", form: "the name of a region such as us-east-1" }),
    allowedAccountIds: z
        .tuple([
            z
                .string()
                .regex(/^\d{12}$/, "is not the id of an account")
                .meta({ form: 'an account id of 12 digits in quotes, such as "111111111111"' }),
        ])
        .meta({
            description: "The one account of the environment; with credentials of another one, nothing is done.",
            form: 'a list of one account id of 12 digits in quotes, such as ["111111111111"]',
        }),
});

/**
 * Everything that a stack file can say, by namespace, and the only place of the defaults. The defaults are production's:
 * an environment that is cheaper or more open says so in its stack file.
 */
export const stackSettings = z.strictObject({ aws, openhands: platform });

/** A stack file's settings after defaults, every value sound by itself. */
export type StackSettings = z.infer<typeof stackSettings>;

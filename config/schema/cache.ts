import { z } from "zod";

import { count } from "./fields";

export const cache = z.strictObject({
    nodes: count(1, 6).default(3).meta({
        description: "Valkey nodes including the primary. One node has no failover.",
        cost: "about 19 USD for each cache.t4g.small",
    }),
    nodeType: z
        .string()
        .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, "is not a node type")
        .default("cache.t4g.small")
        .meta({ description: "Size of each node.", form: "a node type such as cache.t4g.small" }),
    snapshotRetentionDays: count(0, 35).default(7).meta({
        description: "Days that a daily snapshot is kept; 0 takes none.",
    }),
});

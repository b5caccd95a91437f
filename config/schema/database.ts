import { z } from "zod";

import { capacityUnits, count } from "./fields";

export const database = z.strictObject({
    engineVersion: z
        .string()
        .regex(/^(16\.([4-9]|[1-9]\d)|17\.\d{1,2})$/, "is not a version that OpenHands runs on")
        .default("16.8")
        .meta({
            description: "Aurora PostgreSQL version. OpenHands needs at least 16.4.",
            form: 'a version from 16.4 on, in quotes, such as "16.8"',
        }),
    instances: count(1, 16).default(3).meta({
        description: "Instances: one writer, the others readers that take over when it fails.",
    }),
    serverless: z
        .strictObject({
            minAcu: capacityUnits().meta({
                description: "Capacity that is always there. 0 pauses an idle cluster; waking takes about 15 seconds.",
            }),
            maxAcu: capacityUnits().meta({
                description: "Capacity under load; also sets `max_connections`.",
            }),
        })
        .optional()
        .meta({
            description: "Capacity that follows the load (1 unit is about 2 GiB). Either this or `instanceClass`.",
            cost: "about 88 USD for each capacity unit that is always there, per instance",
        }),
    instanceClass: z
        .string()
        .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "is not an instance class")
        .optional()
        .meta({
            description: "Fixed size of every instance, e.g. `db.r7g.large`. Either this or `serverless`.",
            form: "an instance class such as db.r7g.large",
        }),
    maxConnections: count(50, 16_000).optional().meta({
        description:
            "Connections that an instance accepts; an alarm goes off at 80 %. Without it, derived from `serverless`; required beside `instanceClass`.",
    }),
    backupRetentionDays: count(1, 35).default(35).meta({
        description: "How far back the cluster can be restored to any second, in days.",
    }),
    enhancedMonitoring: z.boolean().default(true).meta({
        description: "Operating-system metrics of each instance, once a minute.",
    }),
});

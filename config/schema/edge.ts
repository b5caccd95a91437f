import { z } from "zod";

import { count, domainName } from "./fields";

export const domain = z.strictObject({
    name: domainName().meta({ description: "Name that users open." }),
    zoneId: z
        .string()
        .regex(/^Z[A-Z0-9]{5,31}$/, "is not the id of a hosted zone")
        .optional()
        .meta({
            description:
                "Existing Route 53 zone of the name. Without it, a zone is made and its name servers must be delegated to.",
            form: "the id of a Route 53 hosted zone such as Z0123456789ABC",
        }),
});

export const edge = z.strictObject({
    firewallMode: z.enum(["block", "count"]).default("block").meta({
        description: "What the web application firewall does with a match; `count` only measures.",
    }),
    rateLimitPerIp: count(100, 2_000_000).default(2000).meta({
        description: "Requests that one address may send in five minutes.",
    }),
    priceClass: z.enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"]).default("PriceClass_100").meta({
        description: "Edge locations in use: 100 is North America and Europe, All the world.",
        cost: "about 0.085 USD for each GB in North America and Europe, more elsewhere",
    }),
});

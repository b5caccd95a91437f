import * as pulumi from "@pulumi/pulumi";

/** Days that CloudWatch Logs offers; without an end, logs would be paid for, and hold what they hold, for ever. */
const RETENTION_DAYS = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Refuses a retention that CloudWatch Logs does not offer, before anything is created.
 *
 * @throws pulumi.ResourceError naming the key, the value and the offers.
 */
export function refuseUnknownRetention(component: pulumi.Resource, key: string, days: number): void {
    if (!RETENTION_DAYS.includes(days)) {
        throw new pulumi.ResourceError(
            `${key} is ${days}; CloudWatch Logs keeps logs for ${RETENTION_DAYS.join(", ")} days`,
            component,
        );
    }
}

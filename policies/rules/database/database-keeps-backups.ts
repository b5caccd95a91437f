import * as aws from "@pulumi/aws";
import { z } from "zod";
import { known } from "../../framework/known";
import type { Context, Violation } from "../../framework/rule";
import { on, resourceRule } from "../../framework/rule";

interface BackedUp {
    backupRetentionPeriod?: number;
}

const options = z.strictObject({
    minimumDays: z.int().min(1).max(35).default(35).describe("fewest days that backups are kept"),
});

type Options = z.output<typeof options>;

const judge =
    (unsetDays: number) =>
    (database: BackedUp, violation: Violation, { options }: Context<Options>): void => {
        const days = known(database, "backupRetentionPeriod") ?? unsetDays;
        if (days < options.minimumDays) {
            violation(
                `backups are kept for ${String(days)} day(s); at least ${String(options.minimumDays)} are asked for`,
            );
        }
    };

/** Days that AWS keeps backups when the program does not say. */
const unset = { cluster: 1, instance: 0 };

export const databaseKeepsBackups = resourceRule({
    id: "D5",
    name: "database-keeps-backups",
    topic: "durability",
    severity: "high",
    why: "Damage that is noticed after the last backup has gone cannot be undone.",
    mend: "Raise backupRetentionPeriod to the days that the environment asks for.",
    controls: ["RDS.11", "NIST CP-9"],
    options,
    check: [on(aws.rds.Cluster, judge(unset.cluster)), on(aws.rds.Instance, judge(unset.instance))],
});

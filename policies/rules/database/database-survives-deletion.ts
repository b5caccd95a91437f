import * as aws from "@pulumi/aws";
import { isSet, known } from "../../framework/known";
import type { Context, Violation } from "../../framework/rule";
import { on, resourceRule } from "../../framework/rule";

interface Deletable {
    deletionProtection?: boolean;
    skipFinalSnapshot?: boolean;
    finalSnapshotIdentifier?: string;
}

function protection(database: Deletable, violation: Violation, { durability }: Context<unknown>): void {
    if (durability === "protected" && known(database, "deletionProtection") !== true) {
        violation("deletionProtection is not true");
    }
}

function snapshot(database: Deletable, violation: Violation, { durability }: Context<unknown>): void {
    if (durability === "destroyable") {
        return;
    }
    if (known(database, "skipFinalSnapshot") === true) {
        violation("skipFinalSnapshot is true");
    } else if (!isSet(database, "finalSnapshotIdentifier")) {
        violation("finalSnapshotIdentifier is not set, so that the final snapshot cannot be taken");
    }
}

export const databaseSurvivesDeletion = resourceRule({
    id: "D4",
    name: "database-survives-deletion",
    topic: "durability",
    severity: "high",
    why: "One wrong command deletes the database, and without a final snapshot everything since the last backup with it.",
    mend: "Set deletionProtection: true, skipFinalSnapshot: false and finalSnapshotIdentifier (durability: protected).",
    controls: ["RDS.7", "RDS.8", "NIST CP-9", "NIST CM-3"],
    check: [
        on(aws.rds.Cluster, protection),
        on(aws.rds.Cluster, snapshot),
        on(aws.rds.Instance, protection),
        on(aws.rds.Instance, snapshot),
    ],
});

import * as aws from "@pulumi/aws";
import { known } from "../../framework/known";
import type { Violation } from "../../framework/rule";
import { on, resourceRule } from "../../framework/rule";

function judge(instance: { publiclyAccessible?: boolean }, violation: Violation): void {
    if (known(instance, "publiclyAccessible") === true) {
        violation("publiclyAccessible is true");
    }
}

export const databaseIsNotPublic = resourceRule({
    id: "D2",
    name: "database-is-not-public",
    topic: "exposure",
    severity: "critical",
    why: "A database with a public address is attacked by password guessing and by the next weakness of its engine.",
    mend: "Leave publiclyAccessible unset, and reach the database from inside the network.",
    controls: ["CIS 3.2.3", "RDS.2", "NIST AC-3", "NIST SC-7"],
    check: [on(aws.rds.ClusterInstance, judge), on(aws.rds.Instance, judge)],
});

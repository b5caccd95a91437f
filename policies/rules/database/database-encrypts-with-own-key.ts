import * as aws from "@pulumi/aws";
import { from, known } from "../../framework/known";
import type { Check, Violation } from "../../framework/rule";
import { on, resourceRule } from "../../framework/rule";

interface Encrypted {
    storageEncrypted?: boolean;
    kmsKeyId?: string;
}

function storage(database: Encrypted, violation: Violation): void {
    if (known(database, "storageEncrypted") !== true) {
        violation("storageEncrypted is not true");
    }
}

function key(database: Encrypted, violation: Violation): void {
    const id = known(database, "kmsKeyId", from(aws.kms.Key, aws.kms.Alias, aws.kms.ReplicaKey));
    if (id === undefined) {
        violation("kmsKeyId is not set: the key is the account's aws/rds, which everyone in the account may use");
    } else if (id.includes("alias/aws/")) {
        violation(`kmsKeyId is ${id}, a key that AWS owns the policy of`);
    }
}

const instance: Check<unknown>[] = [storage, key].map((judge) =>
    on(aws.rds.Instance, (database, violation) => {
        // A read replica in the same region takes the encryption and the key of its source.
        if (known(database, "replicateSourceDb", from(aws.rds.Instance)) === undefined) {
            judge(database, violation);
        }
    }),
);

export const databaseEncryptsWithOwnKey = resourceRule({
    id: "D1",
    name: "database-encrypts-with-own-key",
    topic: "encryption",
    severity: "critical",
    why: "Without a key of its own, nobody can say who may decrypt the database and its snapshots, or take that right away.",
    mend: "Set storageEncrypted: true and kmsKeyId to the key of the data class.",
    controls: ["CIS 3.2.1", "RDS.3", "RDS.27", "NIST SC-28(1)"],
    check: [on(aws.rds.Cluster, storage), on(aws.rds.Cluster, key), ...instance],
});

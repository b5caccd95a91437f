import { deepEqual } from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { cacheEncryptsInTransit } from "../../policies/rules/database/cache-encrypts-in-transit";
import { databaseEncryptsWithOwnKey } from "../../policies/rules/database/database-encrypts-with-own-key";
import { databaseIsNotPublic } from "../../policies/rules/database/database-is-not-public";
import { databaseKeepsBackups } from "../../policies/rules/database/database-keeps-backups";
import { databaseSurvivesDeletion } from "../../policies/rules/database/database-survives-deletion";
import type { Resource } from "./support/judge";
import { judge, unknown } from "./support/judge";

const key: Resource = {
    type: aws.kms.Key,
    name: "key",
    inputs: { enableKeyRotation: true },
    outputs: { arn: unknown },
};
const other: Resource = { type: aws.ec2.Vpc, name: "vpc", inputs: {} };
const cluster = (inputs: object, from: Resource["from"] = {}): Resource => ({
    type: aws.rds.Cluster,
    name: "db",
    inputs,
    // What the provider computes is unknown at preview, set or not.
    outputs: { kmsKeyId: unknown, ...inputs },
    from,
});

describe("D1 database encryption", () => {
    it("refuses clear storage, the account's key and AWS's key", async () => {
        deepEqual(await judge(databaseEncryptsWithOwnKey, [cluster({})]), [
            "db: storageEncrypted is not true",
            "db: kmsKeyId is not set: the key is the account's aws/rds, which everyone in the account may use",
        ]);
        deepEqual(
            await judge(databaseEncryptsWithOwnKey, [
                cluster({ storageEncrypted: true, kmsKeyId: "arn:aws:kms:eu-west-1:1:alias/aws/rds" }),
            ]),
            ["db: kmsKeyId is arn:aws:kms:eu-west-1:1:alias/aws/rds, a key that AWS owns the policy of"],
        );
    });

    it("allows a key of the stack that does not exist yet, and a known one", async () => {
        const planned = cluster({ storageEncrypted: true, kmsKeyId: unknown }, { kmsKeyId: ["key"] });
        deepEqual(await judge(databaseEncryptsWithOwnKey, [key, planned]), []);
        const deployed = cluster({ storageEncrypted: true, kmsKeyId: "arn:aws:kms:eu-west-1:1:key/abc" });
        deepEqual(await judge(databaseEncryptsWithOwnKey, [deployed]), []);
    });

    it("refuses a key that is unknown and comes from elsewhere", async () => {
        const expected = "aws:kms/key:Key or aws:kms/alias:Alias or aws:kms/replicaKey:ReplicaKey";
        const foreign = cluster({ storageEncrypted: true, kmsKeyId: unknown }, { kmsKeyId: ["vpc"] });
        deepEqual(await judge(databaseEncryptsWithOwnKey, [other, foreign]), [
            `db: kmsKeyId is set, but unknown until the update, and comes from aws:ec2/vpc:Vpc rather than ${expected}`,
        ]);
        const mixed = cluster({ storageEncrypted: true, kmsKeyId: unknown }, { kmsKeyId: ["key", "vpc"] });
        deepEqual((await judge(databaseEncryptsWithOwnKey, [key, other, mixed])).length, 1);
        deepEqual(await judge(databaseEncryptsWithOwnKey, [cluster({ storageEncrypted: true, kmsKeyId: unknown })]), [
            `db: kmsKeyId is set, but unknown until the update, and comes from no resource rather than ${expected}`,
        ]);
    });

    it("refuses encryption that is unknown, whatever it comes from", async () => {
        const found = await judge(databaseEncryptsWithOwnKey, [
            key,
            cluster({ storageEncrypted: unknown, kmsKeyId: unknown }, { storageEncrypted: ["key"], kmsKeyId: ["key"] }),
        ]);
        deepEqual(found, ["db: storageEncrypted is set, but unknown until the update"]);
    });
});

describe("D2 public databases", () => {
    it("refuses public instances, allows private ones", async () => {
        const found = await judge(databaseIsNotPublic, [
            { type: aws.rds.ClusterInstance, name: "public", inputs: { publiclyAccessible: true } },
            { type: aws.rds.Instance, name: "plain", inputs: { publiclyAccessible: true } },
            { type: aws.rds.ClusterInstance, name: "private", inputs: { publiclyAccessible: false } },
            { type: aws.rds.ClusterInstance, name: "default", inputs: {} },
            { type: aws.rds.ClusterInstance, name: "unknown", inputs: { publiclyAccessible: unknown } },
        ]);
        deepEqual(found, [
            "public: publiclyAccessible is true",
            "plain: publiclyAccessible is true",
            "unknown: publiclyAccessible is set, but unknown until the update",
        ]);
    });
});

describe("D4 deletion of databases", () => {
    it("refuses a protected environment's database that one command deletes", async () => {
        deepEqual(await judge(databaseSurvivesDeletion, [cluster({ skipFinalSnapshot: true })]), [
            "db: deletionProtection is not true",
            "db: skipFinalSnapshot is true",
        ]);
        deepEqual(await judge(databaseSurvivesDeletion, [cluster({ deletionProtection: true })]), [
            "db: finalSnapshotIdentifier is not set, so that the final snapshot cannot be taken",
        ]);
        deepEqual(await judge(databaseSurvivesDeletion, [cluster({ deletionProtection: unknown })]), [
            "db: deletionProtection is set, but unknown until the update",
            "db: finalSnapshotIdentifier is not set, so that the final snapshot cannot be taken",
        ]);
    });

    it("allows a protected one with a final snapshot of any name, and anything in dev", async () => {
        const safe = { deletionProtection: true, skipFinalSnapshot: false, finalSnapshotIdentifier: unknown };
        deepEqual(await judge(databaseSurvivesDeletion, [cluster(safe)]), []);
        deepEqual(await judge(databaseSurvivesDeletion, [cluster({ skipFinalSnapshot: true })], "dev"), []);
    });
});

describe("D5 backups", () => {
    it("asks for the days of the environment", async () => {
        const days = cluster({ backupRetentionPeriod: 7 });
        deepEqual(await judge(databaseKeepsBackups, [days], "dev"), []);
        deepEqual(await judge(databaseKeepsBackups, [days], "staging"), []);
        deepEqual(await judge(databaseKeepsBackups, [days], "prod"), [
            "db: backups are kept for 7 day(s); at least 35 are asked for",
        ]);
    });

    it("knows what AWS does when nothing is said, and refuses what is unknown", async () => {
        deepEqual(await judge(databaseKeepsBackups, [cluster({})], "dev"), []);
        const instance = { type: aws.rds.Instance, name: "db", inputs: {} };
        deepEqual(await judge(databaseKeepsBackups, [instance], "dev"), [
            "db: backups are kept for 0 day(s); at least 1 are asked for",
        ]);
        deepEqual(await judge(databaseKeepsBackups, [cluster({ backupRetentionPeriod: unknown })]), [
            "db: backupRetentionPeriod is set, but unknown until the update",
        ]);
    });
});

describe("D14 cache", () => {
    const group = (inputs: object, from: Resource["from"] = {}): Resource => ({
        type: aws.elasticache.ReplicationGroup,
        name: "cache",
        inputs,
        from,
    });

    it("refuses clear text, optional TLS and open access", async () => {
        deepEqual(await judge(cacheEncryptsInTransit, [group({ transitEncryptionMode: "preferred" })]), [
            "cache: transitEncryptionEnabled is not true",
            "cache: transitEncryptionMode is preferred, so that clients without TLS are served as well",
            "cache: neither userGroupIds nor authToken is set: whoever reaches the port reads the sessions",
        ]);
        const found = await judge(cacheEncryptsInTransit, [
            {
                type: aws.elasticache.User,
                name: "open",
                inputs: { noPasswordRequired: true, accessString: "on ~* +@all" },
            },
            {
                type: aws.elasticache.User,
                name: "off",
                inputs: { noPasswordRequired: true, accessString: "off -@all" },
            },
            { type: aws.elasticache.Cluster, name: "alone", inputs: { engine: "redis" } },
        ]);
        deepEqual(found, [
            "open: the user needs no password and is not switched off",
            "alone: transitEncryptionEnabled is not true",
        ]);
    });

    it("allows TLS with users of the stack or a token; refuses users of unknown origin", async () => {
        const users = { type: aws.elasticache.UserGroup, name: "users", inputs: {} };
        const safe = { transitEncryptionEnabled: true, transitEncryptionMode: "required" };
        deepEqual(
            await judge(cacheEncryptsInTransit, [
                users,
                group({ ...safe, userGroupIds: [unknown] }, { userGroupIds: ["users"] }),
            ]),
            [],
        );
        deepEqual(await judge(cacheEncryptsInTransit, [group({ ...safe, authToken: unknown })]), []);
        deepEqual(await judge(cacheEncryptsInTransit, [group({ ...safe, userGroupIds: unknown })]), [
            "cache: userGroupIds is set, but unknown until the update, and comes from no resource rather than aws:elasticache/userGroup:UserGroup",
        ]);
        deepEqual(await judge(cacheEncryptsInTransit, [group({ transitEncryptionEnabled: unknown, authToken: "x" })]), [
            "cache: transitEncryptionEnabled is set, but unknown until the update",
        ]);
    });
});

import {
    type BucketVersioningStatus,
    DeleteBucketEncryptionCommand,
    GetBucketEncryptionCommand,
    GetBucketVersioningCommand,
    GetObjectLockConfigurationCommand,
    type MFADelete,
    type ObjectLockRetentionMode,
    PutBucketEncryptionCommand,
    PutBucketVersioningCommand,
    PutObjectLockConfigurationCommand,
    type ServerSideEncryption,
} from "@aws-sdk/client-s3";
import { s3 } from "./client";
import { satellite } from "./satellite";

interface EncryptionRule {
    applyServerSideEncryptionByDefault?: { sseAlgorithm: ServerSideEncryption; kmsMasterKeyId?: string };
    bucketKeyEnabled?: boolean;
    blockedEncryptionTypes?: string[];
}

export const bucketEncryption = satellite({
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    put: (Bucket, inputs, context) =>
        s3(context).send(
            new PutBucketEncryptionCommand({
                Bucket,
                ServerSideEncryptionConfiguration: {
                    Rules: (inputs.rules as EncryptionRule[]).map((rule) => ({
                        BucketKeyEnabled: rule.bucketKeyEnabled,
                        ...(rule.applyServerSideEncryptionByDefault && {
                            ApplyServerSideEncryptionByDefault: {
                                SSEAlgorithm: rule.applyServerSideEncryptionByDefault.sseAlgorithm,
                                KMSMasterKeyID: rule.applyServerSideEncryptionByDefault.kmsMasterKeyId,
                            },
                        }),
                    })),
                },
            }),
        ),
    async get(Bucket, recorded, context) {
        const response = await s3(context).send(new GetBucketEncryptionCommand({ Bucket }));
        const asked = (recorded.rules ?? []) as EncryptionRule[];
        const rules = (response.ServerSideEncryptionConfiguration?.Rules ?? []).map((rule, index) => {
            const byDefault = rule.ApplyServerSideEncryptionByDefault;
            const prior = asked[index] ?? {};
            return {
                ...(byDefault && {
                    applyServerSideEncryptionByDefault: {
                        sseAlgorithm: byDefault.SSEAlgorithm,
                        ...(byDefault.KMSMasterKeyID && { kmsMasterKeyId: byDefault.KMSMasterKeyID }),
                    },
                }),
                // The API answers "no" where nothing was said.
                ...((rule.BucketKeyEnabled === true || prior.bucketKeyEnabled !== undefined) && {
                    bucketKeyEnabled: rule.BucketKeyEnabled ?? false,
                }),
                // Newer than the emulator, which drops it.
                ...(prior.blockedEncryptionTypes && { blockedEncryptionTypes: prior.blockedEncryptionTypes }),
            };
        });
        return rules.length === 0 ? undefined : { rules };
    },
    remove: (Bucket, _recorded, context) => s3(context).send(new DeleteBucketEncryptionCommand({ Bucket })),
});

interface VersioningSetting {
    status: BucketVersioningStatus | "Disabled";
    mfaDelete?: MFADelete;
}

export const bucketVersioning = satellite({
    type: "aws:s3/bucketVersioning:BucketVersioning",
    async put(Bucket, inputs, context) {
        const { status, mfaDelete } = inputs.versioningConfiguration as VersioningSetting;
        // "Disabled" is the state of a bucket that never had versions: nothing to call, and no way back to it.
        if (status === "Disabled") return;
        await s3(context).send(
            new PutBucketVersioningCommand({
                Bucket,
                MFA: inputs.mfa as string | undefined,
                VersioningConfiguration: { Status: status, MFADelete: mfaDelete },
            }),
        );
    },
    async get(Bucket, recorded, context) {
        const { Status, MFADelete } = await s3(context).send(new GetBucketVersioningCommand({ Bucket }));
        const asked = recorded.versioningConfiguration as VersioningSetting | undefined;
        if (Status === undefined && asked?.status !== "Disabled") return undefined;
        return {
            versioningConfiguration: {
                status: Status ?? "Disabled",
                ...((asked?.mfaDelete ?? MFADelete) !== undefined && { mfaDelete: MFADelete ?? "Disabled" }),
            },
        };
    },
    // Versioning cannot be taken off a bucket again, only suspended.
    remove: (Bucket, recorded, context) =>
        (recorded.versioningConfiguration as VersioningSetting | undefined)?.status === "Enabled"
            ? s3(context).send(
                  new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
              )
            : Promise.resolve(),
});

interface LockRule {
    defaultRetention: { mode?: ObjectLockRetentionMode; days?: number; years?: number };
}

export const bucketObjectLock = satellite({
    type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    defaults: { objectLockEnabled: "Enabled" },
    replaceOn: ["objectLockEnabled"],
    put: (Bucket, inputs, context) => {
        const retention = (inputs.rule as LockRule | undefined)?.defaultRetention;
        return s3(context).send(
            new PutObjectLockConfigurationCommand({
                Bucket,
                Token: inputs.token as string | undefined,
                ObjectLockConfiguration: {
                    ObjectLockEnabled: "Enabled",
                    ...(retention && {
                        Rule: {
                            DefaultRetention: { Mode: retention.mode, Days: retention.days, Years: retention.years },
                        },
                    }),
                },
            }),
        );
    },
    async get(Bucket, _recorded, context) {
        const { ObjectLockConfiguration } = await s3(context).send(new GetObjectLockConfigurationCommand({ Bucket }));
        const retention = ObjectLockConfiguration?.Rule?.DefaultRetention;
        if (ObjectLockConfiguration === undefined) return undefined;
        return {
            objectLockEnabled: ObjectLockConfiguration.ObjectLockEnabled,
            rule: retention
                ? {
                      defaultRetention: {
                          mode: retention.Mode,
                          ...(retention.Days && { days: retention.Days }),
                          ...(retention.Years && { years: retention.Years }),
                      },
                  }
                : null,
        };
    },
    // The lock itself stays for the life of the bucket; only the default retention can go.
    remove: (Bucket, _recorded, context) =>
        s3(context).send(
            new PutObjectLockConfigurationCommand({
                Bucket,
                ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
            }),
        ),
});

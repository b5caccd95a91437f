import * as aws from "@pulumi/aws";
import { z } from "zod";
import { isSet, known } from "../../framework/known";
import type { Context } from "../../framework/rule";
import { on, resourceRule } from "../../framework/rule";

/** Rotation and window that KMS chooses when the program does not say, in days. */
const unset = { rotation: 365, window: 30 };

const options = z.strictObject({
    maximumRotationDays: z.int().min(90).max(2560).default(365).describe("longest time between rotations, in days"),
    minimumWindowDays: z
        .int()
        .min(7)
        .max(30)
        .default(30)
        .describe("shortest time between the order to delete a key and its deletion, in days"),
});

type Options = z.output<typeof options>;

export const keyRotates = resourceRule({
    id: "D23",
    name: "key-rotates",
    topic: "encryption",
    severity: "high",
    why: "A key that never changes protects everything ever written with it; a key deleted at once takes its data along.",
    mend: "Set enableKeyRotation: true, rotate at least once a year, and keep a deletionWindowInDays of the asked length.",
    controls: ["CIS 4.6", "KMS.3", "KMS.4", "NIST SC-12"],
    options,
    check: [
        on(aws.kms.Key, (key, violation, { options }: Context<Options>) => {
            const spec = known(key, "customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT";
            // KMS rotates symmetric keys of its own key store; the others are rotated by making a new key.
            if (spec !== "SYMMETRIC_DEFAULT" || isSet(key, "customKeyStoreId")) {
                return;
            }
            if (known(key, "enableKeyRotation") !== true) {
                violation("enableKeyRotation is not true");
                return;
            }
            const period = known(key, "rotationPeriodInDays") ?? unset.rotation;
            if (period > options.maximumRotationDays) {
                violation(
                    `the key rotates every ${String(period)} days; at most ${String(options.maximumRotationDays)} are allowed`,
                );
            }
        }),
        on(aws.kms.Key, (key, violation, { options }: Context<Options>) => {
            const window = known(key, "deletionWindowInDays") ?? unset.window;
            if (window < options.minimumWindowDays) {
                violation(
                    `the key is gone ${String(window)} days after it is deleted; at least ${String(options.minimumWindowDays)} are asked for`,
                );
            }
        }),
    ],
});

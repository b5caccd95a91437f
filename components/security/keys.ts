import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Durability } from "../durability";
import { lifecycle } from "../durability";
import type { DataClass } from "../tags";
import { componentTags } from "../tags";
import type { Transforms } from "../transforms";
import { childTransform } from "../transforms";
import { keyPolicy } from "../key-policy";

export type { DataClass } from "../tags";

/** Which keys an environment has. */
export interface KeysArgs {
    /**
     * Data classes; each gets a key of its own, so that access to one is no access to another.
     *
     * @cost 1 USD a month for each key, and again for each of its first two rotations
     */
    classes: DataClass[];
    accountId: pulumi.Input<string>;
    region: string;
    durability: Durability;
    /** Days between asking for a key's deletion and losing it, with everything it encrypts. 7 to 30. @default 30 */
    deletionWindowDays?: number;
    transforms?: Transforms<{ key: aws.kms.KeyArgs }>;
}

/**
 * One customer key for each data class: rotated every year, deleted only after a window, usable only through the services
 * that hold the class and only by identities that an IAM policy allows as well.
 *
 * Controls: KMS.3-5, CIS 4.6, SC-12, SC-28(1).
 *
 * @throws pulumi.ResourceError when no class, a repeated class or a window outside 7 to 30 days is given.
 */
export class Keys extends pulumi.ComponentResource {
    private readonly keys: ReadonlyMap<DataClass, aws.kms.Key>;

    constructor(name: string, args: KeysArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:security:Keys", name, {}, opts);
        refuseBadArgs(this, args);

        this.keys = new Map(args.classes.map((dataClass) => [dataClass, this.createKey(name, dataClass, args)]));

        this.registerOutputs(
            Object.fromEntries([...this.keys].map(([dataClass, key]) => [`${dataClass}KeyArn`, key.arn])),
        );
    }

    /**
     * ARN of the key of a data class.
     *
     * @throws pulumi.ResourceError when the class was not among `classes`.
     */
    public arn(dataClass: DataClass): pulumi.Output<string> {
        const key = this.keys.get(dataClass);
        if (!key) {
            throw new pulumi.ResourceError(`there is no key for "${dataClass}"; add it to keys.classes`, this);
        }
        return key.arn;
    }

    private createKey(name: string, dataClass: DataClass, args: KeysArgs): aws.kms.Key {
        const key = new aws.kms.Key(
            `${name}-${dataClass}`,
            childTransform(args.transforms?.key, {
                description: `${name}: ${dataClass}`,
                enableKeyRotation: true,
                deletionWindowInDays: args.deletionWindowDays ?? 30,
                policy: pulumi.jsonStringify(keyPolicy(dataClass, args.accountId, args.region)),
                tags: componentTags("security", dataClass),
            }),
            { parent: this, ...lifecycle(args.durability) },
        );
        new aws.kms.Alias(`${name}-${dataClass}-alias`, { targetKeyId: key.keyId }, { parent: this });
        return key;
    }
}

function refuseBadArgs(keys: Keys, args: KeysArgs): void {
    const { classes, deletionWindowDays = 30 } = args;
    if (classes.length === 0) {
        throw new pulumi.ResourceError("keys.classes is empty; name at least one data class", keys);
    }
    const repeated = classes.find((dataClass, index) => classes.indexOf(dataClass) !== index);
    if (repeated) {
        throw new pulumi.ResourceError(`keys.classes names "${repeated}" twice`, keys);
    }
    if (!Number.isInteger(deletionWindowDays) || deletionWindowDays < 7 || deletionWindowDays > 30) {
        throw new pulumi.ResourceError(
            `keys.deletionWindowDays is ${deletionWindowDays}; KMS takes a whole number from 7 to 30`,
            keys,
        );
    }
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { type Durability, lifecycle } from "../durability";
import { componentTags } from "../tags";

/** What a {@link GeneratedSecret} is for and how it is kept. */
export interface GeneratedSecretArgs {
    /** Shown in the Secrets Manager console: who uses the secret and what breaks without it. */
    description: string;
    /** Customer key of the `secrets` data class. */
    keyArn: pulumi.Input<string>;
    /** Characters, letters and digits only so that no consumer has to quote it. @default 64, about 380 bits */
    length?: number;
    /** Change it to have a new value generated at the next update. @default "1" */
    generation?: string;
    durability: Durability;
}

const DEFAULT_LENGTH = 64;
const SHORTEST_SAFE_LENGTH = 32;
const RECOVERY_WINDOW_DAYS = 30;

/**
 * A secret that nobody has to invent or type: generated once, kept in Secrets Manager, read by reference.
 *
 * The value is a secret in the Pulumi state too; everything else hands on {@link arn} only.
 *
 * Controls: SecretsManager.4 (customer key), IA-5(1), SC-12.
 *
 * @cost 0.40 USD a month
 * @throws pulumi.ResourceError when the value would be guessable.
 */
export class GeneratedSecret extends pulumi.ComponentResource {
    /** Where the value is read from, resolved only once the value is there. */
    public readonly arn: pulumi.Output<string>;

    constructor(name: string, args: GeneratedSecretArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:secrets:GeneratedSecret", name, {}, opts);
        const length = args.length ?? DEFAULT_LENGTH;
        if (length < SHORTEST_SAFE_LENGTH) {
            throw new pulumi.ResourceError(
                `length is ${length}; a generated secret needs at least ${SHORTEST_SAFE_LENGTH} characters`,
                this,
            );
        }

        const value = new random.RandomPassword(
            `${name}-value`,
            { length, special: false, keepers: { generation: args.generation ?? "1" } },
            { parent: this },
        );
        const secret = new aws.secretsmanager.Secret(
            `${name}-secret`,
            {
                description: args.description,
                kmsKeyId: args.keyArn,
                recoveryWindowInDays: args.durability === "protected" ? RECOVERY_WINDOW_DAYS : 0,
                tags: componentTags("secrets", "secrets"),
            },
            { parent: this, ...lifecycle(args.durability) },
        );
        const version = new aws.secretsmanager.SecretVersion(
            `${name}-version`,
            { secretId: secret.id, secretString: value.result },
            { parent: this },
        );

        this.arn = version.arn;
        this.registerOutputs({ arn: this.arn });
    }
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import type { Durability } from "../durability";
import { lifecycle } from "../durability";
import { componentTags } from "../tags";

interface UsersArgs {
    /** Of the cache. Ids of users are unique in an account and cannot be autonamed, so they begin with it. */
    identifier: pulumi.Output<string>;
    secretsKeyArn: pulumi.Input<string>;
    durability: Durability;
}

/** Longer than anyone can guess, letters and digits only, so that no client has to quote it. Valkey takes 16 to 128. */
const PASSWORD_LENGTH = 64;
const RECOVERY_WINDOW_DAYS = 30;
const APPLICATION_USER = "openhands";
/** Every key and command but those that administer the server, or stop it for everyone. */
const APPLICATION_ACCESS = "on ~* &* +@all -@admin -@dangerous +info +keys";
const NO_ACCESS = "off -@all";

/** The user group of a cache: one application user; the default user, whose name everyone knows, can do nothing. */
export function createUsers(
    parent: pulumi.Resource,
    name: string,
    args: UsersArgs,
): { groupId: pulumi.Output<string>; secretArn: pulumi.Output<string> } {
    const tags = componentTags("cache", "secrets");
    const createUser = (suffix: string, userName: string, accessString: string, password: pulumi.Input<string>) =>
        new aws.elasticache.User(
            `${name}-${suffix}-user`,
            {
                engine: "valkey",
                userId: pulumi.interpolate`${args.identifier}-${suffix}`,
                userName,
                accessString,
                authenticationMode: { type: "password", passwords: [password] },
                tags,
            },
            { parent },
        );
    const password = generatePassword(parent, `${name}-application-password`);
    const application = createUser("application", APPLICATION_USER, APPLICATION_ACCESS, password);
    // Switched off and without a right; the password, which nobody knows, is one lock more.
    const unused = createUser("default", "default", NO_ACCESS, generatePassword(parent, `${name}-default-password`));
    const group = new aws.elasticache.UserGroup(
        `${name}-users`,
        {
            engine: "valkey",
            userGroupId: pulumi.interpolate`${args.identifier}-users`,
            userIds: [unused.userId, application.userId],
            tags,
        },
        { parent },
    );
    return { groupId: group.userGroupId, secretArn: keepPassword(parent, name, args, password) };
}

function generatePassword(parent: pulumi.Resource, name: string): pulumi.Output<string> {
    return new random.RandomPassword(name, { length: PASSWORD_LENGTH, special: false }, { parent }).result;
}

/** Resolves when the value is there, so that whoever reads the secret by its ARN finds one. */
function keepPassword(
    parent: pulumi.Resource,
    name: string,
    args: UsersArgs,
    password: pulumi.Output<string>,
): pulumi.Output<string> {
    const secret = new aws.secretsmanager.Secret(
        `${name}-auth`,
        {
            description: `${name}: the application's user`,
            kmsKeyId: args.secretsKeyArn,
            recoveryWindowInDays: args.durability === "protected" ? RECOVERY_WINDOW_DAYS : 0,
            tags: componentTags("cache", "secrets"),
        },
        { parent, ...lifecycle(args.durability) },
    );
    const version = new aws.secretsmanager.SecretVersion(
        `${name}-auth-value`,
        {
            secretId: secret.arn,
            secretString: pulumi.secret(pulumi.jsonStringify({ username: APPLICATION_USER, password })),
        },
        { parent },
    );
    return version.secretId;
}

import { CreateUserCommand, DeleteUserCommand, DescribeUsersCommand } from "@aws-sdk/client-elasticache";
import type { AuthenticationMode, InputAuthenticationType, User } from "@aws-sdk/client-elasticache";
import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { wantedTags } from "../shared/tags";
import { untilGone } from "../shared/wait";
import { elasticache, readTags, updateTags } from "./client";

interface AuthenticationInput {
    type: string;
    passwords?: string[];
}

async function find(id: string, context: HandlerContext): Promise<User | undefined> {
    const answer = await unlessGone(elasticache(context).send(new DescribeUsersCommand({ UserId: id })));
    const user = answer?.Users?.[0];
    return user?.Status === "deleting" ? undefined : user;
}

function authentication(inputs: Properties): AuthenticationMode | undefined {
    const mode = inputs.authenticationMode as AuthenticationInput | undefined;
    return mode && { Type: mode.type as InputAuthenticationType, Passwords: mode.passwords };
}

async function make(id: string, inputs: Properties, context: HandlerContext): Promise<void> {
    await elasticache(context).send(
        new CreateUserCommand({
            UserId: id,
            UserName: inputs.userName as string,
            Engine: inputs.engine as string,
            AccessString: inputs.accessString as string,
            NoPasswordRequired: inputs.noPasswordRequired as boolean | undefined,
            Passwords: inputs.passwords as string[] | undefined,
            AuthenticationMode: authentication(inputs),
            Tags: wantedTags(inputs),
        }),
    );
}

async function remove(id: string, context: HandlerContext): Promise<void> {
    await unlessGone(elasticache(context).send(new DeleteUserCommand({ UserId: id })));
    await untilGone(`cache user ${id}`, () => find(id, context), context);
}

/** What the emulator can only change by making the user anew, since it lacks the call to modify one. */
const credentials = ["accessString", "authenticationMode", "noPasswordRequired", "passwords", "engine"];

export const user = resource({
    type: "aws:elasticache/user:User",
    secretOutputs: ["passwords", "authenticationMode.passwords"],

    async create(inputs, context) {
        const id = inputs.userId as string;
        await make(id, inputs, context);
        return id;
    },

    async describe(id, recorded, context) {
        const found = await find(id, context);
        if (found === undefined) {
            return undefined;
        }
        const asked = recorded.authenticationMode as AuthenticationInput | undefined;
        const type = found.Authentication?.Type === "no-password" ? "no-password-required" : found.Authentication?.Type;
        return {
            userId: found.UserId,
            userName: found.UserName,
            engine: found.Engine,
            accessString: found.AccessString,
            arn: found.ARN,
            // Passwords are never reported: those recorded stay, beside the number there are.
            authenticationMode: {
                type: asked?.type ?? type,
                passwordCount: found.Authentication?.PasswordCount ?? 0,
                ...(asked?.passwords && { passwords: asked.passwords }),
            },
            ...(await readTags(found.ARN, recorded, context)),
        };
    },

    async update(id, old, inputs, context) {
        const changed = credentials.some((property) => {
            const before = property === "authenticationMode" ? authentication(old) : old[property];
            const after = property === "authenticationMode" ? authentication(inputs) : inputs[property];
            return after !== undefined && !isDeepStrictEqual(before, after);
        });
        if (changed) {
            await remove(id, context);
            await make(id, inputs, context);
        }
        await updateTags(old.arn as string, old, inputs, context);
    },

    delete: (id, _state, context) => remove(id, context),
});

import {
    DeleteResourcePolicyCommand,
    GetResourcePolicyCommand,
    PutResourcePolicyCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { findSecret, secretsManager } from "./client";

/** Who may read a secret; one per secret, whose ARN is the id. */
export const secretPolicy = resource({
    type: "aws:secretsmanager/secretPolicy:SecretPolicy",

    async create(inputs, context) {
        await put(inputs, context);
        return inputs.secretArn as string;
    },

    async describe(id, _recorded, context) {
        if ((await findSecret(id, context)) === undefined) {
            return undefined;
        }
        const { ARN, ResourcePolicy } = await secretsManager(context).send(
            new GetResourcePolicyCommand({ SecretId: id }),
        );
        return ResourcePolicy ? { secretArn: ARN, policy: ResourcePolicy } : undefined;
    },

    update: (_id, _old, inputs, context) => put(inputs, context),

    async delete(id, _state, context) {
        if ((await findSecret(id, context)) !== undefined) {
            await unlessGone(secretsManager(context).send(new DeleteResourcePolicyCommand({ SecretId: id })));
        }
    },
});

async function put(inputs: Properties, context: HandlerContext): Promise<void> {
    await secretsManager(context).send(
        new PutResourcePolicyCommand({
            SecretId: inputs.secretArn as string,
            ResourcePolicy: inputs.policy as string,
            BlockPublicPolicy: inputs.blockPublicPolicy as boolean | undefined,
        }),
    );
}

import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";

export const secretsManager = (context: HandlerContext): SecretsManagerClient => context.client(SecretsManagerClient);

/** The secret; one that is scheduled for deletion counts as gone. */
export async function findSecret(id: string, context: HandlerContext): Promise<DescribeSecretResponse | undefined> {
    const found = await unlessGone(secretsManager(context).send(new DescribeSecretCommand({ SecretId: id })));
    return found?.DeletedDate === undefined ? found : undefined;
}

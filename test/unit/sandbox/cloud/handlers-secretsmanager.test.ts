import assert from "node:assert/strict";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { handlers } from "../../../../sandbox/cloud/handlers/secretsmanager";
import type { Properties } from "../../../../sandbox/provider/types";
import { account, handlerOf, lifecycle, useEmulator } from "./handlers-support";

const secret = handlerOf(handlers, "aws:secretsmanager/secret:Secret");
const version = handlerOf(handlers, "aws:secretsmanager/secretVersion:SecretVersion");

describe("Secrets Manager handlers", () => {
    const context = useEmulator();

    const make = (name: string): Promise<{ id: string; state: Properties }> =>
        secret.create({ ...secret.defaults, name }, context());

    const currentValue = async (SecretId: string): Promise<string | undefined> =>
        (await context().client(SecretsManagerClient).send(new GetSecretValueCommand({ SecretId }))).SecretString;

    for (const days of [0, 7]) {
        it(`takes a secret through its life, with ${days} days to recover it`, async () => {
            await lifecycle(secret, {
                context: context(),
                inputs: {
                    name: `app/session-${days}`,
                    description: "signs sessions",
                    recoveryWindowInDays: days,
                    kmsKeyId: `arn:aws:kms:eu-central-1:${account}:key/1`,
                    tags: { owner: "platform" },
                },
                change: { description: "signs cookies", tags: { owner: "data" } },
                created: (state, id) => assert.equal(state.arn, id),
            });
        });
    }

    it("keeps the value when the secret itself is updated", async () => {
        const { id, state } = await make("app/kept");
        await version.create({ secretId: id, secretString: "value-1" }, context());
        await secret.update?.(id, state, { ...secret.defaults, name: "app/kept", description: "new" }, context());
        assert.equal(await currentValue(id), "value-1");
    });

    it("replaces a value by a version that becomes the current one", async () => {
        const { id: secretId, state: secretState } = await make("app/rotated");
        const first = await version.create({ secretId, secretString: "value-1" }, context());
        assert.deepEqual(first.state.versionStages, ["AWSCURRENT"]);
        assert.deepEqual(await version.read(first.id, first.state, context()), first.state);

        const second = await version.create({ secretId, secretString: "value-2" }, context());
        assert.notEqual(second.id, first.id);
        assert.equal((await version.read(first.id, first.state, context()))?.secretString, "value-1");
        await version.delete(first.id, first.state, context());
        assert.equal(await currentValue(secretId), "value-2");
        assert.deepEqual((await version.read(second.id, second.state, context()))?.versionStages, ["AWSCURRENT"]);

        await version.delete(second.id, second.state, context());
        await secret.delete(secretId, secretState, context());
        assert.equal(await version.read(second.id, second.state, context()), undefined);
        await version.delete(second.id, second.state, context());
    });

    it("keeps values secret", () => {
        assert.ok(version.secretOutputs?.includes("secretString"));
        assert.ok(version.secretOutputs?.includes("secretBinary"));
    });

    it("takes a policy through its life", async () => {
        const { id: secretArn } = await make("app/guarded");
        const policy = (effect: string): string =>
            JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: effect,
                        Principal: { AWS: `arn:aws:iam::${account}:root` },
                        Action: "secretsmanager:GetSecretValue",
                        Resource: "*",
                    },
                ],
            });
        await lifecycle(handlerOf(handlers, "aws:secretsmanager/secretPolicy:SecretPolicy"), {
            context: context(),
            inputs: { secretArn, policy: policy("Allow") },
            change: { policy: policy("Deny") },
        });
    });
});

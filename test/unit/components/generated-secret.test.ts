import { equal, match, ok, rejects } from "node:assert/strict";

import { GeneratedSecret, type GeneratedSecretArgs } from "../../../components/secrets/generated-secret";
import { deploy } from "../../support/deploy";

function secret(changes: Partial<GeneratedSecretArgs> = {}) {
    return deploy(() => {
        const { arn } = new GeneratedSecret("session", {
            description: "Signs the sessions",
            keyArn: "arn:aws:kms:us-east-1:123456789012:key/secrets",
            durability: "protected",
            ...changes,
        });
        return { arn };
    });
}

const SECRET = "aws:secretsmanager/secret:Secret";
const VALUE = "random:index/randomPassword:RandomPassword";

describe("GeneratedSecret", () => {
    it("keeps a long value under the customer key and hands on its address only", async () => {
        const stack = await secret();
        equal(stack.find(VALUE).inputs.length, 64);
        equal(stack.find(SECRET).inputs.kmsKeyId, "arn:aws:kms:us-east-1:123456789012:key/secrets");
        equal(
            stack.find("aws:secretsmanager/secretVersion:SecretVersion").inputs.secretString,
            "generated-session-value",
        );
        match(JSON.stringify(stack.outputs), /^\{"arn":"arn:aws:secretsmanager:/);
        ok(stack.find("aws:secretsmanager/secretVersion:SecretVersion").secretInputs.includes("secretString"));
    });

    it("can be taken back for 30 days where it must survive, and is gone at once where not", async () => {
        const kept = (await secret()).find(SECRET);
        equal(kept.inputs.recoveryWindowInDays, 30);
        equal(kept.protect, true);
        const gone = (await secret({ durability: "destroyable" })).find(SECRET);
        equal(gone.inputs.recoveryWindowInDays, 0);
        equal(gone.protect, false);
    });

    it("is generated anew when its generation changes", async () => {
        const keepers = async (changes: object) => JSON.stringify((await secret(changes)).find(VALUE).inputs.keepers);
        equal(await keepers({}), await keepers({ generation: "1" }));
        ok((await keepers({})) !== (await keepers({ generation: "2" })));
    });

    it("is refused when it could be guessed", async () => {
        await rejects(secret({ length: 12 }), /length is 12; a generated secret needs at least 32/);
    });
});

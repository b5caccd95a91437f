import {
    GetSecretValueCommand,
    ListSecretVersionIdsCommand,
    PutSecretValueCommand,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { findSecret, secretsManager } from "./client";

/** `secret|version`, the id of the official provider. */
function parts(id: string): { SecretId: string; VersionId: string } {
    const separator = id.lastIndexOf("|");
    return { SecretId: id.slice(0, separator), VersionId: id.slice(separator + 1) };
}

async function stagesOf(id: string, context: HandlerContext): Promise<string[] | undefined> {
    const { SecretId, VersionId } = parts(id);
    if ((await findSecret(SecretId, context)) === undefined) {
        return undefined;
    }
    const { Versions = [] } = await secretsManager(context).send(
        new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }),
    );
    return Versions.find((version) => version.VersionId === VersionId)?.VersionStages;
}

export const secretVersion = resource({
    type: "aws:secretsmanager/secretVersion:SecretVersion",
    // CloudFormation has no such type: a value never changes, another value is another version.
    replaceOn: ["secretId", "secretString", "secretBinary"],
    secretOutputs: ["secretString", "secretBinary"],

    async create(inputs, context) {
        const binary = inputs.secretBinary as string | undefined;
        const { VersionId = "" } = await secretsManager(context).send(
            new PutSecretValueCommand({
                SecretId: inputs.secretId as string,
                SecretString: inputs.secretString as string | undefined,
                SecretBinary: binary === undefined ? undefined : Buffer.from(binary, "base64"),
                VersionStages: inputs.versionStages as string[] | undefined,
            }),
        );
        return `${String(inputs.secretId)}|${VersionId}`;
    },

    async describe(id, recorded, context) {
        const { SecretId, VersionId } = parts(id);
        const stages = await stagesOf(id, context);
        const value =
            stages &&
            (await unlessGone(secretsManager(context).send(new GetSecretValueCommand({ SecretId, VersionId }))));
        if (value === undefined) {
            return undefined;
        }
        return {
            arn: value.ARN,
            secretArn: value.ARN,
            secretId: recorded.secretId ?? SecretId,
            secretString: value.SecretString ?? null,
            secretBinary: value.SecretBinary === undefined ? null : Buffer.from(value.SecretBinary).toString("base64"),
            versionId: VersionId,
            versionStages: [...(stages ?? [])].sort(),
            hasSecretStringWo: false,
        };
    },

    async update(id, old, inputs, context) {
        const { SecretId, VersionId } = parts(id);
        const before = old.versionStages as string[];
        const after = (inputs.versionStages as string[] | undefined) ?? before;
        for (const VersionStage of after.filter((stage) => !before.includes(stage))) {
            await secretsManager(context).send(
                new UpdateSecretVersionStageCommand({ SecretId, VersionStage, MoveToVersionId: VersionId }),
            );
        }
        await dropStages(
            id,
            before.filter((stage) => !after.includes(stage)),
            context,
        );
    },

    /** A version without a label is deprecated, and AWS clears it away; the current one goes with its secret only. */
    async delete(id, _state, context) {
        await dropStages(id, (await stagesOf(id, context)) ?? [], context);
    },
});

async function dropStages(id: string, stages: string[], context: HandlerContext): Promise<void> {
    const { SecretId, VersionId } = parts(id);
    for (const VersionStage of stages.filter((stage) => stage !== "AWSCURRENT")) {
        await secretsManager(context).send(
            new UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId: VersionId }),
        );
    }
}

import {
    CreateSecretCommand,
    DeleteSecretCommand,
    GetResourcePolicyCommand,
    PutResourcePolicyCommand,
    RemoveRegionsFromReplicationCommand,
    TagResourceCommand,
    UntagResourceCommand,
    UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import { resource } from "../shared/resource";
import { changeTags, tagProperties, wantedTags } from "../shared/tags";
import { findSecret, secretsManager } from "./client";
import { prefixOnly } from "../shared/unmodelled";

interface Replica {
    region: string;
    kmsKeyId?: string;
}

const replicasOf = (properties: Properties): Replica[] => (properties.replicas as Replica[] | undefined) ?? [];

export const secret = resource({
    type: "aws:secretsmanager/secret:Secret",
    autoname: { property: "name", maxLength: 512 },
    unmodelled: { namePrefix: prefixOnly },
    defaults: { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 },

    async create(inputs, context) {
        const { ARN = "" } = await secretsManager(context).send(
            new CreateSecretCommand({
                Name: inputs.name as string,
                Description: inputs.description as string | undefined,
                KmsKeyId: inputs.kmsKeyId as string | undefined,
                ForceOverwriteReplicaSecret: inputs.forceOverwriteReplicaSecret === true,
                AddReplicaRegions: replicasOf(inputs).map(({ region, kmsKeyId }) => ({
                    Region: region,
                    KmsKeyId: kmsKeyId,
                })),
                Tags: wantedTags(inputs),
            }),
        );
        if (inputs.policy !== undefined) {
            await secretsManager(context).send(
                new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy: inputs.policy as string }),
            );
        }
        return ARN;
    },

    async describe(id, recorded, context) {
        const found = await findSecret(id, context);
        if (found === undefined) {
            return undefined;
        }
        const policy = await secretsManager(context).send(new GetResourcePolicyCommand({ SecretId: id }));
        const replicas = (found.ReplicationStatus ?? []).map(({ Region, KmsKeyId, Status, StatusMessage }) => ({
            region: Region,
            kmsKeyId: KmsKeyId ?? replicasOf(recorded).find(({ region }) => region === Region)?.kmsKeyId,
            status: Status,
            statusMessage: StatusMessage,
        }));
        return {
            arn: found.ARN,
            name: found.Name,
            description: found.Description ?? null,
            kmsKeyId: found.KmsKeyId ?? null,
            policy: policy.ResourcePolicy ?? "",
            replicas: replicas.length > 0 ? replicas : null,
            ...tagProperties(recorded, found.Tags),
        };
    },

    async update(id, old, inputs, context) {
        if (inputs.description !== old.description || inputs.kmsKeyId !== old.kmsKeyId) {
            await secretsManager(context).send(
                new UpdateSecretCommand({
                    SecretId: id,
                    Description: (inputs.description as string | undefined) ?? "",
                    KmsKeyId: inputs.kmsKeyId as string | undefined,
                }),
            );
        }
        if (inputs.policy !== undefined && inputs.policy !== old.policy) {
            await secretsManager(context).send(
                new PutResourcePolicyCommand({ SecretId: id, ResourcePolicy: inputs.policy as string }),
            );
        }
        await changeTags(old, inputs, {
            set: (Tags) => secretsManager(context).send(new TagResourceCommand({ SecretId: id, Tags })),
            remove: (TagKeys) => secretsManager(context).send(new UntagResourceCommand({ SecretId: id, TagKeys })),
        });
    },

    async delete(id, state, context) {
        if ((await findSecret(id, context)) === undefined) {
            return;
        }
        const regions = replicasOf(state).map(({ region }) => region);
        if (regions.length > 0) {
            await secretsManager(context).send(
                new RemoveRegionsFromReplicationCommand({ SecretId: id, RemoveReplicaRegions: regions }),
            );
        }
        const days = state.recoveryWindowInDays as number;
        await unlessGone(
            secretsManager(context).send(
                new DeleteSecretCommand({
                    SecretId: id,
                    ...(days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days }),
                }),
            ),
        );
    },
});

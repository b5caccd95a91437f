import {
    DisableKeyCommand,
    EnableKeyCommand,
    GetKeyPolicyCommand,
    GetKeyRotationStatusCommand,
    KMSClient,
    PutKeyPolicyCommand,
    ReplicateKeyCommand,
    ScheduleKeyDeletionCommand,
    UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { tagsOf } from "../../tags";
import { resource } from "../shared/resource";
import { changeKeyTags, existingKey, keyTags, kms, kmsTags } from "./key";

/** Tags are set by the call that makes the replica. */
function tagsGiven(inputs: Properties): Properties {
    return { tags: inputs.tags };
}

async function change(id: string, old: Properties, inputs: Properties, context: HandlerContext): Promise<void> {
    const client = kms(context);
    if (inputs.description !== old.description) {
        const Description = (inputs.description as string | undefined) ?? "";
        await client.send(new UpdateKeyDescriptionCommand({ KeyId: id, Description }));
    }
    if (inputs.policy !== undefined && inputs.policy !== old.policy) {
        const Policy = inputs.policy as string;
        await client.send(new PutKeyPolicyCommand({ KeyId: id, PolicyName: "default", Policy }));
    }
    if (old.enabled !== undefined && inputs.enabled !== old.enabled) {
        const Toggle = inputs.enabled === false ? DisableKeyCommand : EnableKeyCommand;
        await client.send(new Toggle({ KeyId: id }));
    }
    await changeKeyTags(id, old, inputs, context);
}

export const replicaKey = resource({
    type: "aws:kms/replicaKey:ReplicaKey",
    defaults: { bypassPolicyLockoutSafetyCheck: false, enabled: true },
    async create(inputs, context) {
        // The call belongs to the region of the primary key, which its ARN names; the emulator knows the key by its id only.
        const [, , , primaryRegion, , resourceName] = (inputs.primaryKeyArn as string).split(":");
        const KeyId = resourceName?.replace(/^key\//, "");
        const primary = context.client(KMSClient, primaryRegion);
        const { ReplicaKeyMetadata } = await primary.send(
            new ReplicateKeyCommand({
                KeyId,
                ReplicaRegion: context.region,
                Description: inputs.description as string | undefined,
                Policy: inputs.policy as string | undefined,
                Tags: kmsTags(tagsOf(inputs)),
            }),
        );
        return ReplicaKeyMetadata?.KeyId ?? "";
    },
    async settle(id, inputs, context) {
        // The emulator copies the primary's description and policy, whatever was asked for.
        await change(id, tagsGiven(inputs), inputs, context);
        if (inputs.enabled === false) await kms(context).send(new DisableKeyCommand({ KeyId: id }));
    },
    async describe(id, recorded, context) {
        const metadata = await existingKey(id, context);
        if (!metadata) return undefined;
        const [policy, rotation, tags] = await Promise.all([
            kms(context).send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: "default" })),
            kms(context).send(new GetKeyRotationStatusCommand({ KeyId: id })),
            keyTags(id, recorded, context),
        ]);
        return {
            arn: metadata.Arn,
            description: metadata.Description ? metadata.Description : null,
            enabled: metadata.Enabled,
            keyId: metadata.KeyId,
            keyRotationEnabled: rotation.KeyRotationEnabled ?? false,
            keySpec: metadata.KeySpec,
            keyUsage: metadata.KeyUsage,
            policy: policy.Policy,
            ...tags,
        };
    },
    update: change,
    async delete(id, state, context) {
        if (!(await existingKey(id, context))) return;
        const PendingWindowInDays = (state.deletionWindowInDays as number | undefined) ?? 30;
        await kms(context).send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays }));
    },
});

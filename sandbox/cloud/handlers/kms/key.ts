import {
    CreateKeyCommand,
    type CreateKeyCommandInput,
    DescribeKeyCommand,
    DisableKeyCommand,
    DisableKeyRotationCommand,
    EnableKeyCommand,
    EnableKeyRotationCommand,
    GetKeyPolicyCommand,
    GetKeyRotationStatusCommand,
    KMSClient,
    ListResourceTagsCommand,
    PutKeyPolicyCommand,
    ScheduleKeyDeletionCommand,
    TagResourceCommand,
    UntagResourceCommand,
    UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { tagsOf } from "../../tags";
import { resource } from "../shared/resource";
import { changeTags, tagProperties } from "../shared/tags";

export function kms(context: HandlerContext): KMSClient {
    return context.client(KMSClient);
}

/** KMS spells tags its own way. */
export function kmsTags(tags: Record<string, string>): { TagKey: string; TagValue: string }[] {
    return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

export async function keyTags(keyId: string, recorded: Properties, context: HandlerContext): Promise<Properties> {
    const { Tags } = await kms(context).send(new ListResourceTagsCommand({ KeyId: keyId }));
    return tagProperties(
        recorded,
        Tags?.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })),
    );
}

export async function changeKeyTags(
    KeyId: string,
    old: Properties,
    inputs: Properties,
    context: HandlerContext,
): Promise<void> {
    await changeTags(old, inputs, {
        set: (_list, tags) => kms(context).send(new TagResourceCommand({ KeyId, Tags: kmsTags(tags) })),
        remove: (TagKeys) => kms(context).send(new UntagResourceCommand({ KeyId, TagKeys })),
    });
}

async function setRotation(keyId: string, inputs: Properties, context: HandlerContext): Promise<void> {
    const RotationPeriodInDays = inputs.rotationPeriodInDays as number | undefined;
    await kms(context).send(
        inputs.enableKeyRotation === true
            ? new EnableKeyRotationCommand({ KeyId: keyId, ...(RotationPeriodInDays && { RotationPeriodInDays }) })
            : new DisableKeyRotationCommand({ KeyId: keyId }),
    );
}

/** A key waiting for its deletion is gone as far as a program is concerned. */
export async function existingKey(id: string, context: HandlerContext) {
    const response = await unlessGone(kms(context).send(new DescribeKeyCommand({ KeyId: id })));
    const key = response?.KeyMetadata;
    return key === undefined || key.KeyState === "PendingDeletion" ? undefined : key;
}

export const key = resource({
    type: "aws:kms/key:Key",
    defaults: {
        bypassPolicyLockoutSafetyCheck: false,
        customerMasterKeySpec: "SYMMETRIC_DEFAULT",
        enableKeyRotation: false,
        isEnabled: true,
        keyUsage: "ENCRYPT_DECRYPT",
    },
    // CloudFormation replaces none of these by a create-only list (it says so in prose); the provider makes a new key.
    replaceOn: ["customerMasterKeySpec", "customKeyStoreId", "keyUsage", "multiRegion", "xksKeyId"],
    async create(inputs, context) {
        const { KeyMetadata } = await kms(context).send(
            new CreateKeyCommand({
                Description: inputs.description as string | undefined,
                KeySpec: inputs.customerMasterKeySpec as CreateKeyCommandInput["KeySpec"],
                KeyUsage: inputs.keyUsage as CreateKeyCommandInput["KeyUsage"],
                MultiRegion: inputs.multiRegion as boolean | undefined,
                Policy: inputs.policy as string | undefined,
                BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck as boolean | undefined,
                Tags: kmsTags(tagsOf(inputs)),
            }),
        );
        return KeyMetadata?.KeyId ?? "";
    },
    async settle(id, inputs, context) {
        if (inputs.enableKeyRotation === true) await setRotation(id, inputs, context);
        if (inputs.isEnabled === false) await kms(context).send(new DisableKeyCommand({ KeyId: id }));
    },
    async describe(id, recorded, context) {
        const metadata = await existingKey(id, context);
        if (!metadata) return undefined;
        const isSymmetric = metadata.KeySpec === "SYMMETRIC_DEFAULT";
        const [policy, rotation, tags] = await Promise.all([
            kms(context).send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: "default" })),
            isSymmetric ? kms(context).send(new GetKeyRotationStatusCommand({ KeyId: id })) : undefined,
            keyTags(id, recorded, context),
        ]);
        return {
            arn: metadata.Arn,
            customerMasterKeySpec: metadata.KeySpec,
            description: metadata.Description ?? "",
            enableKeyRotation: rotation?.KeyRotationEnabled ?? false,
            isEnabled: metadata.Enabled,
            keyId: metadata.KeyId,
            keyUsage: metadata.KeyUsage,
            multiRegion: metadata.MultiRegion ?? false,
            policy: policy.Policy,
            rotationPeriodInDays: rotation?.RotationPeriodInDays ?? (rotation?.KeyRotationEnabled ? 365 : null),
            ...tags,
        };
    },
    async update(id, old, inputs, context) {
        const client = kms(context);
        if (inputs.description !== undefined && inputs.description !== old.description) {
            await client.send(
                new UpdateKeyDescriptionCommand({ KeyId: id, Description: inputs.description as string }),
            );
        }
        if (inputs.policy !== undefined && inputs.policy !== old.policy) {
            const Policy = inputs.policy as string;
            await client.send(new PutKeyPolicyCommand({ KeyId: id, PolicyName: "default", Policy }));
        }
        // A disabled key refuses a change of rotation, so it is enabled first and disabled last.
        if (inputs.isEnabled === true && old.isEnabled === false)
            await client.send(new EnableKeyCommand({ KeyId: id }));
        const rotates = inputs.enableKeyRotation !== old.enableKeyRotation;
        const period = inputs.rotationPeriodInDays ?? old.rotationPeriodInDays;
        if (rotates || period !== old.rotationPeriodInDays) await setRotation(id, inputs, context);
        if (inputs.isEnabled === false && old.isEnabled !== false)
            await client.send(new DisableKeyCommand({ KeyId: id }));
        await changeKeyTags(id, old, inputs, context);
    },
    async delete(id, state, context) {
        if (!(await existingKey(id, context))) return;
        const PendingWindowInDays = (state.deletionWindowInDays as number | undefined) ?? 30;
        await kms(context).send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays }));
    },
});

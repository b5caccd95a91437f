import {
    AddRoleToInstanceProfileCommand,
    CreateInstanceProfileCommand,
    DeleteInstanceProfileCommand,
    GetInstanceProfileCommand,
    RemoveRoleFromInstanceProfileCommand,
    TagInstanceProfileCommand,
    UntagInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { changeTags, tagProperties, wantedTags } from "../shared/tags";
import { iam } from "./client";

/** A profile holds one role at most. */
async function setRole(
    InstanceProfileName: string,
    old: unknown,
    wanted: unknown,
    context: HandlerContext,
): Promise<void> {
    if (old === wanted) return;
    const client = iam(context);
    if (typeof old === "string") {
        await unlessGone(client.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName: old })));
    }
    if (typeof wanted === "string") {
        await client.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: wanted }));
    }
}

async function find(id: string, context: HandlerContext) {
    const request = new GetInstanceProfileCommand({ InstanceProfileName: id });
    return (await unlessGone(iam(context).send(request)))?.InstanceProfile;
}

export const instanceProfile = resource({
    type: "aws:iam/instanceProfile:InstanceProfile",
    autoname: { property: "name", maxLength: 128 },
    defaults: { path: "/" },
    replaceOn: ["namePrefix"],
    async create(inputs, context) {
        const InstanceProfileName = inputs.name as string;
        const Path = inputs.path as string;
        await iam(context).send(
            new CreateInstanceProfileCommand({ InstanceProfileName, Path, Tags: wantedTags(inputs) }),
        );
        return InstanceProfileName;
    },
    settle: (id, inputs, context) => setRole(id, undefined, inputs.role, context),
    async describe(id, recorded, context) {
        const found = await find(id, context);
        if (!found) return undefined;
        return {
            arn: found.Arn,
            createDate: found.CreateDate?.toISOString(),
            name: found.InstanceProfileName,
            namePrefix: recorded.namePrefix ?? "",
            path: found.Path,
            role: found.Roles?.[0]?.RoleName ?? null,
            uniqueId: found.InstanceProfileId,
            ...tagProperties(recorded, found.Tags),
        };
    },
    async update(id, old, inputs, context) {
        await setRole(id, old.role, inputs.role, context);
        await changeTags(old, inputs, {
            set: (Tags) => iam(context).send(new TagInstanceProfileCommand({ InstanceProfileName: id, Tags })),
            remove: (TagKeys) =>
                iam(context).send(new UntagInstanceProfileCommand({ InstanceProfileName: id, TagKeys })),
        });
    },
    async delete(id, _state, context) {
        const found = await find(id, context);
        if (!found) return;
        await setRole(id, found.Roles?.[0]?.RoleName, undefined, context);
        await unlessGone(iam(context).send(new DeleteInstanceProfileCommand({ InstanceProfileName: id })));
    },
});

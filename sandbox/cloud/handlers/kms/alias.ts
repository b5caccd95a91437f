import { CreateAliasCommand, DeleteAliasCommand, paginateListAliases, UpdateAliasCommand } from "@aws-sdk/client-kms";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { existingKey, kms } from "./key";

/** There is no call that describes one alias by its name. */
async function find(name: string, context: HandlerContext) {
    for await (const page of paginateListAliases({ client: kms(context) }, {})) {
        const alias = page.Aliases?.find(({ AliasName }) => AliasName === name);
        if (alias) return alias;
    }
    return undefined;
}

export const alias = resource({
    type: "aws:kms/alias:Alias",
    autoname: { property: "name", maxLength: 256, prefix: "alias/" },
    async create(inputs, context) {
        const AliasName = inputs.name as string;
        await kms(context).send(new CreateAliasCommand({ AliasName, TargetKeyId: inputs.targetKeyId as string }));
        return AliasName;
    },
    async describe(id, recorded, context) {
        const found = await find(id, context);
        if (found?.TargetKeyId === undefined) return undefined;
        const target = await existingKey(found.TargetKeyId, context);
        const asked = recorded.targetKeyId;
        return {
            arn: found.AliasArn,
            name: found.AliasName,
            targetKeyArn: target?.Arn ?? "",
            // May be given as an id or as an ARN; the API answers with the id.
            targetKeyId: asked !== undefined && asked === target?.Arn ? asked : found.TargetKeyId,
        };
    },
    async update(id, _old, inputs, context) {
        await kms(context).send(new UpdateAliasCommand({ AliasName: id, TargetKeyId: inputs.targetKeyId as string }));
    },
    async delete(id, _state, context) {
        await unlessGone(kms(context).send(new DeleteAliasCommand({ AliasName: id })));
    },
});

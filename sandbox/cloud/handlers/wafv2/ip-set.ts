import { CreateIPSetCommand, DeleteIPSetCommand, GetIPSetCommand, UpdateIPSetCommand } from "@aws-sdk/client-wafv2";
import type { GetIPSetResponse, IPAddressVersion } from "@aws-sdk/client-wafv2";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { unlessEmpty } from "../shared/observe";
import { resource } from "../shared/resource";
import { wantedTags } from "../shared/tags";
import { identity, readTags, updateTags, wafv2 } from "./client";
import { checkRegion } from "./web-acl";
import { prefixOnly } from "../shared/unmodelled";

async function find(id: string, state: Properties, context: HandlerContext): Promise<GetIPSetResponse | undefined> {
    return unlessGone(wafv2(context).send(new GetIPSetCommand(identity(id, state))));
}

const addressesOf = (inputs: Properties): string[] => (inputs.addresses as string[] | undefined) ?? [];

export const ipSet = resource({
    type: "aws:wafv2/ipSet:IpSet",
    autoname: { property: "name", maxLength: 128 },
    // The provider makes another set for the other kind of address.
    replaceOn: ["ipAddressVersion"],
    changedByUpdate: ["lockToken"],
    unmodelled: { namePrefix: prefixOnly },

    async create(inputs, context) {
        checkRegion(inputs.scope, context);
        const { Summary } = await wafv2(context).send(
            new CreateIPSetCommand({
                ...identity("", inputs),
                Description: inputs.description as string | undefined,
                IPAddressVersion: inputs.ipAddressVersion as IPAddressVersion,
                Addresses: addressesOf(inputs),
                Tags: wantedTags(inputs),
            }),
        );
        return Summary?.Id ?? "";
    },

    async describe(id, recorded, context) {
        const answer = await find(id, recorded, context);
        const found = answer?.IPSet;
        if (found === undefined) {
            return undefined;
        }
        return {
            name: found.Name,
            scope: identity(id, recorded).Scope,
            arn: found.ARN,
            description: found.Description || null,
            ipAddressVersion: found.IPAddressVersion,
            addresses: unlessEmpty(recorded.addresses, found.Addresses ?? []),
            lockToken: answer?.LockToken,
            ...(await readTags(found.ARN, recorded, context)),
        };
    },

    async update(id, old, inputs, context) {
        const current = await find(id, old, context);
        await wafv2(context).send(
            new UpdateIPSetCommand({
                ...identity(id, old),
                Description: inputs.description as string | undefined,
                Addresses: addressesOf(inputs),
                LockToken: current?.LockToken,
            }),
        );
        await updateTags(old, inputs, context);
    },

    async delete(id, state, context) {
        const current = await find(id, state, context);
        if (current !== undefined) {
            await unlessGone(
                wafv2(context).send(new DeleteIPSetCommand({ ...identity(id, state), LockToken: current.LockToken })),
            );
        }
    },
});

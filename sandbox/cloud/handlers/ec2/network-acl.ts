import { CreateNetworkAclCommand, DeleteNetworkAclCommand, type NetworkAcl } from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, remove, taggedAs, updateTags } from "./client";
import { associateSubnets, changeEntries, findNetworkAcl, inlineEntries, releaseSubnets } from "./network-acl-entries";

function subnetsOf(acl: NetworkAcl): string[] {
    return (acl.Associations ?? []).flatMap(({ SubnetId }) => (SubnetId === undefined ? [] : [SubnetId]));
}

async function change(id: string, old: Properties, inputs: Properties, context: HandlerContext): Promise<void> {
    for (const direction of ["ingress", "egress"]) {
        if (inputs[direction] === undefined) continue;
        const before = (old[direction] ?? []) as Properties[];
        await changeEntries(id, direction === "egress", before, inputs[direction] as Properties[], context);
    }
    if (inputs.subnetIds === undefined) return;
    const wanted = inputs.subnetIds as string[];
    await associateSubnets(id, wanted, context);
    const acl = await findNetworkAcl(id, context);
    const released = ((old.subnetIds ?? []) as string[]).filter((subnetId) => !wanted.includes(subnetId));
    if (acl) await releaseSubnets(acl, released, context);
}

function describeAcl(id: string, found: NetworkAcl, recorded: Properties, context: HandlerContext): Properties {
    return {
        arn: arn(context, "network-acl", id),
        egress: inlineEntries(found, true, recorded.egress),
        ingress: inlineEntries(found, false, recorded.ingress),
        ownerId: found.OwnerId ?? context.accountId,
        subnetIds: subnetsOf(found),
        vpcId: found.VpcId,
        ...tagProperties(recorded, found.Tags),
    };
}

export const networkAcl = resource({
    type: "aws:ec2/networkAcl:NetworkAcl",
    async create(inputs, context) {
        const VpcId = inputs.vpcId as string;
        const request = new CreateNetworkAclCommand({ VpcId, ...taggedAs("network-acl", inputs) });
        return (await ec2(context).send(request)).NetworkAcl?.NetworkAclId ?? "";
    },
    settle: (id, inputs, context) => change(id, {}, inputs, context),
    async describe(id, recorded, context) {
        const found = await findNetworkAcl(id, context);
        if (!found) return undefined;
        const state = describeAcl(id, found, recorded, context);
        // Entries that are resources of their own report themselves.
        return {
            ...state,
            ...(recorded.egress === undefined && { egress: [] }),
            ...(recorded.ingress === undefined && { ingress: [] }),
        };
    },
    async update(id, old, inputs, context) {
        await change(id, old, inputs, context);
        await updateTags(id, old, inputs, context);
    },
    async delete(id, _state, context) {
        const acl = await findNetworkAcl(id, context);
        if (!acl) return;
        await releaseSubnets(acl, subnetsOf(acl), context);
        await remove(ec2(context).send(new DeleteNetworkAclCommand({ NetworkAclId: id })));
    },
});

/** The list a VPC is born with: adopted and emptied, never made or deleted. */
export const defaultNetworkAcl = resource({
    type: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    replaceOn: ["defaultNetworkAclId"],
    async create(inputs, context) {
        const id = inputs.defaultNetworkAclId as string;
        if (!(await findNetworkAcl(id, context))) throw new Error(`there is no network ACL ${id}`);
        return id;
    },
    async settle(id, inputs, context) {
        const found = await findNetworkAcl(id, context);
        const before = found ? describeAcl(id, found, {}, context) : {};
        await change(id, before, { ingress: [], egress: [], ...inputs }, context);
        await updateTags(id, before, inputs, context);
    },
    async describe(id, recorded, context) {
        const found = await findNetworkAcl(id, context);
        if (!found) return undefined;
        const state = describeAcl(id, found, recorded, context);
        const unasked = (name: string) => recorded[name] === undefined && (state[name] as unknown[]).length === 0;
        return {
            ...state,
            defaultNetworkAclId: id,
            egress: unasked("egress") ? null : state.egress,
            ingress: unasked("ingress") ? null : state.ingress,
            // Every new subnet starts under this list: only what the program put there is its business.
            subnetIds: recorded.subnetIds === undefined ? null : state.subnetIds,
        };
    },
    async update(id, old, inputs, context) {
        await change(id, old, { ingress: [], egress: [], ...inputs }, context);
        await updateTags(id, old, inputs, context);
    },
    delete: () => Promise.resolve(),
});

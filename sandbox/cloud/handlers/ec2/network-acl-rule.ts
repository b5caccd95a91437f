import { crc32 } from "node:zlib";
import { DeleteNetworkAclEntryCommand, type NetworkAclEntry } from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { ec2, remove } from "./client";
import { changeEntries, entriesOf, findNetworkAcl, protocolAsAsked } from "./network-acl-entries";

async function find(properties: Properties, context: HandlerContext): Promise<NetworkAclEntry | undefined> {
    const acl = await findNetworkAcl(properties.networkAclId as string, context);
    const entries = acl ? entriesOf(acl, properties.egress === true) : [];
    return entries.find(({ RuleNumber }) => RuleNumber === properties.ruleNumber);
}

export const networkAclRule = resource({
    type: "aws:ec2/networkAclRule:NetworkAclRule",
    defaults: { egress: false },
    // An entry cannot be modified, only put in place of another; the provider makes a new one for every change.
    replaceOn: ["cidrBlock", "fromPort", "icmpCode", "icmpType", "ipv6CidrBlock", "protocol", "ruleAction", "toPort"],
    async create(inputs, context) {
        const id = inputs.networkAclId as string;
        const entry: Properties = { ...inputs, ruleNo: inputs.ruleNumber, action: inputs.ruleAction };
        await changeEntries(id, inputs.egress === true, [], [entry], context);
        // An entry has no id of its own in AWS; this is the provider's.
        return `nacl-${crc32(JSON.stringify([id, inputs.ruleNumber, inputs.egress, inputs.protocol]))}`;
    },
    async describe(_id, recorded, context) {
        const found = await find(recorded, context);
        if (!found) return undefined;
        return {
            cidrBlock: found.CidrBlock || null,
            fromPort: found.PortRange?.From,
            icmpCode: found.IcmpTypeCode?.Code,
            icmpType: found.IcmpTypeCode?.Type,
            ipv6CidrBlock: found.Ipv6CidrBlock || null,
            protocol: protocolAsAsked(recorded.protocol, found.Protocol),
            ruleAction: found.RuleAction,
            toPort: found.PortRange?.To,
        };
    },
    async delete(_id, state, context) {
        // The emulator breaks down over an entry that is gone, where AWS says so.
        if (!(await find(state, context))) return;
        await remove(
            ec2(context).send(
                new DeleteNetworkAclEntryCommand({
                    NetworkAclId: state.networkAclId as string,
                    Egress: state.egress === true,
                    RuleNumber: state.ruleNumber as number,
                }),
            ),
        );
    },
});

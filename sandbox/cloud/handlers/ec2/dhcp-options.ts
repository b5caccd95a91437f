import {
    AssociateDhcpOptionsCommand,
    CreateDhcpOptionsCommand,
    DeleteDhcpOptionsCommand,
    DescribeDhcpOptionsCommand,
    DescribeVpcsCommand,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, only, remove, taggedAs, updateTags } from "./client";

/** Keys of the API by property; those in `single` carry one value, the others a list. */
const keys: Record<string, string> = {
    domainName: "domain-name",
    domainNameServers: "domain-name-servers",
    ipv6AddressPreferredLeaseTime: "ipv6-address-preferred-lease-time",
    netbiosNameServers: "netbios-name-servers",
    netbiosNodeType: "netbios-node-type",
    ntpServers: "ntp-servers",
};
const single = new Set(["domainName", "ipv6AddressPreferredLeaseTime", "netbiosNodeType"]);

/** Taking the options away from a VPC is giving it these. */
const NONE = "default";

export const dhcpOptions = resource({
    type: "aws:ec2/vpcDhcpOptions:VpcDhcpOptions",
    async create(inputs, context) {
        const given = Object.entries(keys).filter(([property]) => inputs[property] !== undefined);
        const DhcpConfigurations = given.map(([property, Key]) => ({
            Key,
            Values: ([] as string[]).concat(inputs[property] as string | string[]),
        }));
        const request = new CreateDhcpOptionsCommand({ DhcpConfigurations, ...taggedAs("dhcp-options", inputs) });
        return (await ec2(context).send(request)).DhcpOptions?.DhcpOptionsId ?? "";
    },
    async describe(id, recorded, context) {
        const call = ec2(context).send(new DescribeDhcpOptionsCommand({ DhcpOptionsIds: [id] }));
        const found = await only(call, (page) => page.DhcpOptions);
        if (!found) return undefined;
        const options: Properties = {};
        for (const [property, key] of Object.entries(keys)) {
            const configuration = found.DhcpConfigurations?.find(({ Key }) => Key === key);
            const values = configuration?.Values?.map(({ Value }) => Value);
            options[property] = (single.has(property) ? values?.[0] : values) ?? null;
        }
        return {
            ...options,
            arn: arn(context, "dhcp-options", id),
            ownerId: found.OwnerId ?? context.accountId,
            ...tagProperties(recorded, found.Tags),
        };
    },
    update: updateTags,
    delete: (id, _state, context) => remove(ec2(context).send(new DeleteDhcpOptionsCommand({ DhcpOptionsId: id }))),
});

async function associate(DhcpOptionsId: string, VpcId: unknown, context: HandlerContext): Promise<void> {
    await ec2(context).send(new AssociateDhcpOptionsCommand({ DhcpOptionsId, VpcId: VpcId as string }));
}

export const dhcpOptionsAssociation = resource({
    type: "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
    // The provider gives the VPC other options in place; only another VPC is another association.
    updatable: ["dhcpOptionsId"],
    async create(inputs, context) {
        await associate(inputs.dhcpOptionsId as string, inputs.vpcId, context);
        return `${String(inputs.dhcpOptionsId)}-${String(inputs.vpcId)}`;
    },
    async describe(_id, recorded, context) {
        const call = ec2(context).send(new DescribeVpcsCommand({ VpcIds: [recorded.vpcId as string] }));
        const found = await only(call, (page) => page.Vpcs);
        if (found?.DhcpOptionsId === undefined || found.DhcpOptionsId === NONE) return undefined;
        return { dhcpOptionsId: found.DhcpOptionsId };
    },
    update: (_id, old, inputs, context) => associate(inputs.dhcpOptionsId as string, old.vpcId, context),
    delete: (_id, state, context) => remove(associate(NONE, state.vpcId, context)),
});

import {
    CreateSubnetCommand,
    DeleteSubnetCommand,
    DescribeSubnetsCommand,
    type HostnameType,
    ModifySubnetAttributeCommand,
    type ModifySubnetAttributeRequest,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, only, remove, taggedAs, updateTags } from "./client";

/** The API changes one attribute a call. */
const attributes: Record<string, (value: unknown) => Partial<ModifySubnetAttributeRequest>> = {
    assignIpv6AddressOnCreation: (value) => ({ AssignIpv6AddressOnCreation: { Value: value as boolean } }),
    enableDns64: (value) => ({ EnableDns64: { Value: value as boolean } }),
    enableResourceNameDnsARecordOnLaunch: (value) => ({
        EnableResourceNameDnsARecordOnLaunch: { Value: value as boolean },
    }),
    enableResourceNameDnsAaaaRecordOnLaunch: (value) => ({
        EnableResourceNameDnsAAAARecordOnLaunch: { Value: value as boolean },
    }),
    mapPublicIpOnLaunch: (value) => ({ MapPublicIpOnLaunch: { Value: value as boolean } }),
    privateDnsHostnameTypeOnLaunch: (value) => ({ PrivateDnsHostnameTypeOnLaunch: value as HostnameType }),
};

const defaults = {
    assignIpv6AddressOnCreation: false,
    enableDns64: false,
    enableResourceNameDnsARecordOnLaunch: false,
    enableResourceNameDnsAaaaRecordOnLaunch: false,
    mapPublicIpOnLaunch: false,
};

async function setAttributes(SubnetId: string, old: Properties, inputs: Properties, context: HandlerContext) {
    for (const [name, attribute] of Object.entries(attributes)) {
        if (inputs[name] === undefined || inputs[name] === old[name]) continue;
        await ec2(context).send(new ModifySubnetAttributeCommand({ SubnetId, ...attribute(inputs[name]) }));
    }
}

export const subnet = resource({
    type: "aws:ec2/subnet:Subnet",
    defaults,
    async create(inputs, context) {
        const { Subnet } = await ec2(context).send(
            new CreateSubnetCommand({
                VpcId: inputs.vpcId as string,
                CidrBlock: inputs.cidrBlock as string | undefined,
                Ipv6CidrBlock: inputs.ipv6CidrBlock as string | undefined,
                AvailabilityZone: inputs.availabilityZone as string | undefined,
                AvailabilityZoneId: inputs.availabilityZoneId as string | undefined,
                ...taggedAs("subnet", inputs),
            }),
        );
        return Subnet?.SubnetId ?? "";
    },
    settle: (id, inputs, context) => setAttributes(id, defaults, inputs, context),
    async describe(id, recorded, context) {
        const call = ec2(context).send(new DescribeSubnetsCommand({ SubnetIds: [id] }));
        const found = await only(call, (page) => page.Subnets);
        if (!found) return undefined;
        const launch = found.PrivateDnsNameOptionsOnLaunch;
        const ipv6 = found.Ipv6CidrBlockAssociationSet?.[0];
        return {
            arn: arn(context, "subnet", id),
            assignIpv6AddressOnCreation: found.AssignIpv6AddressOnCreation,
            availabilityZone: found.AvailabilityZone,
            availabilityZoneId: found.AvailabilityZoneId,
            cidrBlock: found.CidrBlock,
            // The emulator does not report the DNS attributes; they stay as asked for.
            enableDns64: found.EnableDns64,
            enableResourceNameDnsARecordOnLaunch: launch?.EnableResourceNameDnsARecord,
            enableResourceNameDnsAaaaRecordOnLaunch: launch?.EnableResourceNameDnsAAAARecord,
            ipv6CidrBlock: ipv6?.Ipv6CidrBlock,
            ipv6CidrBlockAssociationId: ipv6?.AssociationId ?? "",
            mapPublicIpOnLaunch: found.MapPublicIpOnLaunch,
            ownerId: found.OwnerId ?? context.accountId,
            privateDnsHostnameTypeOnLaunch:
                launch?.HostnameType ?? recorded.privateDnsHostnameTypeOnLaunch ?? "ip-name",
            vpcId: found.VpcId,
            ...tagProperties(recorded, found.Tags),
        };
    },
    async update(id, old, inputs, context) {
        await setAttributes(id, old, inputs, context);
        await updateTags(id, old, inputs, context);
    },
    delete: (id, _state, context) => remove(ec2(context).send(new DeleteSubnetCommand({ SubnetId: id }))),
});

import {
    CreateVpcEndpointCommand,
    DeleteVpcEndpointsCommand,
    DescribePrefixListsCommand,
    DescribeVpcEndpointsCommand,
    type ModifyVpcEndpointCommandInput,
    ModifyVpcEndpointCommand,
    type VpcEndpoint,
    type VpcEndpointType,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, only, remove, taggedAs, updateTags } from "./client";

const fullAccess = JSON.stringify({
    Version: "2008-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});

async function find(id: string, context: HandlerContext): Promise<VpcEndpoint | undefined> {
    const call = ec2(context).send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    const found = await only(call, (page) => page.VpcEndpoints);
    return found?.State?.toLowerCase() === "deleted" ? undefined : found;
}

/** A gateway endpoint puts the addresses of its service into route tables under a prefix list. */
async function prefixList(found: VpcEndpoint, context: HandlerContext): Promise<Properties> {
    if (found.VpcEndpointType !== "Gateway") return { prefixListId: "", cidrBlocks: [] };
    const named = { Name: "prefix-list-name", Values: [found.ServiceName ?? ""] };
    const { PrefixLists = [] } = await ec2(context).send(new DescribePrefixListsCommand({ Filters: [named] }));
    const list = PrefixLists.find(({ PrefixListName }) => PrefixListName === found.ServiceName);
    return { prefixListId: list?.PrefixListId ?? "", cidrBlocks: list?.Cidrs ?? [] };
}

/** Added and removed members, under the names the API has for them. */
function membership(old: Properties, inputs: Properties): Partial<ModifyVpcEndpointCommandInput> {
    const request: Record<string, string[]> = {};
    const members = { routeTableIds: "RouteTableIds", securityGroupIds: "SecurityGroupIds", subnetIds: "SubnetIds" };
    for (const [property, member] of Object.entries(members)) {
        if (inputs[property] === undefined) continue;
        const before = (old[property] ?? []) as string[];
        const after = inputs[property] as string[];
        const added = after.filter((id) => !before.includes(id));
        const removed = before.filter((id) => !after.includes(id));
        if (added.length > 0) request[`Add${member}`] = added;
        if (removed.length > 0) request[`Remove${member}`] = removed;
    }
    return request;
}

export const vpcEndpoint = resource({
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    defaults: { vpcEndpointType: "Gateway" },
    async create(inputs, context) {
        const { VpcEndpoint } = await ec2(context).send(
            new CreateVpcEndpointCommand({
                VpcEndpointType: inputs.vpcEndpointType as VpcEndpointType,
                VpcId: inputs.vpcId as string,
                ServiceName: inputs.serviceName as string | undefined,
                PolicyDocument: inputs.policy as string | undefined,
                PrivateDnsEnabled: inputs.privateDnsEnabled as boolean | undefined,
                RouteTableIds: inputs.routeTableIds as string[] | undefined,
                SecurityGroupIds: inputs.securityGroupIds as string[] | undefined,
                SubnetIds: inputs.subnetIds as string[] | undefined,
                ...taggedAs("vpc-endpoint", inputs),
            }),
        );
        return VpcEndpoint?.VpcEndpointId ?? "";
    },
    async describe(id, recorded, context) {
        const found = await find(id, context);
        if (!found) return undefined;
        const dnsEntries = (found.DnsEntries ?? []).map(({ DnsName = "", HostedZoneId = "" }) => ({
            dnsName: DnsName,
            hostedZoneId: HostedZoneId,
        }));
        return {
            arn: arn(context, "vpc-endpoint", id),
            dnsEntries,
            ipAddressType: found.IpAddressType ?? "ipv4",
            networkInterfaceIds: found.NetworkInterfaceIds ?? [],
            ownerId: found.OwnerId ?? context.accountId,
            policy: found.PolicyDocument ?? recorded.policy ?? fullAccess,
            privateDnsEnabled: found.PrivateDnsEnabled ?? false,
            requesterManaged: found.RequesterManaged ?? false,
            routeTableIds: found.RouteTableIds ?? [],
            securityGroupIds: (found.Groups ?? []).map(({ GroupId }) => GroupId),
            serviceName: found.ServiceName,
            serviceRegion: found.ServiceRegion ?? context.region,
            state: found.State,
            subnetConfigurations: undefined,
            subnetIds: found.SubnetIds ?? [],
            vpcEndpointType: found.VpcEndpointType,
            vpcId: found.VpcId,
            ...(await prefixList(found, context)),
            ...tagProperties(recorded, found.Tags),
        };
    },
    async update(id, old, inputs, context) {
        const request: ModifyVpcEndpointCommandInput = { VpcEndpointId: id, ...membership(old, inputs) };
        if (inputs.policy !== undefined && inputs.policy !== old.policy)
            request.PolicyDocument = inputs.policy as string;
        if (inputs.policy === undefined && old.policy !== fullAccess) request.ResetPolicy = true;
        if (inputs.privateDnsEnabled !== undefined && inputs.privateDnsEnabled !== old.privateDnsEnabled) {
            request.PrivateDnsEnabled = inputs.privateDnsEnabled as boolean;
        }
        if (Object.keys(request).length > 1) await ec2(context).send(new ModifyVpcEndpointCommand(request));
        await updateTags(id, old, inputs, context);
    },
    delete: (id, _state, context) => remove(ec2(context).send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }))),
});

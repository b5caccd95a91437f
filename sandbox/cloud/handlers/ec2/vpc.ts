import {
    CreateVpcCommand,
    DeleteVpcCommand,
    DescribeNetworkAclsCommand,
    DescribeRouteTablesCommand,
    DescribeSecurityGroupsCommand,
    DescribeVpcAttributeCommand,
    DescribeVpcsCommand,
    ModifyVpcAttributeCommand,
    ModifyVpcTenancyCommand,
    type ModifyVpcAttributeRequest,
    type VpcAttributeName,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, only, remove, taggedAs, updateTags } from "./client";

/** Attributes have a call of their own, one at a time. */
const attributes = {
    enableDnsSupport: "EnableDnsSupport",
    enableDnsHostnames: "EnableDnsHostnames",
    enableNetworkAddressUsageMetrics: "EnableNetworkAddressUsageMetrics",
} as const satisfies Record<string, keyof ModifyVpcAttributeRequest>;

const names = Object.keys(attributes) as (keyof typeof attributes)[];

async function setAttributes(
    VpcId: string,
    old: Properties,
    inputs: Properties,
    context: HandlerContext,
): Promise<void> {
    for (const name of names) {
        if (typeof inputs[name] !== "boolean" || inputs[name] === old[name]) continue;
        await ec2(context).send(new ModifyVpcAttributeCommand({ VpcId, [attributes[name]]: { Value: inputs[name] } }));
    }
}

async function readAttribute(VpcId: string, name: keyof typeof attributes, context: HandlerContext): Promise<boolean> {
    const Attribute: VpcAttributeName = name;
    const response = await ec2(context).send(new DescribeVpcAttributeCommand({ VpcId, Attribute }));
    return response[attributes[name]]?.Value ?? false;
}

/** What AWS makes together with the VPC. */
async function companions(vpcId: string, context: HandlerContext): Promise<Properties> {
    const inVpc = { Name: "vpc-id", Values: [vpcId] };
    const client = ec2(context);
    const [routeTables, acls, groups] = await Promise.all([
        client.send(
            new DescribeRouteTablesCommand({ Filters: [inVpc, { Name: "association.main", Values: ["true"] }] }),
        ),
        client.send(new DescribeNetworkAclsCommand({ Filters: [inVpc, { Name: "default", Values: ["true"] }] })),
        client.send(
            new DescribeSecurityGroupsCommand({ Filters: [inVpc, { Name: "group-name", Values: ["default"] }] }),
        ),
    ]);
    const mainRouteTableId = routeTables.RouteTables?.[0]?.RouteTableId;
    return {
        mainRouteTableId,
        defaultRouteTableId: mainRouteTableId,
        defaultNetworkAclId: acls.NetworkAcls?.[0]?.NetworkAclId,
        defaultSecurityGroupId: groups.SecurityGroups?.[0]?.GroupId,
    };
}

export const vpc = resource({
    type: "aws:ec2/vpc:Vpc",
    defaults: { enableDnsSupport: true, instanceTenancy: "default" },
    // AWS can turn `dedicated` into `default` in place; CloudFormation and the provider agree that nothing else can be.
    async create(inputs, context) {
        const { Vpc } = await ec2(context).send(
            new CreateVpcCommand({
                CidrBlock: inputs.cidrBlock as string,
                InstanceTenancy: inputs.instanceTenancy as "default",
                AmazonProvidedIpv6CidrBlock: inputs.assignGeneratedIpv6CidrBlock as boolean | undefined,
                ...taggedAs("vpc", inputs),
            }),
        );
        return Vpc?.VpcId ?? "";
    },
    settle: (id, inputs, context) => setAttributes(id, {}, inputs, context),
    async describe(id, recorded, context) {
        const found = await only(ec2(context).send(new DescribeVpcsCommand({ VpcIds: [id] })), (page) => page.Vpcs);
        if (!found) return undefined;
        const values = await Promise.all(names.map((name) => readAttribute(id, name, context)));
        const ipv6 = found.Ipv6CidrBlockAssociationSet?.[0];
        return {
            arn: arn(context, "vpc", id),
            cidrBlock: found.CidrBlock,
            dhcpOptionsId: found.DhcpOptionsId,
            instanceTenancy: found.InstanceTenancy,
            ipv6AssociationId: ipv6?.AssociationId ?? "",
            ipv6CidrBlock: ipv6?.Ipv6CidrBlock ?? "",
            ipv6CidrBlockNetworkBorderGroup: ipv6?.NetworkBorderGroup ?? "",
            ownerId: found.OwnerId ?? context.accountId,
            ...Object.fromEntries(names.map((name, index) => [name, values[index]])),
            ...(await companions(id, context)),
            ...tagProperties(recorded, found.Tags),
        };
    },
    async update(id, old, inputs, context) {
        await setAttributes(id, old, inputs, context);
        if (inputs.instanceTenancy !== old.instanceTenancy) {
            await ec2(context).send(new ModifyVpcTenancyCommand({ VpcId: id, InstanceTenancy: "default" }));
        }
        await updateTags(id, old, inputs, context);
    },
    delete: (id, _state, context) => remove(ec2(context).send(new DeleteVpcCommand({ VpcId: id }))),
});

import { CreateNatGatewayCommand, DeleteNatGatewayCommand, DescribeNatGatewaysCommand } from "@aws-sdk/client-ec2";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { until, untilGone } from "../shared/wait";
import { ec2, only, remove, taggedAs, updateTags } from "./client";

/** A deleted gateway is listed for another hour; it is gone all the same. */
async function find(id: string, context: HandlerContext) {
    const call = ec2(context).send(new DescribeNatGatewaysCommand({ NatGatewayIds: [id] }));
    const found = await only(call, (page) => page.NatGateways);
    return found?.State === "deleted" ? undefined : found;
}

export const natGateway = resource({
    type: "aws:ec2/natGateway:NatGateway",
    defaults: { connectivityType: "public" },
    replaceOn: ["privateIp"],
    async create(inputs, context) {
        const { NatGateway } = await ec2(context).send(
            new CreateNatGatewayCommand({
                AllocationId: inputs.allocationId as string | undefined,
                ConnectivityType: inputs.connectivityType as "public" | "private",
                PrivateIpAddress: inputs.privateIp as string | undefined,
                SubnetId: inputs.subnetId as string | undefined,
                ...taggedAs("natgateway", inputs),
            }),
        );
        return NatGateway?.NatGatewayId ?? "";
    },
    async settle(id, _inputs, context) {
        await until(
            `NAT gateway ${id} to be available`,
            async () => ((await find(id, context))?.State === "available" ? true : undefined),
            context,
        );
    },
    async describe(id, recorded, context) {
        const found = await find(id, context);
        if (!found) return undefined;
        const address = found.NatGatewayAddresses?.[0];
        return {
            allocationId: address?.AllocationId,
            associationId: address?.AssociationId ?? "",
            availabilityMode: found.AvailabilityMode ?? "zonal",
            autoProvisionZones: found.AutoProvisionZones ?? "",
            autoScalingIps: found.AutoScalingIps ?? "",
            connectivityType: found.ConnectivityType,
            networkInterfaceId: address?.NetworkInterfaceId ?? "",
            privateIp: address?.PrivateIp ?? "",
            publicIp: address?.PublicIp ?? "",
            regionalNatGatewayAddresses: [],
            regionalNatGatewayAutoMode: "",
            routeTableId: found.RouteTableId ?? "",
            secondaryAllocationIds: [],
            secondaryPrivateIpAddressCount: 0,
            secondaryPrivateIpAddresses: [],
            subnetId: found.SubnetId,
            vpcId: found.VpcId,
            ...tagProperties(recorded, found.Tags),
        };
    },
    update: updateTags,
    async delete(id, _state, context) {
        await remove(ec2(context).send(new DeleteNatGatewayCommand({ NatGatewayId: id })));
        await untilGone(`NAT gateway ${id}`, () => find(id, context), context);
    },
});

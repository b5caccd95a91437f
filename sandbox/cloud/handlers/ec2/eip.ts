import {
    AllocateAddressCommand,
    AssociateAddressCommand,
    DescribeAddressesCommand,
    DisassociateAddressCommand,
    ReleaseAddressCommand,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, only, remove, taggedAs, updateTags } from "./client";

function asksForAssociation(properties: Properties): boolean {
    return Boolean(properties.instance) || Boolean(properties.networkInterface);
}

async function associate(AllocationId: string, inputs: Properties, context: HandlerContext): Promise<void> {
    if (!asksForAssociation(inputs)) return;
    await ec2(context).send(
        new AssociateAddressCommand({
            AllocationId,
            InstanceId: inputs.instance as string | undefined,
            NetworkInterfaceId: inputs.networkInterface as string | undefined,
            PrivateIpAddress: inputs.associateWithPrivateIp as string | undefined,
            AllowReassociation: true,
        }),
    );
}

async function find(id: string, context: HandlerContext) {
    const call = ec2(context).send(new DescribeAddressesCommand({ AllocationIds: [id] }));
    return only(call, (page) => page.Addresses);
}

export const eip = resource({
    type: "aws:ec2/eip:Eip",
    // Classic EC2 is gone: the provider makes a new address for another domain, CloudFormation leaves the property as it is.
    replaceOn: ["domain", "publicIpv4Pool", "customerOwnedIpv4Pool"],
    async create(inputs, context) {
        const { AllocationId } = await ec2(context).send(
            new AllocateAddressCommand({
                Domain: "vpc",
                Address: inputs.address as string | undefined,
                NetworkBorderGroup: inputs.networkBorderGroup as string | undefined,
                PublicIpv4Pool: inputs.publicIpv4Pool as string | undefined,
                ...taggedAs("elastic-ip", inputs),
            }),
        );
        return AllocationId ?? "";
    },
    settle: associate,
    async describe(id, recorded, context) {
        const found = await find(id, context);
        if (!found) return undefined;
        const publicIp = found.PublicIp ?? "";
        // A NAT gateway that takes the address is that resource's business: reported here, every first refresh would be drift.
        const own = asksForAssociation(recorded) ? found : {};
        return {
            allocationId: id,
            arn: arn(context, "elastic-ip", id),
            associationId: own.AssociationId ?? "",
            carrierIp: found.CarrierIp ?? "",
            customerOwnedIp: found.CustomerOwnedIp ?? "",
            domain: found.Domain ?? "vpc",
            instance: own.InstanceId ?? "",
            networkBorderGroup: found.NetworkBorderGroup ?? context.region,
            networkInterface: own.NetworkInterfaceId ?? "",
            privateDns: own.PrivateIpAddress
                ? `ip-${own.PrivateIpAddress.replaceAll(".", "-")}.${context.region}.compute.internal`
                : "",
            privateIp: own.PrivateIpAddress ?? "",
            ptrRecord: "",
            publicDns: `ec2-${publicIp.replaceAll(".", "-")}.${context.region}.compute.amazonaws.com`,
            publicIp,
            publicIpv4Pool: found.PublicIpv4Pool ?? "amazon",
            ...tagProperties(recorded, found.Tags),
        };
    },
    async update(id, old, inputs, context) {
        const moved = inputs.instance !== old.instance || inputs.networkInterface !== old.networkInterface;
        if (moved && asksForAssociation(inputs)) await associate(id, inputs, context);
        await updateTags(id, old, inputs, context);
    },
    async delete(id, _state, context) {
        const found = await find(id, context);
        if (!found) return;
        if (found.AssociationId !== undefined && found.AssociationId !== "") {
            const { AssociationId } = found;
            await remove(ec2(context).send(new DisassociateAddressCommand({ AssociationId })));
        }
        await remove(ec2(context).send(new ReleaseAddressCommand({ AllocationId: id })));
    },
});

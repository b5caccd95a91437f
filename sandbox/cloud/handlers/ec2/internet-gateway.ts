import {
    AttachInternetGatewayCommand,
    CreateInternetGatewayCommand,
    DeleteInternetGatewayCommand,
    DescribeInternetGatewaysCommand,
    DetachInternetGatewayCommand,
} from "@aws-sdk/client-ec2";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, only, remove, taggedAs, unlessDone, updateTags } from "./client";

async function attach(InternetGatewayId: string, vpcId: unknown, context: HandlerContext): Promise<void> {
    if (typeof vpcId !== "string") return;
    const call = ec2(context).send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
    await unlessDone(call, "Resource.AlreadyAssociated");
}

async function detach(InternetGatewayId: string, vpcId: unknown, context: HandlerContext): Promise<void> {
    if (typeof vpcId !== "string" || vpcId === "") return;
    const call = ec2(context).send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
    await unlessDone(remove(call), "Gateway.NotAttached");
}

export const internetGateway = resource({
    type: "aws:ec2/internetGateway:InternetGateway",
    async create(inputs, context) {
        const request = new CreateInternetGatewayCommand(taggedAs("internet-gateway", inputs));
        return (await ec2(context).send(request)).InternetGateway?.InternetGatewayId ?? "";
    },
    settle: (id, inputs, context) => attach(id, inputs.vpcId, context),
    async describe(id, recorded, context) {
        const call = ec2(context).send(new DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] }));
        const found = await only(call, (page) => page.InternetGateways);
        if (!found) return undefined;
        return {
            arn: arn(context, "internet-gateway", id),
            ownerId: found.OwnerId ?? context.accountId,
            vpcId: found.Attachments?.[0]?.VpcId ?? "",
            ...tagProperties(recorded, found.Tags),
        };
    },
    async update(id, old, inputs, context) {
        if (inputs.vpcId !== undefined && inputs.vpcId !== old.vpcId) {
            await detach(id, old.vpcId, context);
            await attach(id, inputs.vpcId, context);
        }
        await updateTags(id, old, inputs, context);
    },
    async delete(id, state, context) {
        await detach(id, state.vpcId, context);
        await remove(ec2(context).send(new DeleteInternetGatewayCommand({ InternetGatewayId: id })));
    },
});

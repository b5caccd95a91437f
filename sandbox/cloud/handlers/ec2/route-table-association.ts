import {
    AssociateRouteTableCommand,
    DescribeRouteTablesCommand,
    DisassociateRouteTableCommand,
    ReplaceRouteTableAssociationCommand,
    type RouteTableAssociation,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { ec2, remove } from "./client";

/** By the subnet or gateway, of which there is one: moving it to another table gives the association a new id. */
async function find(
    id: string,
    recorded: Properties,
    context: HandlerContext,
): Promise<RouteTableAssociation | undefined> {
    const filter =
        typeof recorded.subnetId === "string"
            ? { Name: "association.subnet-id", Values: [recorded.subnetId] }
            : { Name: "association.route-table-association-id", Values: [id] };
    const { RouteTables = [] } = await ec2(context).send(new DescribeRouteTablesCommand({ Filters: [filter] }));
    return RouteTables.flatMap(({ Associations = [] }) => Associations).find(
        (association) =>
            association.RouteTableAssociationId === id ||
            (recorded.subnetId !== undefined && association.SubnetId === recorded.subnetId),
    );
}

export const routeTableAssociation = resource({
    type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    // The provider moves the association to the other table; CloudFormation makes a new one, which the old one would forbid.
    updatable: ["routeTableId"],
    replaceOn: ["gatewayId"],
    async create(inputs, context) {
        const { AssociationId } = await ec2(context).send(
            new AssociateRouteTableCommand({
                RouteTableId: inputs.routeTableId as string,
                SubnetId: inputs.subnetId as string | undefined,
                GatewayId: inputs.gatewayId as string | undefined,
            }),
        );
        return AssociationId ?? "";
    },
    async describe(id, recorded, context) {
        const found = await find(id, recorded, context);
        if (!found) return undefined;
        return {
            gatewayId: found.GatewayId ?? null,
            routeTableId: found.RouteTableId,
            subnetId: found.SubnetId ?? null,
        };
    },
    async update(id, old, inputs, context) {
        const AssociationId = (await find(id, old, context))?.RouteTableAssociationId ?? id;
        const RouteTableId = inputs.routeTableId as string;
        await ec2(context).send(new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId }));
    },
    async delete(id, state, context) {
        const AssociationId = (await find(id, state, context))?.RouteTableAssociationId;
        if (AssociationId === undefined) return;
        await remove(ec2(context).send(new DisassociateRouteTableCommand({ AssociationId })));
    },
});

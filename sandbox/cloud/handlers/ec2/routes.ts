import {
    CreateRouteCommand,
    type CreateRouteRequest,
    DeleteRouteCommand,
    DescribeRouteTablesCommand,
    ReplaceRouteCommand,
    type Route,
    type RouteTable,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { type Mapping, toApi } from "../shared/mapping";
import { ec2, only, remove } from "./client";

/** Where a route can lead; the API reports each under the name it was asked by, except for VPC endpoints. */
export const targets: Mapping<CreateRouteRequest> = {
    carrierGatewayId: "CarrierGatewayId",
    coreNetworkArn: "CoreNetworkArn",
    egressOnlyGatewayId: "EgressOnlyInternetGatewayId",
    gatewayId: "GatewayId",
    localGatewayId: "LocalGatewayId",
    natGatewayId: "NatGatewayId",
    networkInterfaceId: "NetworkInterfaceId",
    transitGatewayId: "TransitGatewayId",
    vpcEndpointId: "VpcEndpointId",
    vpcPeeringConnectionId: "VpcPeeringConnectionId",
};

export async function findRouteTable(id: string, context: HandlerContext): Promise<RouteTable | undefined> {
    const call = ec2(context).send(new DescribeRouteTablesCommand({ RouteTableIds: [id] }));
    return only(call, (page) => page.RouteTables);
}

export function routeTarget(route: Route): Properties {
    const target: Properties = {};
    for (const [property, member] of Object.entries(targets)) {
        const value = (route as Record<string, unknown>)[member];
        if (typeof value === "string" && value !== "") target[property] = value;
    }
    if (typeof target.gatewayId === "string" && target.gatewayId.startsWith("vpce-")) {
        target.vpcEndpointId = target.gatewayId;
        delete target.gatewayId;
    }
    return target;
}

type Destination = Pick<
    CreateRouteRequest,
    "DestinationCidrBlock" | "DestinationIpv6CidrBlock" | "DestinationPrefixListId"
>;

/** How route tables spell destinations in their own list of routes. */
const inlineDestinations: Mapping<Destination> = {
    cidrBlock: "DestinationCidrBlock",
    ipv6CidrBlock: "DestinationIpv6CidrBlock",
    destinationPrefixListId: "DestinationPrefixListId",
};

function destinationOf(route: Properties): string {
    return JSON.stringify(Object.keys(inlineDestinations).map((name) => route[name] || undefined));
}

function given(route: Properties): Properties {
    return Object.fromEntries(Object.entries(route).filter(([, value]) => value !== "" && value !== undefined));
}

/** Routes of a table that somebody asked for: not the local one, nor those that gateway endpoints and VPN gateways put there. */
export function inlineRoutes(table: RouteTable): Properties[] {
    return (table.Routes ?? [])
        .filter(({ GatewayId, Origin }) => GatewayId !== "local" && Origin !== "EnableVgwRoutePropagation")
        .filter(
            ({ DestinationPrefixListId, GatewayId }) => !(DestinationPrefixListId && GatewayId?.startsWith("vpce-")),
        )
        .map((route) =>
            given({
                cidrBlock: route.DestinationCidrBlock,
                ipv6CidrBlock: route.DestinationIpv6CidrBlock,
                destinationPrefixListId: route.DestinationPrefixListId,
                ...routeTarget(route),
            }),
        );
}

/** Turns one inline list of routes into another, one destination at a time. */
export async function changeInlineRoutes(
    RouteTableId: string,
    before: Properties[],
    after: Properties[],
    context: HandlerContext,
): Promise<void> {
    const old = new Map(before.map((route) => [destinationOf(route), route]));
    const wanted = new Map(after.map((route) => [destinationOf(route), given(route)]));
    const client = ec2(context);
    for (const [destination, route] of old) {
        if (wanted.has(destination)) continue;
        await remove(client.send(new DeleteRouteCommand({ RouteTableId, ...toApi(given(route), inlineDestinations) })));
    }
    for (const [destination, route] of wanted) {
        const members: Mapping<CreateRouteRequest> = { ...inlineDestinations, ...targets };
        const request = { RouteTableId, ...toApi<CreateRouteRequest>(route, members) };
        const existing = old.get(destination);
        if (!existing) await client.send(new CreateRouteCommand(request));
        else if (JSON.stringify(existing) !== JSON.stringify(route))
            await client.send(new ReplaceRouteCommand(request));
    }
}

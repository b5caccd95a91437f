import { crc32 } from "node:zlib";
import {
    CreateRouteCommand,
    type CreateRouteRequest,
    DeleteRouteCommand,
    ReplaceRouteCommand,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import { type Mapping, toApi } from "../shared/mapping";
import { resource } from "../shared/resource";
import { ec2, remove } from "./client";
import { findRouteTable, routeTarget, targets } from "./routes";

const destinations: Mapping<
    Pick<CreateRouteRequest, "DestinationCidrBlock" | "DestinationIpv6CidrBlock" | "DestinationPrefixListId">
> = {
    destinationCidrBlock: "DestinationCidrBlock",
    destinationIpv6CidrBlock: "DestinationIpv6CidrBlock",
    destinationPrefixListId: "DestinationPrefixListId",
};

const members: Mapping<CreateRouteRequest> = { ...destinations, ...targets };

function destinationOf(properties: Properties): string {
    const destination = Object.keys(destinations).find((name) => properties[name]);
    if (destination === undefined) throw new Error(`a route needs one of ${Object.keys(destinations).join(", ")}`);
    return properties[destination] as string;
}

export const route = resource({
    type: "aws:ec2/route:Route",
    async create(inputs, context) {
        const RouteTableId = inputs.routeTableId as string;
        const destination = destinationOf(inputs);
        const request = { RouteTableId, ...toApi<CreateRouteRequest>(inputs, members) };
        await ec2(context).send(new CreateRouteCommand(request));
        // A route has no id of its own in AWS; this is the provider's.
        return `r-${RouteTableId}${crc32(destination)}`;
    },
    async describe(_id, recorded, context) {
        const destination = destinationOf(recorded);
        const table = await findRouteTable(recorded.routeTableId as string, context);
        const found = table?.Routes?.find((candidate) =>
            Object.values(destinations).some((member) => (candidate as Properties)[member] === destination),
        );
        if (!found) return undefined;
        const target = routeTarget(found);
        const cleared = Object.fromEntries(Object.keys(targets).map((name) => [name, target[name] ?? null]));
        return {
            ...cleared,
            instanceId: found.InstanceId ?? "",
            instanceOwnerId: found.InstanceOwnerId ?? "",
            networkInterfaceId: target.networkInterfaceId ?? "",
            origin: found.Origin ?? "CreateRoute",
            state: found.State ?? "active",
        };
    },
    async update(_id, old, inputs, context) {
        await ec2(context).send(
            new ReplaceRouteCommand({
                RouteTableId: old.routeTableId as string,
                ...toApi<CreateRouteRequest>(inputs, members),
            }),
        );
    },
    async delete(_id, state, context) {
        const RouteTableId = state.routeTableId as string;
        await remove(ec2(context).send(new DeleteRouteCommand({ RouteTableId, ...toApi(state, destinations) })));
    },
});

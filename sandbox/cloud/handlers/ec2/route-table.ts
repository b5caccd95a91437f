import {
    CreateRouteTableCommand,
    DeleteRouteTableCommand,
    DisableVgwRoutePropagationCommand,
    EnableVgwRoutePropagationCommand,
    type RouteTable,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, remove, taggedAs, updateTags } from "./client";
import { changeInlineRoutes, findRouteTable, inlineRoutes } from "./routes";

async function propagate(RouteTableId: string, old: Properties, inputs: Properties, context: HandlerContext) {
    if (inputs.propagatingVgws === undefined) return;
    const before = (old.propagatingVgws ?? []) as string[];
    const after = inputs.propagatingVgws as string[];
    for (const GatewayId of before.filter((id) => !after.includes(id))) {
        await ec2(context).send(new DisableVgwRoutePropagationCommand({ RouteTableId, GatewayId }));
    }
    for (const GatewayId of after.filter((id) => !before.includes(id))) {
        await ec2(context).send(new EnableVgwRoutePropagationCommand({ RouteTableId, GatewayId }));
    }
}

async function change(id: string, old: Properties, inputs: Properties, context: HandlerContext): Promise<void> {
    if (inputs.routes !== undefined) {
        const before = (old.routes ?? []) as Properties[];
        await changeInlineRoutes(id, before, inputs.routes as Properties[], context);
    }
    await propagate(id, old, inputs, context);
}

function describeTable(id: string, found: RouteTable, recorded: Properties, context: HandlerContext): Properties {
    return {
        arn: arn(context, "route-table", id),
        ownerId: found.OwnerId ?? context.accountId,
        propagatingVgws: (found.PropagatingVgws ?? []).map(({ GatewayId }) => GatewayId),
        // Routes that are resources of their own report themselves: listed here too, every first refresh would be drift.
        routes: recorded.routes === undefined ? undefined : inlineRoutes(found),
        vpcId: found.VpcId,
        ...tagProperties(recorded, found.Tags),
    };
}

export const routeTable = resource({
    type: "aws:ec2/routeTable:RouteTable",
    async create(inputs, context) {
        const VpcId = inputs.vpcId as string;
        const request = new CreateRouteTableCommand({ VpcId, ...taggedAs("route-table", inputs) });
        return (await ec2(context).send(request)).RouteTable?.RouteTableId ?? "";
    },
    settle: (id, inputs, context) => change(id, {}, inputs, context),
    async describe(id, recorded, context) {
        const found = await findRouteTable(id, context);
        return found && describeTable(id, found, recorded, context);
    },
    async update(id, old, inputs, context) {
        await change(id, old, inputs, context);
        await updateTags(id, old, inputs, context);
    },
    delete: (id, _state, context) => remove(ec2(context).send(new DeleteRouteTableCommand({ RouteTableId: id }))),
});

/** The table a VPC is born with: adopted and emptied, never made or deleted. */
export const defaultRouteTable = resource({
    type: "aws:ec2/defaultRouteTable:DefaultRouteTable",
    replaceOn: ["defaultRouteTableId"],
    async create(inputs, context) {
        const id = inputs.defaultRouteTableId as string;
        if (!(await findRouteTable(id, context))) throw new Error(`there is no route table ${id}`);
        return id;
    },
    async settle(id, inputs, context) {
        const found = await findRouteTable(id, context);
        const before = found ? inlineRoutes(found) : [];
        await changeInlineRoutes(id, before, (inputs.routes ?? []) as Properties[], context);
        await propagate(id, {}, inputs, context);
        await updateTags(id, found ? tagProperties({}, found.Tags) : {}, inputs, context);
    },
    async describe(id, recorded, context) {
        const found = await findRouteTable(id, context);
        if (!found) return undefined;
        return { ...describeTable(id, found, recorded, context), defaultRouteTableId: id, routes: inlineRoutes(found) };
    },
    async update(id, old, inputs, context) {
        await change(id, old, { ...inputs, routes: inputs.routes ?? [] }, context);
        await updateTags(id, old, inputs, context);
    },
    delete: () => Promise.resolve(),
});

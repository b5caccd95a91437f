import { DeleteDashboardsCommand, GetDashboardCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { cloudWatch } from "./client";

export const dashboard = resource({
    type: "aws:cloudwatch/dashboard:Dashboard",
    autoname: { property: "dashboardName", maxLength: 255 },

    async create(inputs, context) {
        await put(inputs, context);
        return inputs.dashboardName as string;
    },

    async describe(id, _recorded, context) {
        const found = await unlessGone(cloudWatch(context).send(new GetDashboardCommand({ DashboardName: id })));
        return (
            found && {
                dashboardName: found.DashboardName,
                dashboardArn: found.DashboardArn,
                dashboardBody: found.DashboardBody,
            }
        );
    },

    update: (_id, _old, inputs, context) => put(inputs, context),

    async delete(id, _state, context) {
        await unlessGone(cloudWatch(context).send(new DeleteDashboardsCommand({ DashboardNames: [id] })));
    },
});

async function put(inputs: Properties, context: HandlerContext): Promise<void> {
    await cloudWatch(context).send(
        new PutDashboardCommand({
            DashboardName: inputs.dashboardName as string,
            DashboardBody: inputs.dashboardBody as string,
        }),
    );
}

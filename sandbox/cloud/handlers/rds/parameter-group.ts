import {
    CreateDBParameterGroupCommand,
    DeleteDBParameterGroupCommand,
    DescribeDBParameterGroupsCommand,
    DescribeDBParametersCommand,
    ListTagsForResourceCommand,
    ModifyDBParameterGroupCommand,
} from "@aws-sdk/client-rds";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { unlessGone } from "../../errors";
import { unlessEmpty } from "../shared/observe";
import { resource } from "../shared/resource";
import { tagProperties, wantedTags } from "../shared/tags";
import { rds, updateTags } from "./client";
import { fromParameters, parameterChanges } from "./parameters";
import { prefixOnly } from "../shared/unmodelled";

export const parameterGroup = resource({
    type: "aws:rds/parameterGroup:ParameterGroup",
    autoname: { property: "name", maxLength: 255, lowercase: true },
    defaults: { description: "Managed by Pulumi" },
    unmodelled: { namePrefix: prefixOnly },

    async create(inputs, context) {
        await rds(context).send(
            new CreateDBParameterGroupCommand({
                DBParameterGroupName: inputs.name as string,
                DBParameterGroupFamily: inputs.family as string,
                Description: inputs.description as string,
                Tags: wantedTags(inputs),
            }),
        );
        await modify(inputs.name as string, {}, inputs, context);
        return inputs.name as string;
    },

    async describe(id, recorded, context) {
        const answer = await unlessGone(
            rds(context).send(new DescribeDBParameterGroupsCommand({ DBParameterGroupName: id })),
        );
        const group = answer?.DBParameterGroups?.[0];
        if (group === undefined) {
            return undefined;
        }
        const { Parameters = [] } = await rds(context).send(
            new DescribeDBParametersCommand({ DBParameterGroupName: id, Source: "user" }),
        );
        const tags = await rds(context).send(
            new ListTagsForResourceCommand({ ResourceName: group.DBParameterGroupArn }),
        );
        return {
            name: group.DBParameterGroupName,
            family: group.DBParameterGroupFamily,
            description: group.Description,
            arn: group.DBParameterGroupArn,
            parameters: unlessEmpty(recorded.parameters, fromParameters(recorded.parameters, Parameters)),
            ...tagProperties(recorded, tags.TagList),
        };
    },

    async update(id, old, inputs, context) {
        await modify(id, old, inputs, context);
        await updateTags(old.arn as string, old, inputs, context);
    },

    async delete(id, state, context) {
        if (state.skipDestroy === true) {
            return;
        }
        await unlessGone(rds(context).send(new DeleteDBParameterGroupCommand({ DBParameterGroupName: id })));
    },
});

async function modify(name: string, old: Properties, inputs: Properties, context: HandlerContext): Promise<void> {
    const changes = parameterChanges(old.parameters, inputs.parameters);
    // The API takes at most 20 parameters a call.
    for (let start = 0; start < changes.length; start += 20) {
        await rds(context).send(
            new ModifyDBParameterGroupCommand({
                DBParameterGroupName: name,
                Parameters: changes.slice(start, start + 20),
            }),
        );
    }
}

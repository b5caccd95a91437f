import {
    CreateDBSubnetGroupCommand,
    DeleteDBSubnetGroupCommand,
    DescribeDBSubnetGroupsCommand,
    ListTagsForResourceCommand,
} from "@aws-sdk/client-rds";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { unlessGone } from "../../errors";
import { resource } from "../shared/resource";
import { tagProperties, wantedTags } from "../shared/tags";
import { rds } from "./client";
import { prefixOnly } from "../shared/unmodelled";

export const subnetGroup = resource({
    type: "aws:rds/subnetGroup:SubnetGroup",
    autoname: { property: "name", maxLength: 255, lowercase: true },
    defaults: { description: "Managed by Pulumi" },
    unmodelled: { namePrefix: prefixOnly },

    async create(inputs, context) {
        await make(inputs, context);
        return inputs.name as string;
    },

    async describe(id, recorded, context) {
        const answer = await unlessGone(
            rds(context).send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: id })),
        );
        const group = answer?.DBSubnetGroups?.[0];
        if (group === undefined) {
            return undefined;
        }
        const tags = await rds(context).send(new ListTagsForResourceCommand({ ResourceName: group.DBSubnetGroupArn }));
        return {
            name: group.DBSubnetGroupName,
            description: group.DBSubnetGroupDescription,
            subnetIds: group.Subnets?.map((subnet) => subnet.SubnetIdentifier),
            supportedNetworkTypes: group.SupportedNetworkTypes ?? ["IPV4"],
            vpcId: group.VpcId,
            arn: group.DBSubnetGroupArn,
            ...tagProperties(recorded, tags.TagList),
        };
    },

    async update(id, _old, inputs, context) {
        // The emulator loses a group that is modified. Made again under its name it comes to the same: clusters and instances
        // refer to it by name.
        await rds(context).send(new DeleteDBSubnetGroupCommand({ DBSubnetGroupName: id }));
        await make({ ...inputs, name: id }, context);
    },

    async delete(id, _state, context) {
        await unlessGone(rds(context).send(new DeleteDBSubnetGroupCommand({ DBSubnetGroupName: id })));
    },
});

async function make(inputs: Properties, context: HandlerContext): Promise<void> {
    await rds(context).send(
        new CreateDBSubnetGroupCommand({
            DBSubnetGroupName: inputs.name as string,
            DBSubnetGroupDescription: inputs.description as string,
            SubnetIds: inputs.subnetIds as string[],
            Tags: wantedTags(inputs),
        }),
    );
}

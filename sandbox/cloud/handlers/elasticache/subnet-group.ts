import {
    CreateCacheSubnetGroupCommand,
    DeleteCacheSubnetGroupCommand,
    DescribeCacheSubnetGroupsCommand,
} from "@aws-sdk/client-elasticache";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { wantedTags } from "../shared/tags";
import { elasticache, readTags } from "./client";

export const subnetGroup = resource({
    type: "aws:elasticache/subnetGroup:SubnetGroup",
    autoname: { property: "name", maxLength: 255, lowercase: true },
    defaults: { description: "Managed by Pulumi" },

    async create(inputs, context) {
        await make(inputs, context);
        return inputs.name as string;
    },

    async describe(id, recorded, context) {
        const answer = await unlessGone(
            elasticache(context).send(new DescribeCacheSubnetGroupsCommand({ CacheSubnetGroupName: id })),
        );
        const group = answer?.CacheSubnetGroups?.[0];
        if (group === undefined) {
            return undefined;
        }
        return {
            name: group.CacheSubnetGroupName,
            description: group.CacheSubnetGroupDescription,
            subnetIds: group.Subnets?.map((subnet) => subnet.SubnetIdentifier),
            vpcId: group.VpcId,
            arn: group.ARN,
            ...(await readTags(group.ARN, recorded, context)),
        };
    },

    async update(id, _old, inputs, context) {
        // The emulator cannot modify a group. Made again under its name it comes to the same: caches refer to it by name.
        await elasticache(context).send(new DeleteCacheSubnetGroupCommand({ CacheSubnetGroupName: id }));
        await make({ ...inputs, name: id }, context);
    },

    async delete(id, _state, context) {
        await unlessGone(elasticache(context).send(new DeleteCacheSubnetGroupCommand({ CacheSubnetGroupName: id })));
    },
});

async function make(inputs: Properties, context: HandlerContext): Promise<void> {
    await elasticache(context).send(
        new CreateCacheSubnetGroupCommand({
            CacheSubnetGroupName: inputs.name as string,
            CacheSubnetGroupDescription: inputs.description as string,
            SubnetIds: inputs.subnetIds as string[],
            Tags: wantedTags(inputs),
        }),
    );
}

import {
    AddTagsToResourceCommand,
    ElastiCacheClient,
    ListTagsForResourceCommand,
    RemoveTagsFromResourceCommand,
} from "@aws-sdk/client-elasticache";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { changeTags, tagProperties } from "../shared/tags";

export const elasticache = (context: HandlerContext): ElastiCacheClient => context.client(ElastiCacheClient);

export async function readTags(
    arn: string | undefined,
    recorded: Properties,
    context: HandlerContext,
): Promise<Properties> {
    const { TagList } = await elasticache(context).send(new ListTagsForResourceCommand({ ResourceName: arn }));
    return tagProperties(recorded, TagList);
}

export async function updateTags(
    arn: string,
    old: Properties,
    inputs: Properties,
    context: HandlerContext,
): Promise<void> {
    await changeTags(old, inputs, {
        set: (Tags) => elasticache(context).send(new AddTagsToResourceCommand({ ResourceName: arn, Tags })),
        remove: (TagKeys) =>
            elasticache(context).send(new RemoveTagsFromResourceCommand({ ResourceName: arn, TagKeys })),
    });
}

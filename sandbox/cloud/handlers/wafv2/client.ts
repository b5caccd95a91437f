import {
    ListTagsForResourceCommand,
    TagResourceCommand,
    UntagResourceCommand,
    WAFV2Client,
} from "@aws-sdk/client-wafv2";
import type { Scope } from "@aws-sdk/client-wafv2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { changeTags, tagProperties } from "../shared/tags";

export const wafv2 = (context: HandlerContext): WAFV2Client => context.client(WAFV2Client);

/** What names an ACL or a set in every call. */
export interface Identity {
    Id: string;
    Name: string;
    Scope: Scope;
}

/** From the state; for an import from the id, which then is `id/name/scope`. */
export function identity(id: string, state: Properties): Identity {
    const [Id = "", name = "", scope = ""] = id.split("/");
    return {
        Id,
        Name: (state.name as string | undefined) ?? name,
        Scope: ((state.scope as string | undefined) ?? scope) as Scope,
    };
}

export async function readTags(
    arn: string | undefined,
    recorded: Properties,
    context: HandlerContext,
): Promise<Properties> {
    const { TagInfoForResource } = await wafv2(context).send(new ListTagsForResourceCommand({ ResourceARN: arn }));
    return tagProperties(recorded, TagInfoForResource?.TagList);
}

export async function updateTags(old: Properties, inputs: Properties, context: HandlerContext): Promise<void> {
    const ResourceARN = old.arn as string;
    await changeTags(old, inputs, {
        set: (Tags) => wafv2(context).send(new TagResourceCommand({ ResourceARN, Tags })),
        remove: (TagKeys) => wafv2(context).send(new UntagResourceCommand({ ResourceARN, TagKeys })),
    });
}

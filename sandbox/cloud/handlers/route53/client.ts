import { ChangeTagsForResourceCommand, ListTagsForResourceCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { TagResourceType } from "@aws-sdk/client-route-53";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { changeTags, tagProperties } from "../shared/tags";

export const route53 = (context: HandlerContext): Route53Client => context.client(Route53Client);

/** Ids come as paths, as in `/hostedzone/Z123`. */
export const bareId = (id: string | undefined): string => id?.split("/").at(-1) ?? "";

/** A domain name as the program writes it: without the dot of the root, and with its wildcard spelled out. */
export const domainName = (name: string | undefined): string =>
    (name ?? "").replace(/\.$/, "").replaceAll("\\052", "*");

export async function readTags(
    ResourceType: TagResourceType,
    ResourceId: string,
    recorded: Properties,
    context: HandlerContext,
): Promise<Properties> {
    const { ResourceTagSet } = await route53(context).send(
        new ListTagsForResourceCommand({ ResourceType, ResourceId }),
    );
    return tagProperties(recorded, ResourceTagSet?.Tags);
}

export async function updateTags(
    ResourceType: TagResourceType,
    ResourceId: string,
    old: Properties,
    inputs: Properties,
    context: HandlerContext,
): Promise<void> {
    await changeTags(old, inputs, {
        set: (AddTags) =>
            route53(context).send(new ChangeTagsForResourceCommand({ ResourceType, ResourceId, AddTags })),
        remove: (RemoveTagKeys) =>
            route53(context).send(new ChangeTagsForResourceCommand({ ResourceType, ResourceId, RemoveTagKeys })),
    });
}

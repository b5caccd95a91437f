import {
    CreateTagsCommand,
    DeleteTagsCommand,
    EC2Client,
    type ResourceType,
    type TagSpecification,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import { hasCode } from "../../errors";
import type { HandlerContext } from "../../handler";
import { changeTags, wantedTags } from "../shared/tags";

export function ec2(context: HandlerContext): EC2Client {
    return context.client(EC2Client);
}

/** The member that EC2's create calls share for tags. */
export function taggedAs(type: ResourceType, inputs: Properties): { TagSpecifications?: TagSpecification[] } {
    const tags = wantedTags(inputs);
    return tags ? { TagSpecifications: [{ ResourceType: type, Tags: tags }] } : {};
}

export async function updateTags(
    id: string,
    old: Properties,
    inputs: Properties,
    context: HandlerContext,
): Promise<void> {
    await changeTags(old, inputs, {
        set: (Tags) => ec2(context).send(new CreateTagsCommand({ Resources: [id], Tags })),
        remove: (keys) =>
            ec2(context).send(new DeleteTagsCommand({ Resources: [id], Tags: keys.map((Key) => ({ Key })) })),
    });
}

export function arn(context: HandlerContext, kind: string, id: string): string {
    return `arn:${context.partition}:ec2:${context.region}:${context.accountId}:${kind}/${id}`;
}

/** The only element of a description; `undefined` when EC2 says that there is none, by an error or by an empty list. */
export async function only<Response, Item>(
    call: Promise<Response>,
    items: (response: Response) => Item[] | undefined,
): Promise<Item | undefined> {
    try {
        return items(await call)?.[0];
    } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
    }
}

/** EC2 names the missing thing in the error code: `InvalidVpcID.NotFound`, `InvalidGroup.NotFound`, `NatGatewayNotFound`. */
export function isGone(error: unknown): boolean {
    return error instanceof Error && "$metadata" in error && /NotFound|Malformed$/.test(error.name);
}

/** Deletes; what is gone already counts as deleted. */
export async function remove(call: Promise<unknown>): Promise<void> {
    try {
        await call;
    } catch (error) {
        if (!isGone(error)) throw error;
    }
}

/** A call whose effect is there already, as when a run was interrupted between the call and its record. */
export async function unlessDone(call: Promise<unknown>, ...codes: string[]): Promise<void> {
    try {
        await call;
    } catch (error) {
        if (!hasCode(error, ...codes)) throw error;
    }
}

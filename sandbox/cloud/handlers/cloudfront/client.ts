import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import type { HandlerContext } from "../../handler";

export const cloudFront = (context: HandlerContext): CloudFrontClient => context.client(CloudFrontClient);

/** The API's lists carry their length, and an empty one nothing else. */
export function quantified<Item>(items: readonly Item[] | undefined): { Quantity: number; Items: Item[] | undefined } {
    return { Quantity: items?.length ?? 0, Items: items === undefined || items.length === 0 ? undefined : [...items] };
}

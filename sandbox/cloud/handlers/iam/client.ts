import { IAMClient } from "@aws-sdk/client-iam";
import type { HandlerContext } from "../../handler";

export function iam(context: HandlerContext): IAMClient {
    return context.client(IAMClient);
}

/** IAM sends documents back percent-encoded. */
export function decodeDocument(document: string | undefined): string | undefined {
    return document === undefined ? undefined : decodeURIComponent(document);
}

import { S3Client, type Tag } from "@aws-sdk/client-s3";
import { hasCode, isNotFound } from "../../errors";
import type { HandlerContext } from "../../handler";

export function s3(context: HandlerContext): S3Client {
    return context.client(S3Client);
}

/** The value, or `undefined` when the bucket or this configuration of it is not there. */
export async function unlessAbsent<Value>(call: Promise<Value>): Promise<Value | undefined> {
    try {
        return await call;
    } catch (error) {
        const absent = ["ServerSideEncryptionConfigurationNotFoundError", "OwnershipControlsNotFoundError"];
        if (isNotFound(error) || hasCode(error, ...absent)) return undefined;
        throw error;
    }
}

export function tagSet(tags: Record<string, string>): Tag[] {
    return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

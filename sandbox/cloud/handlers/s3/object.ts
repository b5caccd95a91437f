import { readFileSync } from "node:fs";
import {
    DeleteObjectCommand,
    DeleteObjectTaggingCommand,
    GetObjectTaggingCommand,
    HeadObjectCommand,
    type ObjectCannedACL,
    PutObjectCommand,
    PutObjectTaggingCommand,
    type ServerSideEncryption,
    type StorageClass,
} from "@aws-sdk/client-s3";
import type { Properties } from "../../../provider/types";
import { isAsset } from "../../../provider/marshal";
import type { HandlerContext, ResourceHandler } from "../../handler";
import { tagsOf } from "../../tags";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { s3, tagSet, unlessAbsent } from "./client";

function body(inputs: Properties): string | Buffer {
    if (typeof inputs.content === "string") return inputs.content;
    if (typeof inputs.contentBase64 === "string") return Buffer.from(inputs.contentBase64, "base64");
    if (inputs.source === undefined) return "";
    if (!isAsset(inputs.source)) throw new Error("source: only a file or text asset can be put into a bucket here");
    const { path, text } = inputs.source;
    if (text !== undefined && text !== "") return text;
    if (path === undefined) throw new Error("source: an asset from elsewhere on the network cannot be fetched here");
    return readFileSync(path);
}

async function put(inputs: Properties, context: HandlerContext): Promise<void> {
    const tags = new URLSearchParams(tagsOf(inputs)).toString();
    await s3(context).send(
        new PutObjectCommand({
            Bucket: inputs.bucket as string,
            Key: inputs.key as string,
            Body: body(inputs),
            ACL: inputs.acl as ObjectCannedACL | undefined,
            CacheControl: inputs.cacheControl as string | undefined,
            ContentDisposition: inputs.contentDisposition as string | undefined,
            ContentEncoding: inputs.contentEncoding as string | undefined,
            ContentLanguage: inputs.contentLanguage as string | undefined,
            ContentType: inputs.contentType as string | undefined,
            Metadata: inputs.metadata as Record<string, string> | undefined,
            ServerSideEncryption: inputs.serverSideEncryption as ServerSideEncryption | undefined,
            SSEKMSKeyId: inputs.kmsKeyId as string | undefined,
            StorageClass: inputs.storageClass as StorageClass | undefined,
            Tagging: tags === "" ? undefined : tags,
            WebsiteRedirectLocation: inputs.websiteRedirect as string | undefined,
        }),
    );
}

const uploaded = [
    "content",
    "contentBase64",
    "source",
    "sourceHash",
    "metadata",
    "contentType",
    "cacheControl",
    "storageClass",
    "acl",
];

/** The type has two names in use, with the same properties. */
function objectHandler(type: string): ResourceHandler {
    return resource({
        type,
        autoname: { property: "key", maxLength: 1024 },
        defaults: { forceDestroy: false },
        replaceOn: ["bucket", "key"],
        changedByUpdate: ["etag", "versionId"],
        async create(inputs, context) {
            await put(inputs, context);
            return `${String(inputs.bucket)}/${String(inputs.key)}`;
        },
        async describe(id, recorded, context) {
            const Bucket = id.slice(0, id.indexOf("/"));
            const Key = id.slice(id.indexOf("/") + 1);
            const found = await unlessAbsent(s3(context).send(new HeadObjectCommand({ Bucket, Key })));
            if (!found) return undefined;
            const { TagSet } = await s3(context).send(new GetObjectTaggingCommand({ Bucket, Key }));
            const metadata = Object.keys(found.Metadata ?? {}).length === 0 ? null : found.Metadata;
            return {
                arn: `arn:${context.partition}:s3:::${Bucket}/${Key}`,
                bucket: Bucket,
                bucketKeyEnabled: found.BucketKeyEnabled ?? false,
                cacheControl: found.CacheControl ?? null,
                contentDisposition: found.ContentDisposition ?? null,
                contentEncoding: found.ContentEncoding ?? null,
                contentLanguage: found.ContentLanguage ?? null,
                contentType: found.ContentType,
                etag: found.ETag?.replaceAll('"', ""),
                key: Key,
                metadata: metadata ?? (recorded.metadata === undefined ? null : {}),
                serverSideEncryption: found.ServerSideEncryption ?? "AES256",
                storageClass: found.StorageClass ?? "STANDARD",
                versionId: found.VersionId ?? "",
                ...tagProperties(recorded, TagSet),
            };
        },
        async update(_id, old, inputs, context) {
            if (uploaded.some((name) => JSON.stringify(inputs[name]) !== JSON.stringify(old[name]))) {
                await put(inputs, context);
                return;
            }
            const target = { Bucket: inputs.bucket as string, Key: inputs.key as string };
            const TagSet = tagSet(tagsOf(inputs));
            if (TagSet.length === 0) await s3(context).send(new DeleteObjectTaggingCommand(target));
            else await s3(context).send(new PutObjectTaggingCommand({ ...target, Tagging: { TagSet } }));
        },
        async delete(_id, state, context) {
            const target = { Bucket: state.bucket as string, Key: state.key as string };
            await unlessAbsent(s3(context).send(new DeleteObjectCommand(target)));
        },
    });
}

export const bucketObject = objectHandler("aws:s3/bucketObject:BucketObject");
export const bucketObjectV2 = objectHandler("aws:s3/bucketObjectv2:BucketObjectv2");

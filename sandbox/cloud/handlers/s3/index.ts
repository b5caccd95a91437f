import type { ResourceHandler } from "../../handler";
import { bucketOwnershipControls, bucketPolicy, bucketPublicAccessBlock } from "./access";
import { bucket } from "./bucket";
import { bucketCors, bucketLogging, bucketNotification } from "./delivery";
import { bucketLifecycle } from "./lifecycle";
import { bucketObject, bucketObjectV2 } from "./object";
import { bucketEncryption, bucketObjectLock, bucketVersioning } from "./protection";

export const handlers: ResourceHandler[] = [
    bucket,
    bucketCors,
    bucketEncryption,
    bucketLifecycle,
    bucketLogging,
    bucketNotification,
    bucketObject,
    bucketObjectLock,
    bucketObjectV2,
    bucketOwnershipControls,
    bucketPolicy,
    bucketPublicAccessBlock,
    bucketVersioning,
];

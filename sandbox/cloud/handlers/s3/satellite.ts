import type { Properties } from "../../../provider/types";
import type { HandlerContext, ResourceHandler } from "../../handler";
import { resource } from "../shared/resource";
import { unlessAbsent } from "./client";

/** One configuration of a bucket, for which S3 has a call to put, one to get and one to delete. */
export interface Satellite {
    type: string;
    /** Sets all of it at once. */
    put: (Bucket: string, inputs: Properties, context: HandlerContext) => Promise<unknown>;
    /** The properties other than the bucket's name; `undefined` when S3 reports none. An absence by error is handled here. */
    get: (Bucket: string, recorded: Properties, context: HandlerContext) => Promise<Properties | undefined>;
    /** `recorded` tells those that have nothing to delete from those that do. */
    remove: (Bucket: string, recorded: Properties, context: HandlerContext) => Promise<unknown>;
    defaults?: Properties;
    replaceOn?: readonly string[];
}

/** The handler of a configuration: its id is the bucket's name, and on another bucket it is another configuration. */
export function satellite({ type, put, get, remove, defaults, replaceOn = [] }: Satellite): ResourceHandler {
    return resource({
        type,
        ...(defaults && { defaults }),
        // CloudFormation has it as a property of the bucket, so it cannot say.
        replaceOn: ["bucket", "expectedBucketOwner", ...replaceOn],
        async create(inputs, context) {
            const id = inputs.bucket as string;
            await put(id, inputs, context);
            return id;
        },
        async describe(id, recorded, context) {
            const properties = await unlessAbsent(get(id, recorded, context));
            return properties && { bucket: id, ...properties };
        },
        async update(id, _old, inputs, context) {
            await put(id, inputs, context);
        },
        async delete(id, state, context) {
            await unlessAbsent(remove(id, state, context));
        },
    });
}

import { messageOf } from "../../../provider/errors";
import { PartialFailure, type Properties } from "../../../provider/types";
import type { HandlerContext, ResourceHandler } from "../../handler";
import { observe } from "./observe";

/** What differs between one resource type and the next; {@link resource} makes the handler of it. */
export interface Operations extends Omit<ResourceHandler, "create" | "read" | "update" | "delete"> {
    /** Makes the resource and waits until it can be used; gives its id. */
    create: (inputs: Properties, context: HandlerContext) => Promise<string>;
    /** Settings that need calls of their own once the resource exists; a failure leaves it recorded, unfinished, for the next run. */
    settle?: (id: string, inputs: Properties, context: HandlerContext) => Promise<void>;
    /** What the API reports, for {@link observe}; `undefined` when the resource is gone. */
    describe: (id: string, recorded: Properties, context: HandlerContext) => Promise<Properties | undefined>;
    update?: (id: string, old: Properties, inputs: Properties, context: HandlerContext) => Promise<void>;
    delete(id: string, state: Properties, context: HandlerContext): Promise<void>;
}

/** A handler whose state is always what the API reports after the operation, laid over what the program asked for. */
export function resource({ create, settle, describe, update, ...rest }: Operations): ResourceHandler {
    const look = async (id: string, recorded: Properties, context: HandlerContext): Promise<Properties | undefined> => {
        const reported = await describe(id, recorded, context);
        return reported && observe(recorded, { region: context.region, ...reported });
    };
    const expect = async (id: string, inputs: Properties, context: HandlerContext): Promise<Properties> => {
        const state = await look(id, inputs, context);
        if (state === undefined) {
            throw new Error(`${rest.type} ${id} is gone right after it was written`);
        }
        return state;
    };
    return {
        ...rest,
        async create(inputs, context) {
            const id = await create(inputs, context);
            try {
                await settle?.(id, inputs, context);
            } catch (error) {
                // What was set before the failure is what the next run's update has to start from.
                const state = (await look(id, {}, context)) ?? {};
                throw new PartialFailure({ id, state }, inputs, [messageOf(error)]);
            }
            return { id, state: await expect(id, inputs, context) };
        },
        read: look,
        ...(update && {
            async update(id, oldState, inputs, context) {
                await update(id, oldState, inputs, context);
                return expect(id, inputs, context);
            },
        }),
    };
}

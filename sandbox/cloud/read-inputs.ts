import { isDeepStrictEqual } from "node:util";
import type { Properties, ReadRequest } from "../provider/types";
import type { ResourceSchema } from "./schemas/schema";

/**
 * Inputs that match what was read, for the engine to compare the program with.
 *
 * An input changes only where the resource has drifted from what was recorded. Reading for an import has no record: every input
 * that has a value is taken.
 */
export function inputsAfterRead(request: ReadRequest, state: Properties, schema: ResourceSchema): Properties {
    const isImport = Object.keys(request.oldState).length === 0;
    const inputs: Properties = isImport ? {} : { ...request.oldInputs };
    for (const name of Object.keys(schema.inputs)) {
        if (name === "region" && !(name in request.oldInputs)) continue;
        if (!isImport && isDeepStrictEqual(state[name], request.oldState[name])) continue;
        // What AWS computes when the program says nothing is an output, unless the program did say something.
        const isComputed = schema.outputs[name]?.required === true && !schema.inputs[name]?.required;
        if (!isImport && isComputed && !(name in request.oldInputs)) continue;
        if (isEmpty(state[name])) delete inputs[name];
        else inputs[name] = state[name];
    }
    return inputs;
}

function isEmpty(value: unknown): boolean {
    if (value === undefined || value === null || value === "") return true;
    return typeof value === "object" && Object.keys(value).length === 0;
}

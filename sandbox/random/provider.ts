import { diffProperties } from "../provider/diff";
import {
    type CheckRequest,
    type CheckResult,
    type Created,
    type CreateRequest,
    type DiffRequest,
    type DiffResult,
    type ReadRequest,
    type ReadResult,
    type ResourceProvider,
    UNKNOWN,
} from "../provider/types";
import { GENERATORS } from "./generate";
import { checkInputs } from "./inputs";

/** Stand-in of @pulumi/random: the value lives in the Pulumi state and nowhere else, so that there is nothing to read or to delete. */
export class RandomProvider implements ResourceProvider {
    readonly name = "random";
    readonly version = "4.21.2";

    check({ type, inputs }: CheckRequest): Promise<CheckResult> {
        return Promise.resolve(checkInputs(type, inputs));
    }

    /** A random value never changes: any other input makes another one. */
    diff({ oldInputs, inputs, ignoreChanges }: DiffRequest): Promise<DiffResult> {
        return Promise.resolve({
            changes: diffProperties(oldInputs, inputs, { ignoreChanges, replaceOn: () => true }),
        });
    }

    create({ type, inputs, preview }: CreateRequest): Promise<Created> {
        const generator = GENERATORS[type];
        if (generator === undefined) {
            return Promise.reject(new Error(`${type} is not a resource type of random`));
        }
        if (preview) {
            const outputs = Object.fromEntries(generator.outputs.map((output) => [output, UNKNOWN]));
            return Promise.resolve({ id: "", state: { ...inputs, ...outputs } });
        }
        const { id, outputs, secrets } = generator.generate(inputs);
        return Promise.resolve({ id, state: { ...inputs, ...outputs }, secrets });
    }

    read({ id, type, oldInputs, oldState }: ReadRequest): Promise<ReadResult> {
        if (Object.keys(oldState).length === 0) {
            return Promise.reject(new Error(`${type}: importing a random value is not modelled by the sandbox`));
        }
        return Promise.resolve({ id, inputs: oldInputs, state: oldState });
    }

    update({ type }: { type: string }): Promise<never> {
        return Promise.reject(new Error(`${type} is replaced, never updated`));
    }

    delete(): Promise<void> {
        return Promise.resolve();
    }

    invoke(token: string): Promise<never> {
        return Promise.reject(new Error(`${token}: random has no functions`));
    }
}

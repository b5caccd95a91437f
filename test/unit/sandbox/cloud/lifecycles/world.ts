import assert from "node:assert/strict";
import { Clients } from "../../../../../sandbox/cloud/clients";
import { AwsProvider } from "../../../../../sandbox/cloud/provider";
import { Schemas } from "../../../../../sandbox/cloud/schemas/load";
import { replaces } from "../../../../../sandbox/provider/diff";
import type { CheckResult, Properties } from "../../../../../sandbox/provider/types";

export const REGION = "eu-central-1";

/** How one resource type is exercised. */
export interface Case {
    inputs: (world: World) => Promise<Properties>;
    /** Changed inputs, all applied in one update; `undefined` takes one away. Left out: every change of this type replaces. */
    change?: Properties | ((world: World) => Promise<Properties>);
    /** The type adopts something that exists anyway: after `delete` it is still there. */
    adopts?: true;
}

export type Cases = Record<string, Case>;

export interface Made {
    type: string;
    name: string;
    id: string;
    inputs: Properties;
    state: Properties;
}

/** Resources made through the provider as the engine makes them, with what they need made first. */
export class World {
    readonly provider: AwsProvider;
    private readonly made: Made[] = [];
    private readonly shared = new Map<string, Promise<Made>>();
    private count = 0;

    constructor(
        schemasFolder: string,
        endpoint: string,
        private readonly cases: Cases,
    ) {
        this.provider = new AwsProvider(new Schemas(schemasFolder), new Clients(endpoint), REGION);
    }

    /** The one resource of a type that others lean on, made with the inputs of its case. */
    async need(type: string): Promise<Made> {
        const existing = this.shared.get(type);
        if (existing) return existing;
        const made = this.caseOf(type)
            .inputs(this)
            .then((inputs) => this.create(type, inputs));
        this.shared.set(type, made);
        return made;
    }

    async id(type: string): Promise<string> {
        return (await this.need(type)).id;
    }

    async output(type: string, name: string): Promise<string> {
        return String((await this.need(type)).state[name]);
    }

    caseOf(type: string): Case {
        const found = this.cases[type];
        assert.ok(found, `no case for ${type}`);
        return found;
    }

    async check(type: string, name: string, inputs: Properties, oldInputs?: Properties): Promise<CheckResult> {
        const request = { ...ref(type, name), inputs, randomSeed: Buffer.from(name) };
        return this.provider.check(oldInputs ? { ...request, oldInputs } : request);
    }

    async create(type: string, given: Properties): Promise<Made> {
        const name = `thing${this.count++}`;
        const checked = await this.check(type, name, given);
        assert.deepEqual(checked.failures, [], `check of ${type}`);
        const { id, state } = await this.provider.create({
            ...ref(type, name),
            inputs: checked.inputs,
            preview: false,
            ...operation(),
        });
        assert.notEqual(id, "", `id of ${type}`);
        const made = { type, name, id, inputs: checked.inputs, state };
        this.made.push(made);
        return made;
    }

    /** What is there; fails when reading changes inputs or state although nothing happened. */
    async assertNoDrift(made: Made, when: string): Promise<void> {
        const read = await this.read(made);
        assert.ok(read, `${made.type} is gone ${when}`);
        assert.deepEqual(read.state, made.state, `state of ${made.type} ${when}`);
        assert.deepEqual(read.inputs, made.inputs, `inputs of ${made.type} ${when}`);
    }

    read(made: Made) {
        const { type, name, id, inputs, state } = made;
        return this.provider.read({ ...ref(type, name), id, oldInputs: inputs, oldState: state });
    }

    diff(made: Made, inputs: Properties) {
        const { type, name, id } = made;
        return this.provider.diff({
            ...ref(type, name),
            id,
            oldInputs: made.inputs,
            oldState: made.state,
            inputs,
            ignoreChanges: [],
        });
    }

    /** Applies changed inputs in place, as long as the provider plans no replacement. */
    async update(made: Made, change: Properties): Promise<Made> {
        const given = Object.fromEntries(
            Object.entries({ ...made.inputs, ...change }).filter(([, value]) => value !== undefined),
        );
        const checked = await this.check(made.type, made.name, given, made.inputs);
        assert.deepEqual(checked.failures, [], `check of the changed ${made.type}`);
        const { changes } = await this.diff(made, checked.inputs);
        const changed = new Set(Object.keys(changes).map((path) => path.split(/[.[]/)[0]));
        assert.deepEqual([...changed].sort(), Object.keys(change).sort(), `changes of ${made.type}`);
        assert.equal(replaces(changes), false, `${made.type} would be replaced: ${JSON.stringify(changes)}`);
        const { type, name, id } = made;
        const { state } = await this.provider.update({
            ...ref(type, name),
            id,
            oldInputs: made.inputs,
            oldState: made.state,
            inputs: checked.inputs,
            preview: false,
            ...operation(),
        });
        return { ...made, inputs: checked.inputs, state };
    }

    async delete(made: Made): Promise<void> {
        const { type, name, id, inputs, state } = made;
        await this.provider.delete({ ...ref(type, name), id, oldInputs: inputs, oldState: state, ...operation() });
        const index = this.made.findIndex((one) => one.id === id && one.type === type);
        if (index >= 0) this.made.splice(index, 1);
    }

    /** Deletes what is left, the newest first. */
    async clear(): Promise<void> {
        for (const made of [...this.made].reverse()) await this.delete(made);
        this.shared.clear();
    }
}

export function ref(type: string, name: string) {
    return { urn: `urn:pulumi:test::test::${type}::${name}`, type, name };
}

export function operation() {
    return { timeout: 0, progress: () => undefined, signal: new AbortController().signal };
}

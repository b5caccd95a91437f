import { KubernetesProvider } from "../../../../sandbox/kubernetes/provider";
import { type CheckFailure, PartialFailure, type Properties } from "../../../../sandbox/provider/types";
import { FakeApi } from "./fake-api";

const ADDRESS = "https://127.0.0.1:6443";

export function kubeconfig(server = ADDRESS): string {
    return JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "c", cluster: { server } }],
        users: [{ name: "u", user: { token: "t" } }],
        contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
        "current-context": "x",
    });
}

/** A stand-in over a fake API server, and the resources the engine would take through their lives. */
export class Harness {
    readonly api = new FakeApi();
    readonly provider: KubernetesProvider;

    constructor(crds = "/nonexistent") {
        this.provider = new KubernetesProvider({ api: this.api, address: ADDRESS, crds });
    }

    async configure(config: Properties = {}): Promise<this> {
        await this.provider.configure({ kubeconfig: kubeconfig(), ...config });
        return this;
    }

    resource(type: string, name = "web"): TestResource {
        return new TestResource(this.provider, type, name);
    }
}

export class TestResource {
    id = "";
    inputs: Properties | undefined;
    state: Properties = {};
    readonly messages: string[] = [];

    constructor(
        private readonly provider: KubernetesProvider,
        private readonly type: string,
        private readonly name: string,
    ) {}

    private get located() {
        return { urn: `urn:pulumi:dev::openhands::${this.type}::${this.name}`, type: this.type, name: this.name };
    }

    private operation(timeout: number) {
        return {
            ...this.located,
            timeout,
            progress: (message: string) => this.messages.push(message),
            signal: new AbortController().signal,
        };
    }

    async check(inputs: Properties): Promise<{ inputs: Properties; failures: CheckFailure[]; warnings?: string[] }> {
        return await this.provider.check({
            ...this.located,
            oldInputs: this.inputs,
            inputs,
            randomSeed: Buffer.from("seed"),
        });
    }

    async preview(given: Properties): Promise<Properties> {
        const { inputs } = await this.check(given);
        return (await this.provider.create({ ...this.operation(1), inputs, preview: true })).state;
    }

    async create(given: Properties, timeout = 1): Promise<this> {
        const { inputs } = await this.check(given);
        this.inputs = inputs;
        try {
            const created = await this.provider.create({ ...this.operation(timeout), inputs, preview: false });
            Object.assign(this, { id: created.id, state: created.state });
        } catch (error) {
            if (error instanceof PartialFailure) {
                Object.assign(this, { id: error.created.id, state: error.created.state });
            }
            throw error;
        }
        return this;
    }

    async diff(given: Properties) {
        const { inputs } = await this.check(given);
        return await this.provider.diff({
            ...this.located,
            id: this.id,
            oldInputs: this.inputs ?? {},
            oldState: this.state,
            inputs,
            ignoreChanges: [],
        });
    }

    async kinds(given: Properties): Promise<Record<string, string>> {
        const { changes } = await this.diff(given);
        return Object.fromEntries(Object.entries(changes).map(([path, { kind }]) => [path, kind]));
    }

    async update(given: Properties): Promise<this> {
        const { inputs } = await this.check(given);
        const { state } = await this.provider.update({
            ...this.operation(1),
            id: this.id,
            oldInputs: this.inputs ?? {},
            oldState: this.state,
            inputs,
            preview: false,
        });
        Object.assign(this, { inputs, state });
        return this;
    }

    /** False when the object is gone. */
    async refresh(): Promise<boolean> {
        const found = await this.provider.read({
            ...this.located,
            id: this.id,
            oldInputs: this.inputs ?? {},
            oldState: this.state,
        });
        Object.assign(this, { inputs: found?.inputs, state: found?.state ?? {} });
        return found !== undefined;
    }

    async delete(): Promise<void> {
        const operation = this.operation(1);
        await this.provider.delete({ ...operation, id: this.id, oldInputs: this.inputs ?? {}, oldState: this.state });
    }
}

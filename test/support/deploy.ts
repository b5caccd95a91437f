import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

import { cloudOutputs } from "./cloud-outputs";

/** A resource as the program registered it. */
export interface Registered {
    type: string;
    name: string;
    urn: string;
    /** URN of the parent; only the stack itself has none. */
    parent: string | undefined;
    custom: boolean;
    /** Resolved inputs; secrets are in the clear here and named in `secretInputs`. */
    inputs: Record<string, unknown>;
    /** Top-level inputs that the engine would keep encrypted, as a whole or in part. */
    secretInputs: string[];
    /** URN of the explicit provider; undefined when the resource would use a default one. */
    provider: string | undefined;
    protect: boolean;
    retainOnDelete: boolean;
    deleteBeforeReplace: boolean;
    /** URNs, from `dependsOn` and from the outputs in the inputs. */
    dependencies: string[];
    /** URNs of the resources that each top-level input was computed from. */
    propertyDependencies: Record<string, string[]>;
    ignoreChanges: string[];
    /** What a component gave to `registerOutputs`; undefined when it never called it. */
    outputs: Record<string, unknown> | undefined;
}

/** Outcome of a program that ran under mocks. */
export interface Deployment<Outputs> {
    /** In the order in which they were registered; those that do not depend on each other may come in any order. */
    resources: Registered[];
    /** What the program returned, with every output resolved. */
    outputs: pulumi.Unwrap<Outputs>;
    /** The only resource of a type, or the one with a name. @throws Error when there is none or more than one. */
    find(type: string, name?: string): Registered;
    findAll(type: string): Registered[];
}

/** Answers an invoke, by token and arguments. */
export type Invoke = (token: string, args: Record<string, unknown>) => Record<string, unknown> | undefined;

export interface DeployOptions {
    project?: string;
    stack?: string;
    /** What `pulumi.runtime.isDryRun()` says. Mocked outputs are known either way. @default false */
    preview?: boolean;
    /** Invokes that the program makes; one that it does not answer fails the deployment. @default none */
    invoke?: Invoke;
    /** Stack configuration, by full key such as `openhands:environment`; objects are given as objects. @default none */
    config?: Record<string, unknown>;
}

type Request = Parameters<MockMonitor["registerResource"]>[0];
interface WireRequest {
    getType(): string;
    getName(): string;
    getParent(): string;
    getCustom(): boolean;
    getProvider(): string;
    getProtect(): boolean;
    getRetainondelete(): boolean;
    getDeletebeforereplace(): boolean;
    getDependenciesList(): string[];
    getPropertydependenciesMap(): { entries(): Iterable<[string, { getUrnsList(): string[] }]> };
    getIgnorechangesList(): string[];
    getObject(): { toJavaScript(): Record<string, unknown> };
}

/** Marks of a secret in Pulumi's wire format. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Runs a program against mocks and collects every resource it registers, with its options. Nothing is invented silently: an
 * invoke that the test did not answer fails the deployment.
 */
export async function deploy<Outputs>(
    program: () => Outputs | Promise<Outputs>,
    options: DeployOptions = {},
): Promise<Deployment<Outputs>> {
    const { project = "openhands", stack = "test", preview = false } = options;
    const recorder = new Recorder(preview, options.invoke);
    await pulumi.runtime.setMocks(recorder, project, stack, preview);
    pulumi.runtime.setAllConfig(serializeConfig(options.config ?? {}));
    const restore = recorder.listen();
    try {
        const outputs = (await pulumi.runtime.runInPulumiStack(async () => {
            const result = await program();
            return result as pulumi.Inputs;
        })) as pulumi.Unwrap<Outputs>;
        await pulumi.runtime.disconnect();
        recorder.rethrow();
        return { resources: recorder.resources, outputs, ...queries(recorder.resources) };
    } catch (error) {
        recorder.rethrow();
        throw error;
    } finally {
        restore();
    }
}

function queries(resources: Registered[]): Pick<Deployment<unknown>, "find" | "findAll"> {
    return {
        findAll: (type) => resources.filter((resource) => resource.type === type),
        find: (type, name) => {
            const found = resources.filter((r) => r.type === type && (name === undefined || r.name === name));
            const [only] = found;
            if (only === undefined || found.length > 1) {
                const names = resources.filter((r) => r.type === type).map((r) => r.name);
                throw new Error(
                    `${found.length} of ${type} named ${name ?? "anything"}; there are: ${names.join(", ")}`,
                );
            }
            return only;
        },
    };
}

class Recorder implements pulumi.runtime.Mocks {
    public readonly resources: Registered[] = [];
    private failure: Error | undefined;

    constructor(
        private readonly preview: boolean,
        private readonly invoke: Invoke = () => undefined,
    ) {}

    public call(args: pulumi.runtime.MockCallArgs): pulumi.runtime.MockCallResult {
        const answer = this.invoke(args.token, args.inputs as Record<string, unknown>);
        if (answer === undefined) {
            this.failure ??= new Error(`the program invokes ${args.token}, which the test does not answer`);
            throw this.failure;
        }
        return answer;
    }

    public newResource(args: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult {
        if (this.preview) {
            // Whatever is not answered is unknown to the program, as before the first update.
            return { id: undefined, state: args.inputs as object };
        }
        const inputs = unwrapSecrets(args.inputs) as Record<string, unknown>;
        return {
            id: args.custom === false ? undefined : `${args.name}-id`,
            state: { ...(args.inputs as object), ...cloudOutputs(args.type, args.name, inputs) },
        };
    }

    /** Mocks are not shown the options of a resource; the requests that carry them pass through here. Returns the undo. */
    public listen(): () => void {
        const monitor = MockMonitor.prototype;
        // Their callers supply `this`.
        // eslint-disable-next-line @typescript-eslint/unbound-method
        const { registerResource, registerResourceOutputs } = monitor;
        const { resources } = this;
        monitor.registerResource = function (request, callback) {
            return registerResource.call(this, request, (error: Error | null, response: { getUrn(): string }) => {
                if (!error) {
                    resources.push(record(request, response.getUrn()));
                }
                callback(error, response);
            });
        };
        monitor.registerResourceOutputs = function (request: OutputsRequest, callback) {
            const resource = resources.find(({ urn }) => urn === request.getUrn());
            if (resource) {
                resource.outputs = unwrapSecrets(request.getOutputs()?.toJavaScript() ?? {}) as Record<string, unknown>;
            }
            registerResourceOutputs.call(this, request, callback);
        };
        return () => Object.assign(monitor, { registerResource, registerResourceOutputs });
    }

    public rethrow(): void {
        if (this.failure) {
            throw this.failure;
        }
    }
}

interface OutputsRequest {
    getUrn(): string;
    getOutputs(): { toJavaScript(): Record<string, unknown> } | undefined;
}

function record(request: Request, urn: string): Registered {
    const wire = request as WireRequest;
    const inputs = wire.getObject().toJavaScript();
    return {
        type: wire.getType(),
        name: wire.getName(),
        urn,
        parent: wire.getParent() || undefined,
        custom: wire.getCustom(),
        inputs: unwrapSecrets(inputs) as Record<string, unknown>,
        secretInputs: Object.keys(inputs).filter((key) => holdsSecret(inputs[key])),
        provider: wire.getProvider().replace(/::[^:]*$/, "") || undefined,
        protect: wire.getProtect(),
        retainOnDelete: wire.getRetainondelete(),
        deleteBeforeReplace: wire.getDeletebeforereplace(),
        dependencies: wire.getDependenciesList(),
        propertyDependencies: Object.fromEntries(
            [...wire.getPropertydependenciesMap().entries()].map(([name, value]) => [name, value.getUrnsList()]),
        ),
        ignoreChanges: wire.getIgnorechangesList(),
        outputs: undefined,
    };
}

function isSecret(value: unknown): value is { value: unknown } {
    return typeof value === "object" && value !== null && (value as Record<string, unknown>)[SIGNATURE] === SECRET;
}

function holdsSecret(value: unknown): boolean {
    return isSecret(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsSecret));
}

function unwrapSecrets(value: unknown): unknown {
    if (isSecret(value)) {
        return unwrapSecrets(value.value);
    }
    if (Array.isArray(value)) {
        return value.map(unwrapSecrets);
    }
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapSecrets(inner)]));
    }
    return value;
}

function serializeConfig(config: Record<string, unknown>): Record<string, string> {
    return Object.fromEntries(
        Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    );
}

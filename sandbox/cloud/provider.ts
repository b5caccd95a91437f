import { diffProperties } from "../provider/diff";
import { formatPath, isWithin, parsePath } from "../provider/paths";
import {
    type CheckFailure,
    type CheckRequest,
    type CheckResult,
    type Created,
    type CreateRequest,
    type DeleteRequest,
    type DiffRequest,
    type DiffResult,
    PartialFailure,
    type Properties,
    type ReadRequest,
    type ReadResult,
    type ResourceProvider,
    type ResourceRef,
    type UpdateRequest,
} from "../provider/types";
import { alignProperties } from "./align";
import type { Clients } from "./clients";
import { checkConfig, readSettings, type Settings } from "./config";
import { explain } from "./errors";
import type { HandlerContext, ResourceHandler } from "./handler";
import { completeInputs, hasFixedName, plain, previewState } from "./inputs";
import { invokeFunction } from "./invokes";
import { inputsAfterRead } from "./read-inputs";
import { recordResource } from "./recorded";
import { handlerOf } from "./registry";
import { checkProperties } from "./schemas/check-values";
import type { LocatedSchema, Schemas } from "./schemas/load";
import type { ResourceSchema } from "./schemas/schema";

/** Given by the program for every resource, known to no API. */
const CARRIED = ["region", "timeouts"];

/** The aws stand-in: inputs checked against generated schemas, modelled types called through to the emulator, the rest recorded. */
export class AwsProvider implements ResourceProvider {
    readonly name = "aws";
    readonly version: string;
    private settings: Settings | undefined;

    /** @param defaultRegion used when the stack sets no region. */
    constructor(
        private readonly schemas: Schemas,
        private readonly clients: Clients,
        private readonly defaultRegion: string | undefined,
    ) {
        this.version = schemas.index.packageVersion;
    }

    checkConfig(inputs: Properties): Promise<CheckFailure[]> {
        return Promise.resolve(checkConfig(inputs, this.schemas.index));
    }

    async configure(config: Properties): Promise<void> {
        this.settings = await readSettings(config, this.clients, this.defaultRegion);
    }

    check(request: CheckRequest): Promise<CheckResult> {
        return Promise.resolve(this.checkNow(request));
    }

    private checkNow(request: CheckRequest): CheckResult {
        const located = this.schemas.resource(request.type);
        if (!located) {
            return {
                inputs: request.inputs,
                failures: [{ property: "", reason: this.schemas.explainUnknown(request.type) }],
            };
        }
        const handler = handlerOf(request.type);
        const inputs = completeInputs(request, located, handler, this.configured());
        const { schema, types } = located;
        const failures = checkProperties(inputs, schema.inputs, types, schema.constraints);
        for (const [property, advice] of Object.entries(handler?.unmodelled ?? {})) {
            if (inputs[property] !== undefined) failures.push({ property, reason: `${property} ${advice}` });
        }
        return { inputs, failures };
    }

    diff(request: DiffRequest): Promise<DiffResult> {
        return Promise.resolve(this.diffNow(request));
    }

    private diffNow(request: DiffRequest): DiffResult {
        const handler = handlerOf(request.type);
        const replaceOn = replacementRule(this.schema(request).schema, handler);
        const before = plain(request.oldInputs);
        const after = plain(request.inputs);
        // The provider's region, spelled out or not, is the same place.
        before.region = request.oldState.region ?? before.region;
        after.region ??= before.region === undefined ? undefined : this.configured().region;
        const changes = diffProperties(before, after, { ignoreChanges: request.ignoreChanges, replaceOn });
        const name = handler?.autoname?.property;
        const renamed = name !== undefined && changes[name] !== undefined;
        return { changes, deleteBeforeReplace: hasFixedName(request.inputs, handler) && !renamed };
    }

    async create(request: CreateRequest): Promise<Created> {
        const { schema } = this.schema(request);
        const inputs = plain(request.inputs);
        const handler = handlerOf(request.type);
        const secrets = handler?.secretOutputs ? { secrets: [...handler.secretOutputs] } : {};
        if (request.preview) return { id: "", state: previewState(inputs, schema.outputs, schema.inputs), ...secrets };
        if (!handler) return recordResource(request, schema, inputs, this.configured());
        try {
            const { id, state } = await handler.create(inputs, this.context(inputs, request));
            return { id, state: this.finish(state, inputs, schema), ...secrets };
        } catch (error) {
            throw this.explained(error, request, inputs, schema);
        }
    }

    async read(request: ReadRequest): Promise<ReadResult | undefined> {
        const { schema } = this.schema(request);
        const handler = handlerOf(request.type);
        const isImport = Object.keys(request.oldState).length === 0;
        if (!handler) {
            if (isImport)
                throw new Error(`${request.type} is recorded only: there is nothing in the sandbox to import`);
            return { id: request.id, inputs: request.oldInputs, state: request.oldState };
        }
        try {
            const read = await handler.read(request.id, request.oldState, this.context(request.oldState));
            if (!read) return undefined;
            const state = this.finish(read, request.oldState, schema);
            return { id: request.id, state, inputs: inputsAfterRead(request, state, schema) };
        } catch (error) {
            throw explain(error, subjectOf(request));
        }
    }

    async update(request: UpdateRequest): Promise<Omit<Created, "id">> {
        const { schema } = this.schema(request);
        const inputs = plain(request.inputs);
        const handler = handlerOf(request.type);
        const secrets = handler?.secretOutputs ? { secrets: [...handler.secretOutputs] } : {};
        if (request.preview || !handler) {
            const unchanged = Object.fromEntries(
                Object.entries(request.oldState).filter(([name]) => !schema.inputs[name] || name in inputs),
            );
            const state: Properties = { ...unchanged, ...inputs };
            if (schema.outputs.tagsAll) state.tagsAll = inputs.tags ?? {};
            const volatile = request.preview ? (handler?.changedByUpdate ?? []) : [];
            for (const name of volatile) delete state[name];
            return { state: request.preview ? previewState(state, schema.outputs, schema.inputs) : state, ...secrets };
        }
        if (!handler.update) throw new Error(`${subjectOf(request)} cannot be changed in place`);
        try {
            const context = this.context(inputs, request);
            const state = await handler.update(request.id, request.oldState, inputs, context);
            return { state: this.finish(state, inputs, schema), ...secrets };
        } catch (error) {
            throw this.explained(error, request, inputs, schema);
        }
    }

    async delete(request: DeleteRequest): Promise<void> {
        const handler = handlerOf(request.type);
        try {
            await handler?.delete(request.id, request.oldState, this.context(request.oldState));
        } catch (error) {
            throw explain(error, subjectOf(request));
        }
    }

    invoke(token: string, args: Properties): Promise<{ result?: Properties; failures?: CheckFailure[] }> {
        const region = typeof args.region === "string" ? args.region : this.configured().region;
        return invokeFunction(token, args, this.schemas, this.contextIn(region), this.configured());
    }

    /** State as the official provider has it: in the words of the inputs, with what is the same for every type. */
    private finish(state: Properties, prior: Properties, schema: ResourceSchema): Properties {
        const complete: Properties = alignProperties(prior, { ...state });
        for (const name of CARRIED) {
            if (complete[name] === undefined && prior[name] !== undefined) complete[name] = prior[name];
        }
        if (schema.outputs.region) complete.region ??= this.configured().region;
        else delete complete.region;
        if (schema.outputs.tagsAll) complete.tagsAll = complete.tags ?? {};
        return complete;
    }

    /** A failure half-way carries what there is, so that the next run goes on from there. */
    private explained(error: unknown, request: ResourceRef, inputs: Properties, schema: ResourceSchema): unknown {
        if (!(error instanceof PartialFailure)) return explain(error, subjectOf(request));
        const { created } = error;
        const reasons = error.reasons.map((reason) => `${subjectOf(request)}: ${reason}`);
        return new PartialFailure(
            { ...created, state: this.finish(created.state, inputs, schema) },
            error.inputs,
            reasons,
        );
    }

    private context(
        properties: Properties,
        request: Partial<Pick<CreateRequest, "progress" | "signal">> = {},
    ): HandlerContext {
        const region = typeof properties.region === "string" ? properties.region : this.configured().region;
        return this.contextIn(region, request);
    }

    private contextIn(
        region: string,
        request: Partial<Pick<CreateRequest, "progress" | "signal">> = {},
    ): HandlerContext {
        const { accountId, partition } = this.configured();
        return {
            region,
            accountId,
            partition,
            client: (constructor, other = region) => this.clients.get(constructor, other),
            progress: request.progress ?? (() => undefined),
            signal: request.signal ?? new AbortController().signal,
        };
    }

    private schema({ type }: ResourceRef): LocatedSchema<ResourceSchema> {
        const located = this.schemas.resource(type);
        if (!located) throw new Error(this.schemas.explainUnknown(type));
        return located;
    }

    private configured(): Settings {
        if (!this.settings) throw new Error("the aws provider has not been configured");
        return this.settings;
    }
}

function subjectOf({ type, name }: ResourceRef): string {
    return `${type} "${name}"`;
}

/** Which changes replace: what CloudFormation says, corrected where the official provider differs; all of them without an update. */
function replacementRule(schema: ResourceSchema, handler: ResourceHandler | undefined): (path: string) => boolean {
    if (handler && !handler.update) return () => true;
    const corrected = (handler?.updatable ?? []).map(parsePath);
    const createOnly = (schema.createOnly ?? [])
        .map(parsePath)
        .filter((path) => !corrected.some((updatable) => formatPath(updatable) === formatPath(path)));
    const replacing = [["region"], ...createOnly, ...(handler?.replaceOn ?? []).map(parsePath)];
    return (path) => replacing.some((pattern) => isWithin(parsePath(path), pattern));
}

import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { diffProperties } from "./diff";
import { toServiceError } from "./errors";
import type { Host } from "./host";
import { decode, encode } from "./marshal";
import type { CheckFailure, DiffKind, DiffResult, ResourceProvider, ResourceRef } from "./types";

const KINDS: Record<DiffKind, pb.PropertyDiff.Kind> = {
    add: pb.PropertyDiff.Kind.ADD,
    "add-replace": pb.PropertyDiff.Kind.ADD_REPLACE,
    update: pb.PropertyDiff.Kind.UPDATE,
    "update-replace": pb.PropertyDiff.Kind.UPDATE_REPLACE,
    delete: pb.PropertyDiff.Kind.DELETE,
    "delete-replace": pb.PropertyDiff.Kind.DELETE_REPLACE,
};

/**
 * The ResourceProvider protocol around a stand-in.
 *
 * Secrets are not accepted from the engine, which then strips them on the way in and marks the same paths secret on the way out: a stand-in
 * cannot lose a secret by rebuilding its properties.
 */
export function createService(provider: ResourceProvider, host: Host): grpc.UntypedServiceImplementation {
    const cancelled = new AbortController();

    /** What an operation that takes time is given: a line in the display and the wish of whoever pressed Ctrl-C. */
    const operation = (call: { request: Located & { getTimeout(): number } } & Cancellable) => ({
        ...locate(call.request),
        timeout: call.request.getTimeout(),
        progress: onChange((message) => host.status(call.request.getUrn(), message)),
        signal: AbortSignal.any([cancelled.signal, signalOf(call)]),
    });

    const service: Pick<IResourceProviderServer, Implemented> = {
        handshake: unary(({ request }: Unary<pb.ProviderHandshakeRequest>) => {
            host.attach(request.getEngineAddress());
            return Promise.resolve(new pb.ProviderHandshakeResponse());
        }),

        attach: unary(({ request }: Unary<{ getAddress(): string }>) => {
            host.attach(request.getAddress());
            return Promise.resolve(new Empty());
        }),

        getPluginInfo: unary(() => Promise.resolve(new PluginInfo().setVersion(provider.version))),

        getSchema: unary(() => {
            const schema = JSON.stringify({ name: provider.name, version: provider.version });
            return Promise.resolve(new pb.GetSchemaResponse().setSchema(schema));
        }),

        checkConfig: unary(async ({ request }: Unary<pb.CheckRequest>) => {
            const failures = (await provider.checkConfig?.(decode(request.getNews()))) ?? [];
            return new pb.CheckResponse().setInputs(request.getNews()).setFailuresList(toFailures(failures));
        }),

        diffConfig: unary(async ({ request }: Unary<pb.DiffRequest>) => {
            const before = decode(request.getOldInputs());
            const after = decode(request.getNews());
            return toDiffResponse(
                (await provider.diffConfig?.(before, after)) ?? { changes: diffProperties(before, after) },
            );
        }),

        configure: unary(async ({ request }: Unary<pb.ConfigureRequest>) => {
            await provider.configure?.(decode(request.getArgs()));
            return new pb.ConfigureResponse().setSupportspreview(true);
        }),

        check: unary(async ({ request }: Unary<pb.CheckRequest>) => {
            const olds = decode(request.getOlds());
            const result = await provider.check({
                ...locate(request),
                // The engine sends no properties at all, rather than nothing, for a resource that is new.
                oldInputs: Object.keys(olds).length === 0 ? undefined : olds,
                inputs: decode(request.getNews()),
                randomSeed: request.getRandomseed_asU8(),
            });
            for (const warning of result.warnings ?? []) {
                await host.warn(request.getUrn(), warning);
            }
            return new pb.CheckResponse()
                .setInputs(encode(result.inputs, result.secrets))
                .setFailuresList(toFailures(result.failures));
        }),

        diff: unary(async ({ request }: Unary<pb.DiffRequest>) =>
            toDiffResponse(
                await provider.diff({
                    ...locate(request),
                    id: request.getId(),
                    oldInputs: decode(request.getOldInputs()),
                    oldState: decode(request.getOlds()),
                    inputs: decode(request.getNews()),
                    ignoreChanges: request.getIgnorechangesList(),
                }),
            ),
        ),

        create: unary(async (call: Unary<pb.CreateRequest>) => {
            const { request } = call;
            const { id, state, secrets } = await provider.create({
                ...operation(call),
                inputs: decode(request.getProperties()),
                preview: request.getPreview(),
            });
            return new pb.CreateResponse().setId(id).setProperties(encode(state, secrets));
        }),

        read: unary(async ({ request }: Unary<pb.ReadRequest>) => {
            const found = await provider.read({
                ...locate(request),
                id: request.getId(),
                oldInputs: decode(request.getInputs()),
                oldState: decode(request.getProperties()),
            });
            // An empty id says that the resource is gone.
            return found === undefined
                ? new pb.ReadResponse()
                : new pb.ReadResponse()
                      .setId(found.id)
                      .setInputs(encode(found.inputs, found.secrets))
                      .setProperties(encode(found.state, found.secrets));
        }),

        update: unary(async (call: Unary<pb.UpdateRequest>) => {
            const { request } = call;
            const { state, secrets } = await provider.update({
                ...operation(call),
                id: request.getId(),
                oldInputs: decode(request.getOldInputs()),
                oldState: decode(request.getOlds()),
                inputs: decode(request.getNews()),
                preview: request.getPreview(),
            });
            return new pb.UpdateResponse().setProperties(encode(state, secrets));
        }),

        delete: unary(async (call: Unary<pb.DeleteRequest>) => {
            await provider.delete({
                ...operation(call),
                id: call.request.getId(),
                oldInputs: decode(call.request.getOldInputs()),
                oldState: decode(call.request.getProperties()),
            });
            return new Empty();
        }),

        invoke: unary(async ({ request }: Unary<pb.InvokeRequest>) => {
            const { result, failures } = await provider.invoke(request.getTok(), decode(request.getArgs()));
            return new pb.InvokeResponse().setReturn(encode(result ?? {})).setFailuresList(toFailures(failures ?? []));
        }),

        cancel: unary(() => {
            cancelled.abort(new Error("cancelled"));
            return Promise.resolve(new Empty());
        }),
    };
    return service;
}

type Implemented =
    | "handshake"
    | "attach"
    | "getPluginInfo"
    | "getSchema"
    | "checkConfig"
    | "diffConfig"
    | "configure"
    | "check"
    | "diff"
    | "create"
    | "read"
    | "update"
    | "delete"
    | "invoke"
    | "cancel";

type Cancellable = Pick<grpc.ServerUnaryCall<unknown, unknown>, "on" | "cancelled">;
type Unary<Request> = { request: Request } & Cancellable;

interface Located {
    getUrn(): string;
    getType(): string;
    getName(): string;
}

/** A handler as a promise; whatever it throws becomes an error the engine can show. */
function unary<Request, Response>(
    handle: (call: grpc.ServerUnaryCall<Request, Response>) => Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
        // The first `then` makes a handler that throws before its first await a rejection too.
        Promise.resolve()
            .then(() => handle(call))
            .then(
                (response) => callback(null, response),
                (error: unknown) => callback(toServiceError(error)),
            );
    };
}

/** A wait says the same thing many times; the display needs to hear it once. */
function onChange(report: (message: string) => void): (message: string) => void {
    let last = "";
    return (message) => {
        if (message !== last) {
            last = message;
            report(message);
        }
    };
}

function locate(request: Located): ResourceRef {
    return { urn: request.getUrn(), type: request.getType(), name: request.getName() };
}

function signalOf(call: Cancellable): AbortSignal {
    const controller = new AbortController();
    call.on("cancelled", () => controller.abort(new Error("cancelled")));
    return controller.signal;
}

function toFailures(failures: CheckFailure[]): pb.CheckFailure[] {
    return failures.map(({ property, reason }) => new pb.CheckFailure().setProperty(property).setReason(reason));
}

function toDiffResponse(diff: DiffResult): pb.DiffResponse {
    const response = new pb.DiffResponse().setHasdetaileddiff(true);
    const paths = Object.keys(diff.changes);
    response.setChanges(
        paths.length === 0 ? pb.DiffResponse.DiffChanges.DIFF_NONE : pb.DiffResponse.DiffChanges.DIFF_SOME,
    );
    const replaces = paths.filter((path) => diff.changes[path]?.kind.endsWith("-replace"));
    response.setDiffsList([...new Set(paths.map(topLevel))]);
    response.setReplacesList([...new Set(replaces.map(topLevel))]);
    response.setDeletebeforereplace((diff.deleteBeforeReplace ?? false) && replaces.length > 0);
    for (const [path, { kind, inputDiff }] of Object.entries(diff.changes)) {
        response.getDetaileddiffMap().set(path, new pb.PropertyDiff().setKind(KINDS[kind]).setInputdiff(inputDiff));
    }
    return response;
}

/** The property of the resource that a path lies in: the lists of the protocol hold these, the detailed diff the paths. */
function topLevel(path: string): string {
    return /^[^.[]+/.exec(path)?.[0] ?? path;
}

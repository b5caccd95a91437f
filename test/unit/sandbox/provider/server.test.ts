import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { decode, encode } from "../../../../sandbox/provider/marshal";
import { type CreateRequest, PartialFailure, type ResourceProvider, UNKNOWN } from "../../../../sandbox/provider/types";
import { inertProvider, ServedProvider } from "./client";

const URN = "urn:pulumi:dev::openhands::test:index:Thing::thing";

describe("provider: gRPC server", () => {
    let served: ServedProvider | undefined;
    const start = async (provider: ResourceProvider, engine?: string) =>
        (served = await ServedProvider.start(provider, engine));

    afterEach(async () => {
        await served?.stop();
        served = undefined;
    });

    it("says who it is, takes no secrets and supports previews", async () => {
        const plugin = await start(inertProvider());
        const handshake = await plugin.call<unknown, pb.ProviderHandshakeResponse>(
            "handshake",
            new pb.ProviderHandshakeRequest(),
        );
        const configured = await plugin.call<unknown, pb.ConfigureResponse>("configure", new pb.ConfigureRequest());
        const info = await plugin.call<unknown, { getVersion(): string }>("getPluginInfo", new Empty());
        const schema = await plugin.call<unknown, pb.GetSchemaResponse>("getSchema", new pb.GetSchemaRequest());
        assert.equal(handshake.getAcceptSecrets(), false);
        assert.deepEqual([configured.getAcceptsecrets(), configured.getSupportspreview()], [false, true]);
        assert.equal(info.getVersion(), "1.2.3");
        assert.deepEqual(JSON.parse(schema.getSchema()), { name: "test", version: "1.2.3" });
    });

    it("hands inputs over with the seed, and failures back by property", async () => {
        const seen: unknown[] = [];
        const plugin = await start(
            inertProvider({
                check: ({ oldInputs, inputs, randomSeed, type, name }) => {
                    seen.push({ oldInputs, inputs, seed: Buffer.from(randomSeed).toString(), type, name });
                    return Promise.resolve({
                        inputs: { ...inputs, defaulted: true },
                        failures: [{ property: "size", reason: "is too small" }],
                        secrets: ["size"],
                    });
                },
            }),
        );
        const request = new pb.CheckRequest()
            .setUrn(URN)
            .setType("test:index:Thing")
            .setName("thing")
            .setOlds(encode({}))
            .setNews(encode({ size: UNKNOWN }))
            .setRandomseed(Buffer.from("seed"));
        const response = await plugin.call<unknown, pb.CheckResponse>("check", request);
        assert.deepEqual(seen, [
            {
                oldInputs: undefined,
                inputs: { size: UNKNOWN },
                seed: "seed",
                type: "test:index:Thing",
                name: "thing",
            },
        ]);
        assert.deepEqual(decode(response.getInputs()), { size: UNKNOWN, defaulted: true });
        assert.ok("4dabf18193072939515e22adb298388d" in (response.getInputs()?.toJavaScript()["size"] as object));
        const failures = response.getFailuresList().map((failure) => failure.toObject());
        assert.deepEqual(failures, [{ property: "size", reason: "is too small" }]);
    });

    it("says what changed in detail and which properties replace", async () => {
        const plugin = await start(
            inertProvider({
                diff: () =>
                    Promise.resolve({
                        changes: {
                            "a.b[0]": { kind: "update", inputDiff: true },
                            "c.d": { kind: "add-replace", inputDiff: false },
                        },
                        deleteBeforeReplace: true,
                    }),
            }),
        );
        const response = await plugin.call<unknown, pb.DiffResponse>("diff", new pb.DiffRequest());
        assert.equal(response.getChanges(), pb.DiffResponse.DiffChanges.DIFF_SOME);
        assert.deepEqual([response.getDiffsList(), response.getReplacesList()], [["a", "c"], ["c"]]);
        assert.equal(response.getDeletebeforereplace(), true);
        const detailed = response.getDetaileddiffMap();
        assert.deepEqual(detailed.get("a.b[0]")?.toObject(), { kind: pb.PropertyDiff.Kind.UPDATE, inputdiff: true });
        assert.deepEqual(detailed.get("c.d")?.toObject(), { kind: pb.PropertyDiff.Kind.ADD_REPLACE, inputdiff: false });
        assert.equal(detailed.getLength(), 2);
    });

    it("says that nothing changed", async () => {
        const plugin = await start(inertProvider());
        const response = await plugin.call<unknown, pb.DiffResponse>("diff", new pb.DiffRequest());
        assert.equal(response.getChanges(), pb.DiffResponse.DiffChanges.DIFF_NONE);
    });

    it("reports a resource that is there but not ready with all that is known of it", async () => {
        const created = { id: "thing-1", state: { password: "s3cret", ready: false }, secrets: ["password"] };
        const plugin = await start(
            inertProvider({
                create: () => Promise.reject(new PartialFailure(created, { size: 1 }, ["pod crashed", "timed out"])),
            }),
        );
        const error = await rejection(plugin.call("create", new pb.CreateRequest()));
        const packed = error.metadata.get("grpc-status-details-bin")[0];
        const detail = Status.deserializeBinary(new Uint8Array(packed as Buffer)).getDetailsList()[0];
        assert.equal(detail?.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
        const failed = pb.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
        assert.deepEqual([failed.getId(), failed.getReasonsList()], ["thing-1", ["pod crashed", "timed out"]]);
        assert.deepEqual(decode(failed.getProperties()), created.state);
        assert.ok(typeof failed.getProperties()?.toJavaScript()["password"] === "object", "the secret is marked");
        assert.deepEqual(decode(failed.getInputs()), { size: 1 });
    });

    it("gives plain messages, with their cause, and does not call the outcome unknown", async () => {
        const plugin = await start(
            inertProvider({
                delete: () => Promise.reject(new Error("bucket is not empty", { cause: new Error("3 objects") })),
            }),
        );
        const error = await rejection(plugin.call("delete", new pb.DeleteRequest()));
        assert.equal(error.details, "bucket is not empty: 3 objects");
        assert.equal(error.code, grpc.status.FAILED_PRECONDITION);
    });

    it("says that a resource is gone with an empty id", async () => {
        const plugin = await start(inertProvider({ read: () => Promise.resolve(undefined) }));
        const response = await plugin.call<unknown, pb.ReadResponse>("read", new pb.ReadRequest().setId("thing-1"));
        assert.equal(response.getId(), "");
    });

    it("aborts what is running when the engine cancels", async () => {
        const started = new EventEmitter();
        const plugin = await start(
            inertProvider({
                create: ({ signal }: CreateRequest) =>
                    new Promise((_, reject) => {
                        signal.addEventListener("abort", () => reject(signal.reason as Error));
                        started.emit("started");
                    }),
            }),
        );
        const waiting = once(started, "started");
        const creation = rejection(plugin.call("create", new pb.CreateRequest()));
        await waiting;
        await plugin.call("cancel", new Empty());
        assert.equal((await creation).details, "cancelled");
    });

    it("takes messages beyond gRPC's default of 4 MiB", async () => {
        const plugin = await start(inertProvider());
        const large = "x".repeat(6 * 1024 * 1024);
        const client = new grpc.Client(plugin.client.getChannel().getTarget(), grpc.credentials.createInsecure(), {
            "grpc.max_receive_message_length": -1,
        });
        const response = await new Promise<pb.CreateResponse | undefined>((resolve, reject) => {
            client.makeUnaryRequest(
                "/pulumirpc.ResourceProvider/Create",
                (request: pb.CreateRequest) => Buffer.from(request.serializeBinary()),
                (bytes) => pb.CreateResponse.deserializeBinary(bytes),
                new pb.CreateRequest().setProperties(encode({ large })),
                (error, value) => (error === null ? resolve(value) : reject(error)),
            );
        });
        client.close();
        assert.equal((decode(response?.getProperties())["large"] as string).length, large.length);
    });
});

describe("provider: messages to the engine", () => {
    it("go to the resource's line, ephemeral while waiting and as a warning from check", async () => {
        const logged: LogRequest.AsObject[] = [];
        const engine = new grpc.Server();
        engine.addService(EngineService, {
            log: (call: { request: LogRequest }, callback: (error: null, response: Empty) => void) => {
                logged.push(call.request.toObject());
                callback(null, new Empty());
            },
        });
        const port = await new Promise<number>((resolve, reject) => {
            engine.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
                error === null ? resolve(bound) : reject(error),
            );
        });
        const served = await ServedProvider.start(
            inertProvider({
                check: ({ inputs }) => Promise.resolve({ inputs, failures: [], warnings: ["not modelled"] }),
                create: async ({ progress }) => {
                    progress("waiting for pods");
                    await new Promise((resolve) => setTimeout(resolve, 50));
                    return { id: "id", state: {} };
                },
            }),
            `127.0.0.1:${port}`,
        );
        try {
            await served.call("check", new pb.CheckRequest().setUrn(URN));
            await served.call("create", new pb.CreateRequest().setUrn(URN));
            const shown = logged.map(({ urn, message, ephemeral, severity }) => ({
                urn,
                message,
                ephemeral,
                severity,
            }));
            assert.deepEqual(shown, [
                { urn: URN, message: "not modelled", ephemeral: false, severity: LogSeverity.WARNING },
                { urn: URN, message: "waiting for pods", ephemeral: true, severity: LogSeverity.INFO },
            ]);
        } finally {
            await served.stop();
            engine.forceShutdown();
        }
    });
});

async function rejection(promise: Promise<unknown>): Promise<grpc.ServiceError> {
    try {
        await promise;
    } catch (error) {
        return error as grpc.ServiceError;
    }
    assert.fail("the call was expected to fail");
}

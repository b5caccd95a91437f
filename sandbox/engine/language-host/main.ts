/**
 * Node.js language host: the process by which the Pulumi engine runs TypeScript programs and policy packs.
 *
 * Speaks the LanguageRuntime protocol with the stubs of the SDK. It is put on PATH only where the official
 * `pulumi-language-nodejs`, which comes with the Pulumi CLI, is missing. Scaffolding and code generation
 * (`Template`, `GenerateProgram`, `Pack`, ...) are not offered: the engine is told "unimplemented".
 */
import { readFileSync } from "node:fs";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { killAll } from "./children";
import { programDependencies, requiredPlugins } from "./packages";
import { programInfo, runPlugin, runProgram } from "./program";

/** Large programs send large messages; the engine's own limit. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

type Handler<Request, Response> = (call: grpc.ServerUnaryCall<Request, Response>) => Response | Promise<Response>;

function unary<Request, Response>(handler: Handler<Request, Response>): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
        Promise.resolve()
            .then(() => handler(call))
            .then((response) => callback(null, response))
            .catch((error: unknown) => callback(serviceError(error)));
    };
}

function serviceError(error: unknown): { code: grpc.status; message: string } {
    return { code: grpc.status.UNKNOWN, message: error instanceof Error ? error.message : String(error) };
}

function service(engine: string): grpc.UntypedServiceImplementation {
    return {
        handshake: unary(() => new language.LanguageHandshakeResponse()),
        getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(sdkVersion())),
        about: unary(() => new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
        getRequiredPackages: unary((call: grpc.ServerUnaryCall<language.GetRequiredPackagesRequest, unknown>) =>
            new language.GetRequiredPackagesResponse().setPackagesList(
                requiredPlugins(programInfo(call.request.getInfo()).getProgramDirectory()).map((required) =>
                    new plugin.PackageDependency()
                        .setKind("resource")
                        .setName(required.name)
                        .setVersion(required.version)
                        .setServer(required.server),
                ),
            ),
        ),
        getRequiredPlugins: unary((call: grpc.ServerUnaryCall<language.GetRequiredPluginsRequest, unknown>) =>
            new language.GetRequiredPluginsResponse().setPluginsList(
                requiredPlugins(programInfo(call.request.getInfo()).getProgramDirectory()).map((required) =>
                    new plugin.PluginDependency()
                        .setKind("resource")
                        .setName(required.name)
                        .setVersion(required.version)
                        .setServer(required.server),
                ),
            ),
        ),
        getProgramDependencies: unary((call: grpc.ServerUnaryCall<language.GetProgramDependenciesRequest, unknown>) =>
            new language.GetProgramDependenciesResponse().setDependenciesList(
                programDependencies(
                    programInfo(call.request.getInfo()).getProgramDirectory(),
                    call.request.getTransitivedependencies(),
                ).map((dependency) =>
                    new language.DependencyInfo().setName(dependency.name).setVersion(dependency.version),
                ),
            ),
        ),
        run: unary((call: grpc.ServerUnaryCall<language.RunRequest, language.RunResponse>) => runProgram(call, engine)),
        runPlugin: (call: grpc.ServerWritableStream<language.RunPluginRequest, language.RunPluginResponse>) => {
            runPlugin(call).catch((error: unknown) => call.destroy(Object.assign(new Error(), serviceError(error))));
        },
        cancel: unary(() => {
            killAll();
            return new Empty();
        }),
    };
}

function sdkVersion(): string {
    const manifest = readFileSync(require.resolve("@pulumi/pulumi/package.json"), "utf8");
    return (JSON.parse(manifest) as { version: string }).version;
}

/** The engine may be killed without a chance to say so; its programs must not outlive it. */
function exitWithParent(): void {
    const parent = process.ppid;
    setInterval(() => {
        if (process.ppid !== parent) {
            shutdown(1);
        }
    }, 1000).unref();
}

function shutdown(code: number): never {
    killAll();
    process.exit(code);
}

function main(): void {
    // The engine's address is the last argument; flags before it concern tracing and logging.
    const engine = process.argv
        .slice(2)
        .filter((argument) => !argument.startsWith("-"))
        .at(-1);
    if (engine === undefined) {
        throw new Error("usage: pulumi-language-nodejs ENGINE_ADDRESS (started by the Pulumi engine)");
    }
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.on(signal, () => shutdown(1));
    }
    exitWithParent();
    const server = new grpc.Server({
        "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
        "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    });
    server.addService(LanguageRuntimeService, service(engine));
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
        if (error !== null) {
            throw error;
        }
        process.stdout.write(`${port}\n`);
    });
}

main();

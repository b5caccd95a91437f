import type * as grpc from "@grpc/grpc-js";
import type { ProgramInfo, RunPluginRequest, RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { RunPluginResponse, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { runNode } from "./children";
import { parseRuntimeOptions, runArguments, runEnvironment } from "./options";

/** Exit code by which the SDK says that it has reported the error to the user itself. */
const REPORTED = 32;

/** `LanguageRuntime.Run`: runs the user's program once, for a preview or an update. */
export async function runProgram(
    call: grpc.ServerUnaryCall<RunRequest, RunResponse>,
    engine: string,
): Promise<RunResponse> {
    const request = call.request;
    const info = programInfo(request.getInfo());
    const options = parseRuntimeOptions(runtimeOptions(info));
    const config = Object.fromEntries(request.getConfigMap().toObject());
    const { exited, kill } = runNode({
        args: runArguments(options, {
            runScript: resolveFrom(info.getProgramDirectory(), "@pulumi/pulumi/cmd/run"),
            monitor: request.getMonitorAddress(),
            engine,
            organization: request.getOrganization(),
            project: request.getProject(),
            stack: request.getStack(),
            rootDirectory: info.getRootDirectory(),
            pwd: request.getPwd(),
            parallel: request.getParallel(),
            dryRun: request.getDryrun(),
            entryPoint: info.getEntryPoint(),
            args: request.getArgsList(),
        }),
        cwd: request.getPwd(),
        env: { ...process.env, ...runEnvironment(options, config, request.getConfigsecretkeysList()) },
        onStdout: (chunk) => process.stdout.write(chunk),
        onStderr: (chunk) => process.stderr.write(chunk),
    });
    call.once("cancelled", kill);
    const { code, signal } = await exited;
    const response = new RunResponse();
    if (code === REPORTED) {
        response.setBail(true);
    } else if (signal !== null) {
        response.setError(`the program was ended by ${signal}`);
    } else if (code !== 0) {
        response.setError(`the program exited with code ${code}`);
    }
    return response;
}

/** Entry points of the SDK for plugins that are written in Node.js, by plugin kind. */
const PLUGIN_RUNNERS: Record<string, string> = {
    analyzer: "@pulumi/pulumi/cmd/run-policy-pack",
    resource: "@pulumi/pulumi/cmd/run-plugin",
};

/** `LanguageRuntime.RunPlugin`: runs a policy pack or a provider, its output streamed to the engine. */
export async function runPlugin(call: grpc.ServerWritableStream<RunPluginRequest, RunPluginResponse>): Promise<void> {
    const request = call.request;
    const info = programInfo(request.getInfo());
    const runner = PLUGIN_RUNNERS[request.getKind()];
    if (runner === undefined) {
        throw new Error(`plugins of kind "${request.getKind()}" are not supported`);
    }
    const send = (fill: (response: RunPluginResponse) => void) => {
        const response = new RunPluginResponse();
        fill(response);
        call.write(response);
    };
    const directory = info.getProgramDirectory();
    const { exited, kill } = runNode({
        args: [
            ...parseRuntimeOptions(runtimeOptions(info)).nodeArgs,
            resolveFrom(directory, runner),
            ...request.getArgsList(),
            directory,
        ],
        // A policy pack reads its version from the package.json of its working directory.
        cwd: request.getKind() === "analyzer" ? directory : request.getPwd(),
        env: environment(request.getEnvList()),
        onStdout: (chunk) => send((response) => response.setStdout(chunk)),
        onStderr: (chunk) => send((response) => response.setStderr(chunk)),
    });
    call.once("cancelled", kill);
    const { code } = await exited;
    if (!call.cancelled) {
        send((response) => response.setExitcode(code ?? 1));
        call.end();
    }
}

function environment(variables: string[]): NodeJS.ProcessEnv {
    return Object.fromEntries(
        variables.map((variable) => {
            const equals = variable.indexOf("=");
            return [variable.slice(0, equals), variable.slice(equals + 1)];
        }),
    );
}

export function programInfo(info: ProgramInfo | undefined): ProgramInfo {
    if (info === undefined) {
        throw new Error("the engine sent no program information; it must be 3.250 or newer");
    }
    return info;
}

function runtimeOptions(info: ProgramInfo): Record<string, unknown> {
    return info.getOptions()?.toJavaScript() ?? {};
}

function resolveFrom(directory: string, module: string): string {
    try {
        return require.resolve(module, { paths: [directory] });
    } catch (cause) {
        throw new Error(`${module} is not installed for ${directory}; run "npm ci" there first`, { cause });
    }
}

import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Host } from "./host";
import { createService } from "./service";
import type { ResourceProvider } from "./types";

/** Properties can be large (policy documents, dashboards): the limit that Pulumi itself uses, in bytes. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

export interface Serving {
    port: number;
    close(): Promise<void>;
}

/**
 * Serves a stand-in as a Pulumi plugin: on a free port of loopback, which is written to standard output as the engine expects.
 *
 * @param args command line after the script's name: flags, then the engine's address.
 * @param announce writes the line with the port.
 */
export async function serve(
    provider: ResourceProvider,
    args = process.argv.slice(2),
    announce: (line: string) => void = (line) => process.stdout.write(line),
): Promise<Serving> {
    const host = new Host(engineAddress(args));
    const server = new grpc.Server({
        "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
        "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    });
    server.addService(ResourceProviderService, createService(provider, host));
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
            error === null ? resolve(bound) : reject(error),
        );
    });
    const watch = host.onGone(() => {
        process.stderr.write(`${provider.name}: the engine is gone, stopping\n`);
        process.exit(1);
    });
    announce(`${port}\n`);
    return {
        port,
        close: async () => {
            clearInterval(watch);
            host.close();
            await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
        },
    };
}

/** The engine passes flags for its own log first (`--logtostderr`, `-v=9`, `--tracing ADDRESS`). */
function engineAddress(args: readonly string[]): string | undefined {
    for (let position = 0; position < args.length; position++) {
        const argument = args[position];
        if (argument === "--tracing") {
            position++;
        } else if (argument !== undefined && !argument.startsWith("-")) {
            return argument;
        }
    }
    return undefined;
}

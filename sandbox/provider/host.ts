import { connect } from "node:net";
import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** How often a stand-in looks whether its engine is still there. */
const WATCH_INTERVAL_MS = 5_000;

/** The engine that started this stand-in: it shows messages on the line of a resource. */
export class Host {
    private client: EngineClient | undefined;

    constructor(private address?: string) {}

    /** The engine says its address on the command line, in the handshake or, to a provider that was running already, on attaching. */
    attach(address: string): void {
        if (address !== "" && address !== this.address) {
            this.client?.close();
            this.client = undefined;
            this.address = address;
        }
    }

    /** Says what is being waited for; the display replaces it with the next one and forgets it in the end. */
    status(urn: string, message: string): void {
        void this.log(LogSeverity.INFO, urn, message, true);
    }

    /** Shown in the diagnostics of the resource when the run is over. */
    warn(urn: string, message: string): Promise<void> {
        return this.log(LogSeverity.WARNING, urn, message, false);
    }

    private log(severity: LogSeverity, urn: string, message: string, ephemeral: boolean): Promise<void> {
        if (this.address === undefined) {
            process.stderr.write(`${message}\n`);
            return Promise.resolve();
        }
        this.client ??= new EngineClient(this.address, grpc.credentials.createInsecure());
        const request = new LogRequest().setSeverity(severity).setUrn(urn).setMessage(message).setEphemeral(ephemeral);
        return new Promise((resolve) => {
            this.client?.log(request, (error) => {
                // A message that cannot be shown must not fail the operation it is about.
                if (error !== null) {
                    process.stderr.write(`${message} (not shown by the engine: ${error.message})\n`);
                }
                resolve();
            });
        });
    }

    /** Calls back once when nothing listens at the engine's address any more: an engine that was killed cannot stop its plugins. */
    onGone(callback: () => void): NodeJS.Timeout {
        const timer = setInterval(() => {
            const separator = this.address?.lastIndexOf(":") ?? -1;
            if (this.address === undefined || separator < 0) {
                return;
            }
            const socket = connect(Number(this.address.slice(separator + 1)), this.address.slice(0, separator));
            socket.once("connect", () => socket.destroy());
            socket.once("error", () => {
                clearInterval(timer);
                callback();
            });
        }, WATCH_INTERVAL_MS);
        return timer.unref();
    }

    close(): void {
        this.client?.close();
    }
}

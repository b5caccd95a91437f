import { promisify } from "node:util";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { ResourceProvider } from "../../../../sandbox/provider/types";
import { type Serving, serve } from "../../../../sandbox/provider/server";

type Method = (request: never, callback: (error: grpc.ServiceError | null, response: never) => void) => unknown;

/** A stand-in served over gRPC, and the client the engine would use. */
export class ServedProvider {
    private constructor(
        private readonly serving: Serving,
        readonly client: ResourceProviderClient,
    ) {}

    static async start(provider: ResourceProvider, engineAddress?: string): Promise<ServedProvider> {
        const serving = await serve(provider, engineAddress === undefined ? [] : [engineAddress], () => undefined);
        const client = new ResourceProviderClient(`127.0.0.1:${serving.port}`, grpc.credentials.createInsecure());
        return new ServedProvider(serving, client);
    }

    /** One unary call; rejects with the service error. */
    call<Request, Response>(method: string, request: Request): Promise<Response> {
        const found = (this.client as unknown as Record<string, Method>)[method];
        if (found === undefined) {
            throw new Error(`no method ${method}`);
        }
        const bound = promisify(found.bind(this.client)) as unknown as (request: Request) => Promise<Response>;
        return bound(request);
    }

    async stop(): Promise<void> {
        this.client.close();
        await this.serving.close();
    }
}

/** A stand-in that does nothing, for the parts that a test does not look at. */
export function inertProvider(overrides: Partial<ResourceProvider> = {}): ResourceProvider {
    return {
        name: "test",
        version: "1.2.3",
        check: ({ inputs }) => Promise.resolve({ inputs, failures: [] }),
        diff: () => Promise.resolve({ changes: {} }),
        create: ({ inputs }) => Promise.resolve({ id: "id", state: inputs }),
        read: ({ id, oldInputs, oldState }) => Promise.resolve({ id, inputs: oldInputs, state: oldState }),
        update: ({ inputs }) => Promise.resolve({ state: inputs }),
        delete: () => Promise.resolve(),
        invoke: () => Promise.resolve({ result: {} }),
        ...overrides,
    };
}

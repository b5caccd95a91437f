/** AWS SDK clients that can reach the emulator and nothing else. */

interface ClientSettings {
    region: string;
    endpoint: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
    /** S3 only: the emulator has one host name, so buckets are part of the path. */
    forcePathStyle: boolean;
}

interface Middleware {
    middlewareStack: {
        add(
            middleware: (
                next: (args: unknown) => Promise<unknown>,
                context: CallContext,
            ) => (args: unknown) => Promise<unknown>,
            options: { step: "initialize"; name: string },
        ): void;
    };
}

interface CallContext {
    clientName?: string;
    commandName?: string;
}

/** Attempts of the SDK's standard retry mode, which backs off on throttling and transient faults. */
const MAX_ATTEMPTS = 5;

const LOOPBACK = /^(127(\.\d+){3}|localhost|\[::1\])$/;

export class Clients {
    private readonly cache = new Map<string, Map<unknown, unknown>>();

    /** @throws when the endpoint is not a loopback address: the sandbox must never reach a real account. */
    constructor(private readonly endpoint: string) {
        if (!URL.canParse(endpoint) || !LOOPBACK.test(new URL(endpoint).hostname)) {
            throw new Error(
                `AWS_ENDPOINT_URL must be the loopback address of the sandbox's emulator, not "${endpoint}"`,
            );
        }
    }

    get<Client>(constructor: new (config: object) => Client, region: string): Client {
        const ofRegion = this.cache.get(region) ?? new Map<unknown, unknown>();
        this.cache.set(region, ofRegion);
        const cached = ofRegion.get(constructor) as Client | undefined;
        if (cached !== undefined) return cached;
        const settings: ClientSettings = {
            region,
            endpoint: this.endpoint,
            credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
            maxAttempts: MAX_ATTEMPTS,
            forcePathStyle: true,
        };
        const client = new constructor(settings);
        rememberOperation(client as Middleware);
        ofRegion.set(constructor, client);
        return client;
    }
}

/** An error of the SDK does not say which call it answers; these do. */
function rememberOperation(client: Middleware): void {
    client.middlewareStack.add(
        (next, context) => async (args) => {
            try {
                return await next(args);
            } catch (error) {
                if (error instanceof Error) {
                    const service = (context.clientName ?? "").replace(/Client$/, "");
                    const operation = (context.commandName ?? "").replace(/Command$/, "");
                    Object.assign(error, { operation: `${service}.${operation}` });
                }
                throw error;
            }
        },
        { step: "initialize", name: "rememberOperation" },
    );
}

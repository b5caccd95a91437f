import { createServer, type Server } from "node:net";

const LOOPBACK = "127.0.0.1";

/**
 * Free loopback ports, one for each name. A port of `preferred` is kept while nobody else listens on it, so that a
 * restarted service is found where it was; otherwise the system picks one.
 *
 * All are held open until the last is known: they differ from each other, and from what others take meanwhile.
 */
export async function pickPorts<Name extends string>(
    names: readonly Name[],
    preferred: Partial<Record<Name, number>> = {},
): Promise<Record<Name, number>> {
    const held: Server[] = [];
    const ports = {} as Record<Name, number>;
    try {
        for (const name of names) {
            const server = (await tryListen(preferred[name])) ?? (await listen(0));
            held.push(server);
            ports[name] = portOf(server);
        }
    } finally {
        await Promise.all(held.map(close));
    }
    return ports;
}

/** `undefined` when the port is not given, or is taken. */
async function tryListen(port: number | undefined): Promise<Server | undefined> {
    if (port === undefined) {
        return undefined;
    }
    try {
        return await listen(port);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
            return undefined;
        }
        throw error;
    }
}

function listen(port: number): Promise<Server> {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once("error", reject);
        server.listen({ host: LOOPBACK, port, exclusive: true }, () => resolve(server));
    });
}

function portOf(server: Server): number {
    const address = server.address();
    if (address === null || typeof address === "string") {
        throw new Error("the server does not listen on a TCP port");
    }
    return address.port;
}

function close(server: Server): Promise<void> {
    return new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
    });
}

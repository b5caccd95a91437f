import { CommandError } from "./command";

/** What clients of the registries write when the network, and not the package, is the trouble. */
const UNREACHABLE = [
    /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
    /dial tcp|TLS handshake timeout|i\/o timeout|no such host/,
    /Temporary failure (in name resolution|resolving)|Could not (resolve|connect to)|Failed to fetch/,
    /NewConnectionError|Max retries exceeded|ConnectTimeoutError|ReadTimeoutError|ProxyError/,
];

/** An installation step failed because its package registry does not answer. */
export class RegistryUnreachableError extends Error {
    constructor(registry: string, step: string, options: ErrorOptions) {
        super(
            `${registry} cannot be reached, so that "${step}" cannot be installed. Check the network connection and the ` +
                `proxy settings of this machine, then run the same command again: what is done is kept.`,
            options,
        );
    }
}

/** The same error, or the plain one that names the registry when that is what it comes from. */
export function explain(error: unknown, registry: string | undefined, step: string): unknown {
    if (registry !== undefined && error instanceof CommandError && isUnreachable(error.output)) {
        return new RegistryUnreachableError(registry, step, { cause: error });
    }
    return error;
}

export function isUnreachable(output: string): boolean {
    return UNREACHABLE.some((pattern) => pattern.test(output));
}

/** What the AWS SDK throws when a service refuses a call. */
interface ServiceError extends Error {
    $metadata: { httpStatusCode?: number };
    /** Set by the clients of the stand-in, as in `EC2.CreateVpc`. */
    operation?: string;
}

function isServiceError(error: unknown): error is ServiceError {
    return error instanceof Error && "$metadata" in error;
}

/** True when AWS says that the thing is not there, whatever the service calls that. */
export function isNotFound(error: unknown): boolean {
    return isServiceError(error) && (/NotFound|NoSuch|NonExist|does not exist/i.test(error.name) || isBare404(error));
}

/** HEAD requests have no body, so S3's 404 arrives without a code. */
function isBare404(error: ServiceError): boolean {
    return error.$metadata.httpStatusCode === 404 && /^(Unknown|404|NotFound)/.test(error.name);
}

/** True when the service answered with one of these error codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
    return isServiceError(error) && codes.includes(error.name);
}

/** The value, or `undefined` when AWS says that the thing is not there. */
export async function unlessGone<Value>(call: Promise<Value>): Promise<Value | undefined> {
    try {
        return await call;
    } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
    }
}

/** An error of a call with the resource and the API operation it belongs to; faults of the stand-in itself stay as they are. */
export function explain(error: unknown, subject: string): unknown {
    if (!isServiceError(error)) return error;
    const operation = error.operation === undefined ? "" : `${error.operation}: `;
    return new Error(`${subject}: ${operation}${reasonOf(error)}`);
}

/** The emulator answers a call that it lacks, or breaks down on, with a page of HTML: the SDK can only say that it cannot read that. */
function reasonOf(error: ServiceError): string {
    const { httpStatusCode } = error.$metadata;
    if (httpStatusCode === 500 && error.message.includes("Deserialization error")) {
        return "the emulator does not have this call, or broke down on it (HTTP 500); its log says more";
    }
    return `${error.name}: ${error.message}`;
}

/** A `metav1.Status` with which the API server refused a request. */
export class ApiError extends Error {
    constructor(
        readonly code: number,
        readonly reason: string,
        message: string,
        readonly causes: readonly { field?: string; message?: string; reason?: string }[] = [],
        /** What the status is about, as in `namespaces` when an object's namespace is missing. */
        readonly subject?: { kind?: string; name?: string },
    ) {
        super(message);
    }

    static from(code: number, body: string): ApiError {
        let status: {
            reason?: string;
            message?: string;
            details?: { kind?: string; name?: string; causes?: ApiError["causes"] };
        };
        try {
            status = JSON.parse(body) as typeof status;
        } catch {
            // Authentication and proxies answer in plain text.
            return new ApiError(code, "", body.trim() || `HTTP ${code}`);
        }
        const { reason = "", message = `HTTP ${code}`, details } = status;
        return new ApiError(code, reason, message, details?.causes, details);
    }

    get isNotFound(): boolean {
        return this.code === 404;
    }

    /** The namespace of the object does not exist. */
    get isNamespaceMissing(): boolean {
        return this.isNotFound && this.subject?.kind === "namespaces";
    }

    /** Server-side apply: others own fields that the object sets. */
    get isConflict(): boolean {
        return this.code === 409 && this.reason === "Conflict";
    }

    /** The change is one that Kubernetes does not allow on an existing object. */
    get isImmutable(): boolean {
        const forbidden =
            /immutable|may not change once set|updates to statefulset spec|pod updates may not change|cannot change roleRef/i;
        return this.code === 422 && forbidden.test(this.message);
    }
}

/** The API server does not serve this kind: its CustomResourceDefinition is missing, or the kind is misspelt. */
export class UnknownKindError extends Error {
    constructor(
        readonly apiVersion: string,
        readonly kind: string,
    ) {
        super(
            `the API server does not serve ${kind} of ${apiVersion}: is its CustomResourceDefinition installed, and are kind and apiVersion right?`,
        );
    }
}

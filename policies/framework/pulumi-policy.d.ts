// @pulumi/policy 1.21 exports these two for tests and tools, but its published declarations strip them as internal.
import "@pulumi/policy";

declare module "@pulumi/policy/proxy" {
    /** Wraps inputs so that reading an unknown value throws `UnknownValueError`, as the policy server does. */
    export function unknownCheckingProxy<T extends object>(inputs: T): T;

    /** A value that is not known during preview was read. */
    export class UnknownValueError extends Error {
        constructor(unknownTypeSentinel: string, props: readonly string[]);
        /** Path from the resource's inputs to the unknown value. */
        readonly props: readonly PropertyKey[];
    }
}

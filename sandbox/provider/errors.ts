import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { encode } from "./marshal";
import { PartialFailure } from "./types";

/** Anything thrown by a stand-in, as the engine understands it. */
export function toServiceError(error: unknown): Partial<grpc.ServiceError> {
    if (error instanceof PartialFailure) {
        return partialFailure(error);
    }
    if (isProgrammingError(error)) {
        // The engine shows standard error of a plugin in its diagnostics: a fault of the stand-in itself needs its stack.
        process.stderr.write(`${error.stack ?? error.message}\n`);
        return { code: grpc.status.INTERNAL, details: `fault in the sandbox's stand-in: ${error.message}` };
    }
    // Not UNKNOWN: the engine takes that to mean that nobody can say whether the resource exists.
    return { code: grpc.status.FAILED_PRECONDITION, details: messageOf(error) };
}

/** The message of anything that can be thrown, with what caused it. */
export function messageOf(error: unknown): string {
    if (error instanceof AggregateError && error.errors.length > 0) {
        return error.errors.map(messageOf).join("; ");
    }
    if (error instanceof Error) {
        return error.cause instanceof Error ? `${error.message}: ${messageOf(error.cause)}` : error.message;
    }
    return String(error);
}

function isProgrammingError(error: unknown): error is Error {
    const isFault = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
    // `fetch` reports an unreachable server as a TypeError with the cause beside it.
    return isFault && error.cause === undefined;
}

function partialFailure(failure: PartialFailure): Partial<grpc.ServiceError> {
    const detail = new ErrorResourceInitFailed()
        .setId(failure.created.id)
        .setProperties(encode(failure.created.state, failure.created.secrets))
        .setInputs(encode(failure.inputs))
        .setReasonsList(failure.reasons);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(failure.message).setDetailsList([packed]);
    const metadata = new grpc.Metadata();
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
    return { code: grpc.status.UNKNOWN, details: failure.message, metadata };
}

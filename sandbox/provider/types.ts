/**
 * What a stand-in implements. `serve` (server.ts) speaks the gRPC protocol around it: property marshalling, secrets,
 * unknowns, cancellation and error reporting are done there once.
 */

/** A value the engine does not know yet, during preview. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** Plain JSON-like values, in which any leaf may be {@link UNKNOWN} during preview. Secrets arrive unwrapped. */
export type Properties = Record<string, unknown>;

export interface CheckFailure {
    /** Path of the property, as in `ingress[0].fromPort`; empty for the resource as a whole. */
    property: string;
    reason: string;
}

export interface ResourceRef {
    urn: string;
    /** Pulumi token, as in `aws:ec2/vpc:Vpc`. */
    type: string;
    /** Logical name. */
    name: string;
}

export interface CheckRequest extends ResourceRef {
    /** Checked inputs of the last deployment; absent on create. */
    oldInputs?: Properties;
    inputs: Properties;
    /** Deterministic seed for autonaming: the same in preview and in the update that follows. */
    randomSeed: Uint8Array;
}

export type DiffKind = "add" | "add-replace" | "update" | "update-replace" | "delete" | "delete-replace";

export interface PropertyChange {
    kind: DiffKind;
    /** True when the change is between inputs, false when it is between an input and the recorded state. */
    inputDiff: boolean;
}

export interface CheckResult {
    inputs: Properties;
    failures: CheckFailure[];
    /** Paths of inputs to be kept secret although the program did not say so, as with the data of a Kubernetes Secret. */
    secrets?: string[];
    /** Shown on the resource, in previews too; they do not fail it. */
    warnings?: string[];
}

export interface DiffRequest extends ResourceRef {
    id: string;
    oldInputs: Properties;
    oldState: Properties;
    inputs: Properties;
    ignoreChanges: string[];
}

export interface DiffResult {
    /** By property path; empty means no change. Any `*-replace` kind makes the whole change a replacement. */
    changes: Record<string, PropertyChange>;
    /** A replacement that cannot exist beside its predecessor, as with a fixed physical name. */
    deleteBeforeReplace?: boolean;
}

export interface CreateRequest extends ResourceRef {
    inputs: Properties;
    preview: boolean;
    /** Seconds, from `customTimeouts`; 0 when not set. */
    timeout: number;
    progress: Progress;
    /** Aborted when the engine cancels (Ctrl-C). */
    signal: AbortSignal;
}

export interface UpdateRequest extends CreateRequest {
    id: string;
    oldInputs: Properties;
    oldState: Properties;
}

export interface ReadRequest extends ResourceRef {
    id: string;
    /** Empty when the resource is being imported. */
    oldInputs: Properties;
    oldState: Properties;
}

export interface ReadResult {
    id: string;
    inputs: Properties;
    state: Properties;
    /** Paths, in inputs and state alike, to be kept secret besides those that were secret before. */
    secrets?: string[];
}

export interface DeleteRequest extends ResourceRef {
    id: string;
    oldInputs: Properties;
    oldState: Properties;
    timeout: number;
    progress: Progress;
    signal: AbortSignal;
}

/** Says on the resource's line in Pulumi's display what is being waited for. */
export type Progress = (message: string) => void;

export interface Created {
    id: string;
    /** Inputs and outputs together, as the official provider records them. */
    state: Properties;
    /** Paths of outputs to be kept secret. */
    secrets?: string[];
}

/**
 * Thrown by `create` or `update` when the resource exists but is not as asked: the engine then records it with this state and
 * marks the operation failed, so that nothing is lost and the next run goes on from there.
 */
export class PartialFailure extends Error {
    constructor(
        readonly created: Created,
        readonly inputs: Properties,
        readonly reasons: string[],
    ) {
        super(reasons.join("; "));
    }
}

export interface ResourceProvider {
    readonly name: string;
    readonly version: string;
    /** Refuses bad provider configuration. */
    checkConfig?(inputs: Properties): Promise<CheckFailure[]>;
    /** What a change of provider configuration means for the resources; by default nothing is replaced. */
    diffConfig?(oldInputs: Properties, inputs: Properties): Promise<DiffResult>;
    configure?(config: Properties): Promise<void>;
    /** Normalised inputs (defaults, autonames) and everything that is wrong with them. */
    check(request: CheckRequest): Promise<CheckResult>;
    diff(request: DiffRequest): Promise<DiffResult>;
    create(request: CreateRequest): Promise<Created>;
    /** The resource as it is; `undefined` when it is gone. */
    read(request: ReadRequest): Promise<ReadResult | undefined>;
    update(request: UpdateRequest): Promise<Omit<Created, "id">>;
    delete(request: DeleteRequest): Promise<void>;
    invoke(token: string, args: Properties): Promise<{ result?: Properties; failures?: CheckFailure[] }>;
}

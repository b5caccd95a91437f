import type { Progress, Properties } from "../provider/types";

/** What a handler may use besides the AWS clients it opens itself. */
export interface HandlerContext {
    /** Region the resource lives in: its `region` input (aws v7), else the provider's. */
    region: string;
    accountId: string;
    /** `aws` on the emulator; kept so that ARNs are not spelled by hand with a wrong one. */
    partition: string;
    /** AWS SDK client, pointed at the emulator and cached; of the resource's region unless another is named. */
    client<Client>(constructor: new (config: object) => Client, region?: string): Client;
    progress: Progress;
    signal: AbortSignal;
}

/**
 * A modelled AWS resource type: every operation is a real API call to the emulator.
 *
 * Inputs have been checked (unknown, missing and ill-typed properties never arrive) and carry defaults. `State` is inputs and
 * outputs in the shape of the official provider, property for property, so that `read` after `create` shows no drift.
 */
export interface ResourceHandler {
    /** Pulumi token, as in `aws:ec2/vpc:Vpc`. */
    readonly type: string;
    create(inputs: Properties, context: HandlerContext): Promise<{ id: string; state: Properties }>;
    /** `undefined` when the resource is gone: the engine then plans its re-creation. */
    read(id: string, state: Properties, context: HandlerContext): Promise<Properties | undefined>;
    /** Absent when every change replaces. */
    update?(id: string, oldState: Properties, inputs: Properties, context: HandlerContext): Promise<Properties>;
    /** A resource that is gone already counts as deleted. */
    delete(id: string, state: Properties, context: HandlerContext): Promise<void>;
    /** Input that carries the physical name and its longest length; filled from the logical name when it is left out. */
    readonly autoname?: { property: string; maxLength: number; lowercase?: boolean; prefix?: string };
    /** Inputs whose change replaces although the CloudFormation schema lacks or misnames them; each with its reason in a comment. */
    readonly replaceOn?: readonly string[];
    /** Inputs whose change does not replace in the official provider although CloudFormation says so; with the reason. */
    readonly updatable?: readonly string[];
    /** Defaults of the official provider that it records in the state when the program says nothing. */
    readonly defaults?: Properties;
    /** Outputs known at preview (official provider: none of them); used for nothing but stable plans. */
    readonly secretOutputs?: readonly string[];
    /** Inputs the handler does not know how to set, with what to use instead: refused rather than ignored. */
    readonly unmodelled?: Readonly<Record<string, string>>;
    /** Outputs that every update gives a new value (version numbers): not known while one is previewed. */
    readonly changedByUpdate?: readonly string[];
}

/** Shape of the generated schemas: one JSON file for each module of `@pulumi/aws`, compact and loaded on first use. */

/** `asset` is a Pulumi asset or archive; `any` is what the SDK leaves open. */
export type Primitive = "string" | "number" | "boolean" | "any" | "asset";

export type TypeSchema =
    | Primitive
    | { array: TypeSchema }
    | { map: TypeSchema }
    /** Key into {@link ModuleSchema.types}. */
    | { object: string }
    /** `open`: the SDK suggests the values but takes any string. */
    | { values: (string | number)[]; open?: true }
    | { anyOf: TypeSchema[] };

export interface PropertySchema {
    type: TypeSchema;
    /** Of an input: must be given. Of an output: always has a value. */
    required?: true;
}

export type Members = Record<string, PropertySchema>;

/** What CloudFormation says about the value of one property. */
export interface Constraint {
    values?: (string | number)[];
    pattern?: string;
    minLength?: number;
    maxLength?: number;
    minimum?: number;
    maximum?: number;
    minItems?: number;
    maxItems?: number;
}

export interface ResourceSchema {
    inputs: Members;
    outputs: Members;
    /** The SDK's notice, when the type is deprecated. */
    deprecated?: string;
    cloudFormationType?: string;
    /** Paths of inputs whose change replaces the resource; `*` stands for any index. */
    createOnly?: string[];
    /** By path; `*` stands for any index. */
    constraints?: Record<string, Constraint>;
}

export interface FunctionSchema {
    inputs: Members;
    outputs: Members;
}

export interface ModuleSchema {
    resources: Record<string, ResourceSchema>;
    functions: Record<string, FunctionSchema>;
    types: Record<string, Members>;
}

export interface SchemaIndex {
    packageVersion: string;
    /** Number of resource types by module. */
    modules: Record<string, number>;
    /** Old type token to the one in use. */
    aliases: Record<string, string>;
    /** Members of the provider's own configuration. */
    provider: Members;
    providerTypes: Record<string, Members>;
}

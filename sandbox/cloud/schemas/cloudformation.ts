import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cloudFormationTypes } from "./cloudformation-types";
import { moduleOf } from "./declarations";
import type { Constraint, Members, ModuleSchema, ResourceSchema, TypeSchema } from "./schema";

/** The part of a CloudFormation resource schema that is read; it is JSON Schema with AWS's additions. */
interface CfnSchema {
    $ref?: string;
    type?: string | string[];
    properties?: Record<string, CfnSchema>;
    definitions?: Record<string, CfnSchema>;
    items?: CfnSchema;
    enum?: unknown[];
    pattern?: string;
    minLength?: number;
    maxLength?: number;
    minimum?: number;
    maximum?: number;
    minItems?: number;
    maxItems?: number;
    createOnlyProperties?: string[];
    readOnlyProperties?: string[];
}

/** Nested types that contain themselves (WAF statements) are followed this far; the SDK's own nesting ends sooner elsewhere. */
const DEEPEST_PATH = 6;

/** The CloudFormation resource schemas that cfn-lint carries, of the region with the most complete set. */
export class CloudFormationSchemas {
    private readonly folder: string;
    private readonly files: Record<string, string>;
    private readonly byLowerCase: Map<string, string>;

    constructor(python: string) {
        const locate = "import cfnlint, os; print(os.path.dirname(cfnlint.__file__))";
        const packageFolder = execFileSync(python, ["-c", locate], { encoding: "utf8" }).trim();
        this.folder = join(packageFolder, "data/schemas");
        const region = readFileSync(join(this.folder, "providers/us-east-1.json"), "utf8");
        this.files = JSON.parse(region) as Record<string, string>;
        this.byLowerCase = new Map(Object.keys(this.files).map((type) => [type.toLowerCase(), type]));
    }

    /** Adds create-only properties and value constraints to every resource that has a CloudFormation counterpart. */
    constrain(module: ModuleSchema): void {
        for (const [token, resource] of Object.entries(module.resources)) {
            const type = this.typeOf(token);
            if (type === undefined) continue;
            resource.cloudFormationType = type;
            new Comparison(this.read(type), module.types, cloudFormationTypes[token]?.properties ?? {}).apply(resource);
        }
    }

    private typeOf(token: string): string | undefined {
        const mapped = cloudFormationTypes[token]?.type;
        if (mapped !== undefined && !this.files[mapped]) {
            throw new Error(`cloudformation-types.ts maps ${token} to ${mapped}, which cfn-lint does not know`);
        }
        const className = token.slice(token.lastIndexOf(":") + 1);
        return mapped ?? this.byLowerCase.get(`aws::${moduleOf(token)}::${className}`.toLowerCase());
    }

    private read(type: string): CfnSchema {
        return JSON.parse(
            readFileSync(join(this.folder, "resources", `${this.files[type]}.json`), "utf8"),
        ) as CfnSchema;
    }
}

/** Walks a Pulumi type and its CloudFormation counterpart side by side. */
class Comparison {
    private readonly createOnly = new Set<string>();
    private readonly constraints: Record<string, Constraint> = {};
    private readonly createOnlyPointers: Set<string>;

    constructor(
        private readonly schema: CfnSchema,
        private readonly types: Record<string, Members>,
        private readonly names: Record<string, string | null>,
    ) {
        this.createOnlyPointers = new Set(schema.createOnlyProperties);
    }

    apply(resource: ResourceSchema): void {
        this.members(resource.inputs, this.schema.properties ?? {}, "", "/properties", 1);
        if (this.createOnly.size > 0) resource.createOnly = [...this.createOnly];
        if (Object.keys(this.constraints).length > 0) resource.constraints = this.constraints;
    }

    private members(
        members: Members,
        properties: Record<string, CfnSchema>,
        path: string,
        pointer: string,
        depth: number,
    ) {
        const candidates = new Map(Object.keys(properties).map((name) => [simplified(name), name]));
        for (const [name, { type }] of Object.entries(members)) {
            const override = depth === 1 ? this.names[name] : undefined;
            if (override === null) continue;
            const counterpart = override ?? candidates.get(simplified(name));
            const schema = counterpart === undefined ? undefined : properties[counterpart];
            if (!schema) {
                if (override !== undefined)
                    throw new Error(`cloudformation-types.ts names ${override}, which is not there`);
                continue;
            }
            const propertyPath = path === "" ? name : `${path}.${name}`;
            const propertyPointer = `${pointer}/${counterpart}`;
            if (this.createOnlyPointers.has(propertyPointer)) this.createOnly.add(propertyPath);
            this.property(type, schema, propertyPath, propertyPointer, depth);
        }
    }

    private property(type: TypeSchema, schema: CfnSchema, path: string, pointer: string, depth: number): void {
        const resolved = this.resolve(schema);
        const constraint = constraintOf(resolved);
        if (constraint) this.constraints[path] = constraint;
        if (typeof type !== "object" || depth >= DEEPEST_PATH) return;
        if ("array" in type && resolved.items) {
            this.property(type.array, resolved.items, `${path}.*`, `${pointer}/*`, depth + 1);
        } else if ("object" in type) {
            const members = this.types[type.object];
            if (members && resolved.properties) this.members(members, resolved.properties, path, pointer, depth + 1);
        }
    }

    private resolve(schema: CfnSchema): CfnSchema {
        const definition = /^#\/definitions\/(.+)$/.exec(schema.$ref ?? "")?.[1];
        if (definition === undefined) return schema;
        const target = this.schema.definitions?.[definition];
        return target ? this.resolve(target) : {};
    }
}

function simplified(name: string): string {
    return name.toLowerCase().replace(/s$/, "");
}

function constraintOf(schema: CfnSchema): Constraint | undefined {
    const constraint: Constraint = {};
    const values = schema.enum?.filter((value) => typeof value === "string" || typeof value === "number");
    if (values && values.length > 0) constraint.values = values;
    if (schema.pattern !== undefined && isJavaScriptPattern(schema.pattern)) constraint.pattern = schema.pattern;
    for (const key of ["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"] as const) {
        const limit = schema[key];
        if (limit !== undefined) constraint[key] = limit;
    }
    return Object.keys(constraint).length > 0 ? constraint : undefined;
}

/** A few patterns are in another dialect (possessive quantifiers, inline flags); those are left out rather than misread. */
function isJavaScriptPattern(pattern: string): boolean {
    try {
        return new RegExp(pattern, "u").source.length > 0;
    } catch (error) {
        if (error instanceof SyntaxError) return false;
        throw error;
    }
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { closest, distance } from "fastest-levenshtein";
import type { FunctionSchema, Members, ModuleSchema, ResourceSchema, SchemaIndex } from "./schema";

/** A resource's schema with the nested types of its module. */
export interface LocatedSchema<Schema> {
    schema: Schema;
    types: Record<string, Members>;
}

/** The generated schemas, each module read when the first of its types is met: a program uses a dozen of more than two hundred. */
export class Schemas {
    private readonly modules = new Map<string, ModuleSchema>();
    private readonly parsedIndex: SchemaIndex;

    /** @throws when the folder does not hold generated schemas. */
    constructor(private readonly folder: string) {
        const index = join(folder, "catalogue.json");
        if (!existsSync(index)) {
            throw new Error(`no AWS schemas in ${folder}; generate them with sandbox/cloud/schemas/generate.ts`);
        }
        this.parsedIndex = JSON.parse(readFileSync(index, "utf8")) as SchemaIndex;
    }

    get index(): SchemaIndex {
        return this.parsedIndex;
    }

    /** Number of resource types that `@pulumi/aws` declares. */
    get declaredTypes(): number {
        return Object.values(this.index.modules).reduce((sum, count) => sum + count, 0);
    }

    resource(token: string): LocatedSchema<ResourceSchema> | undefined {
        const module = this.module(token);
        const schema = module?.resources[token];
        return module && schema && { schema, types: module.types };
    }

    function(token: string): LocatedSchema<FunctionSchema> | undefined {
        const module = this.module(token);
        const schema = module?.functions[token];
        return module && schema && { schema, types: module.types };
    }

    /** Why a token is not a resource type, with what to write instead where that can be said. */
    explainUnknown(token: string): string {
        const renamed = this.index.aliases[token];
        if (renamed !== undefined) return `${token} is the former name of ${renamed}: use that one`;
        const known = Object.keys(this.module(token)?.resources ?? {});
        const nearest = known.length > 0 ? closest(token, known) : undefined;
        const hint = nearest !== undefined && distance(token, nearest) <= 8 ? ` (nearest: ${nearest})` : "";
        return `${token} is not an AWS resource of @pulumi/aws ${this.index.packageVersion}${hint}`;
    }

    private module(token: string): ModuleSchema | undefined {
        const name = token.split(":")[1]?.split("/")[0] ?? "";
        const loaded = this.modules.get(name);
        if (loaded) return loaded;
        const file = join(this.folder, `${name}.json`);
        // A token comes from the program: it names a file only when it looks like a module and there is one.
        if (!/^[a-z0-9]+$/.test(name) || !existsSync(file)) return undefined;
        const module = JSON.parse(readFileSync(file, "utf8")) as ModuleSchema;
        this.modules.set(name, module);
        return module;
    }
}

import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import ts from "typescript";
import type { Members, ModuleSchema, SchemaIndex } from "./schema";
import { readMembers, type TypeNames } from "./type-reader";

export interface Declarations {
    modules: Record<string, ModuleSchema>;
    index: SchemaIndex;
}

/** Reads every resource and function of the installed `@pulumi/aws` from its TypeScript declarations. */
export function readDeclarations(packageFolder: string): Declarations {
    const nested = new NestedTypes(packageFolder);
    const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string };
    const index: SchemaIndex = { packageVersion: version, modules: {}, aliases: {}, provider: {}, providerTypes: {} };
    const modules: Record<string, ModuleSchema> = {};
    for (const file of declarationFiles(packageFolder)) {
        const script = readFileSync(file.replace(/\.d\.ts$/, ".js"), "utf8");
        const token = /__pulumiType = ["']([^"']+)["']/.exec(script)?.[1];
        const functionToken = /runtime\.invoke\("([^"]+)"/.exec(script)?.[1];
        const found = token ?? functionToken;
        if (found === undefined) continue;
        const source = parse(file);
        if (found === "aws") {
            index.provider = nested.membersOf(source, "ProviderArgs", index.providerTypes);
            continue;
        }
        const module = (modules[moduleOf(found)] ??= { resources: {}, functions: {}, types: {} });
        if (token !== undefined) addResource(token, source, script, module, nested, index);
        else addFunction(found, source, module, nested);
    }
    return { modules, index };
}

/** `aws:ec2/vpc:Vpc` is in module `ec2`, `aws:index/getRegion:getRegion` in `index`. */
export function moduleOf(token: string): string {
    return token.split(":")[1]?.split("/")[0] ?? "";
}

function addResource(
    token: string,
    source: ts.SourceFile,
    script: string,
    module: ModuleSchema,
    nested: NestedTypes,
    index: SchemaIndex,
): void {
    const className = token.slice(token.lastIndexOf(":") + 1);
    const deprecated = /pulumi\.log\.warn\("\w+ is deprecated: (.*)"\)/.exec(script)?.[1];
    module.resources[token] = {
        inputs: nested.membersOf(source, `${className}Args`, module.types),
        outputs: nested.membersOf(source, className, module.types),
        ...(deprecated !== undefined && { deprecated }),
    };
    for (const alias of script.matchAll(/\{ type: "(aws:[^"]+)" \}/g)) {
        if (alias[1] !== undefined) index.aliases[alias[1]] = token;
    }
    index.modules[moduleOf(token)] = (index.modules[moduleOf(token)] ?? 0) + 1;
}

function addFunction(token: string, source: ts.SourceFile, module: ModuleSchema, nested: NestedTypes): void {
    const name = token.slice(token.lastIndexOf(":") + 1);
    const typeName = name.charAt(0).toUpperCase() + name.slice(1);
    module.functions[token] = {
        inputs: nested.membersOf(source, `${typeName}Args`, module.types),
        outputs: nested.membersOf(source, `${typeName}Result`, module.types),
    };
}

function declarationFiles(folder: string): string[] {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".d.ts") && !file.startsWith("types/"))
        .filter((file) => basename(file) !== "index.d.ts" && !file.startsWith("node_modules/"))
        .map((file) => join(folder, file))
        .sort();
}

function parse(file: string): ts.SourceFile {
    return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

/** The SDK's nested object types (`types/input.d.ts`, `types/output.d.ts`) and enums, translated when first referred to. */
class NestedTypes {
    private readonly interfaces = new Map<string, ts.InterfaceDeclaration>();
    private readonly enums = new Map<string, (string | number)[]>();

    constructor(packageFolder: string) {
        this.collectInterfaces("in:", parse(join(packageFolder, "types/input.d.ts")), "");
        this.collectInterfaces("out:", parse(join(packageFolder, "types/output.d.ts")), "");
        const enumFolder = join(packageFolder, "types/enums");
        for (const file of readdirSync(enumFolder, { recursive: true, encoding: "utf8" })) {
            if (!file.endsWith(".d.ts")) continue;
            const path = join(enumFolder, file);
            const module = relative(enumFolder, dirname(path)).replaceAll("/", ".");
            this.collectEnums(module === "" ? "" : `${module}.`, parse(path));
        }
    }

    /** Members of an interface or class of `source`; the nested types they refer to, however deep, are put into `types`. */
    membersOf(source: ts.SourceFile, name: string, types: Record<string, Members>): Members {
        const declaration = source.statements.find(
            (node): node is ts.InterfaceDeclaration | ts.ClassDeclaration =>
                (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) && node.name?.text === name,
        );
        return declaration ? readMembers(declaration, this.namesInto(types)) : {};
    }

    private namesInto(types: Record<string, Members>): TypeNames {
        const names: TypeNames = {
            enumValues: (name) => this.enums.get(name) ?? this.enums.get(name.replace(/^aws\./, "")),
            objectSeen: (key) => {
                if (types[key]) return;
                const declaration = this.interfaces.get(key);
                if (!declaration)
                    throw new Error(`@pulumi/aws refers to the nested type ${key}, which it does not declare`);
                types[key] = {}; // Before the members are read: some types, as WAF statements, contain themselves.
                types[key] = readMembers(declaration, names);
            },
        };
        return names;
    }

    private collectInterfaces(direction: string, parent: ts.SourceFile | ts.ModuleBlock, prefix: string): void {
        for (const node of parent.statements) {
            if (ts.isInterfaceDeclaration(node)) this.interfaces.set(`${direction}${prefix}${node.name.text}`, node);
            if (ts.isModuleDeclaration(node) && node.body && ts.isModuleBlock(node.body)) {
                this.collectInterfaces(direction, node.body, `${prefix}${node.name.text}.`);
            }
        }
    }

    private collectEnums(prefix: string, source: ts.SourceFile): void {
        for (const statement of source.statements) {
            if (!ts.isVariableStatement(statement)) continue;
            for (const { name, type } of statement.declarationList.declarations) {
                if (!type || !ts.isTypeLiteralNode(type)) continue;
                const values = type.members.flatMap((member) =>
                    ts.isPropertySignature(member) && member.type && ts.isLiteralTypeNode(member.type)
                        ? [literalValue(member.type.literal)]
                        : [],
                );
                this.enums.set(`${prefix}${name.getText()}`, values);
            }
        }
    }
}

function literalValue(literal: ts.LiteralTypeNode["literal"]): string | number {
    if (ts.isStringLiteral(literal)) return literal.text;
    if (ts.isNumericLiteral(literal)) return Number(literal.text);
    throw new Error(`an enum value of @pulumi/aws is neither text nor number: ${literal.getText()}`);
}

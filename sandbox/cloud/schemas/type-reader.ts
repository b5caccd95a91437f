import ts from "typescript";
import type { Members, PropertySchema, TypeSchema } from "./schema";

/** Where a type is written decides what its `inputs.`, `outputs.` and `enums.` names mean. */
export interface TypeNames {
    /** Values of an enum by qualified name, as in `ec2.Tenancy`. */
    enumValues(name: string): (string | number)[] | undefined;
    /** Called for every nested object type met, so that it ends up in the module's file. */
    objectSeen(key: string): void;
}

const wrappers = new Set(["pulumi.Input", "pulumi.Output", "Promise", "Array", "ReadonlyArray", "pulumi.Unwrap"]);

/** Translates one TypeScript type node of the SDK's declarations; syntax alone, which is what makes generation quick. */
export function readType(node: ts.TypeNode, names: TypeNames): TypeSchema {
    if (ts.isParenthesizedTypeNode(node)) return readType(node.type, names);
    if (ts.isTypeOperatorNode(node)) return readType(node.type, names);
    if (ts.isArrayTypeNode(node)) return { array: readType(node.elementType, names) };
    if (ts.isUnionTypeNode(node)) return readUnion(node, names);
    if (ts.isTypeLiteralNode(node)) return readLiteralObject(node, names);
    if (ts.isTypeReferenceNode(node)) return readReference(node, names);
    if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) return { values: [node.literal.text] };
    switch (node.kind) {
        case ts.SyntaxKind.StringKeyword:
            return "string";
        case ts.SyntaxKind.NumberKeyword:
            return "number";
        case ts.SyntaxKind.BooleanKeyword:
            return "boolean";
        default:
            return "any";
    }
}

function readUnion(node: ts.UnionTypeNode, names: TypeNames): TypeSchema {
    const members = node.types.filter((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword);
    const schemas = members.map((type) => readType(type, names)).filter((schema) => schema !== "any");
    const distinct = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
    if (distinct.length === 0) return "any";
    if (distinct.length === 1 && distinct[0] !== undefined) return distinct[0];
    // `string | enums.X`: the enum is a suggestion.
    if (distinct.includes("string")) {
        const suggestion = distinct.find((schema) => typeof schema === "object" && "values" in schema);
        if (distinct.length === 2 && typeof suggestion === "object" && "values" in suggestion) {
            return { values: suggestion.values, open: true };
        }
    }
    if (distinct.every((schema) => typeof schema === "object" && "values" in schema)) {
        return { values: distinct.flatMap((schema) => (schema as { values: string[] }).values) };
    }
    return { anyOf: distinct };
}

function readLiteralObject(node: ts.TypeLiteralNode, names: TypeNames): TypeSchema {
    const index = node.members.find(ts.isIndexSignatureDeclaration);
    return index ? { map: readType(index.type, names) } : "any";
}

function readReference(node: ts.TypeReferenceNode, names: TypeNames): TypeSchema {
    const name = node.typeName.getText();
    const argument = node.typeArguments?.[0];
    if (wrappers.has(name) && argument) {
        const inner = readType(argument, names);
        return name.endsWith("Array") ? { array: inner } : inner;
    }
    if (name.startsWith("pulumi.asset.")) return "asset";
    if (name === "pulumi.ID" || name === "ARN") return "string";
    if (name === "Record") return { map: "any" };
    // The SDK's types of principals are alternatives, yet documents mix them: what is inside is IAM's to judge.
    if (/^inputs\.\w+\.PolicyDocument$/.test(name)) return { map: "any" };
    if (name.startsWith("inputs.") || name.startsWith("outputs.")) {
        const key = name.replace(/^(in|out)puts\./, "$1:");
        names.objectSeen(key);
        return { object: key };
    }
    // Resource classes, accepted by the SDK in place of their name or ARN, fall through: a string by the time they arrive.
    const values = names.enumValues(name.replace(/^enums\./, ""));
    return values ? { values } : "any";
}

/** Members of an interface or class; static members, methods and constructors are none of the resource's. */
export function readMembers(node: ts.InterfaceDeclaration | ts.ClassDeclaration, names: TypeNames): Members {
    const members: Members = {};
    for (const member of node.members) {
        if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) continue;
        if (
            ts.canHaveModifiers(member) &&
            ts.getModifiers(member)?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword)
        ) {
            continue;
        }
        if (!member.type) continue;
        const property: PropertySchema = { type: readType(member.type, names) };
        if (!member.questionToken && !admitsUndefined(member.type)) property.required = true;
        members[member.name.getText()] = property;
    }
    return members;
}

/** `Output<string | undefined>`: undefined may also stand one wrapper deep. */
function admitsUndefined(node: ts.TypeNode): boolean {
    if (ts.isUnionTypeNode(node)) return node.types.some((type) => type.kind === ts.SyntaxKind.UndefinedKeyword);
    if (ts.isTypeReferenceNode(node) && wrappers.has(node.typeName.getText())) {
        const argument = node.typeArguments?.[0];
        return argument ? admitsUndefined(argument) : false;
    }
    return false;
}

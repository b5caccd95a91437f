import { isWorld } from "./addresses";
import { field, fromAnyResource, known, objectField } from "./known";
import type { Origins } from "./known";

/** One statement of an IAM policy document, with every element in its list form. */
export interface Statement {
    /** Anything but a plain `Deny` counts as an allowance. */
    readonly allows: boolean;
    readonly actions: readonly string[];
    readonly notActions: readonly string[];
    readonly resources: readonly string[];
    readonly notResources: readonly string[];
    /** Whether the principal is anyone at all, in any of the forms that IAM knows. */
    readonly everyone: boolean;
    readonly conditions: readonly Condition[];
}

/** `{ Operator: { key: values } }`, one by one. Keys are lower case, as IAM ignores their case. */
export interface Condition {
    readonly operator: string;
    readonly key: string;
    readonly values: readonly string[];
}

/** A document that is no policy document: whatever it allows, nobody can judge it. */
export class UnreadableDocument extends Error {}

/**
 * The statements of a policy document, given as text or as an object, to be read one by one.
 *
 * @throws UnreadableDocument if it is neither.
 */
export function statementsOf(document: unknown): readonly (() => Statement)[] {
    let parsed = document;
    if (typeof document === "string") {
        try {
            parsed = JSON.parse(document);
        } catch (error) {
            throw new UnreadableDocument(`is not JSON (${error instanceof Error ? error.message : String(error)})`);
        }
    }
    if (typeof parsed !== "object" || parsed === null) {
        throw new UnreadableDocument("is no policy document");
    }
    const statement = field(parsed, "Statement");
    const statements: unknown[] = Array.isArray(statement) ? (statement as unknown[]) : [statement];
    return Array.from({ length: statements.length }, (_, index) => () => {
        const item = known(statements, index);
        if (typeof item !== "object" || item === null) {
            throw new UnreadableDocument("has a Statement that is no object");
        }
        return statementOf(item);
    });
}

function statementOf(statement: object): Statement {
    return {
        allows: field(statement, "Effect") !== "Deny",
        actions: strings(statement, "Action", []),
        notActions: strings(statement, "NotAction", []),
        resources: strings(statement, "Resource", fromAnyResource),
        notResources: strings(statement, "NotResource", fromAnyResource),
        everyone: isEveryone(statement),
        conditions: conditionsOf(statement),
    };
}

/** A field that IAM takes as one text or as a list of them. */
function strings(value: object, key: string, origins: Origins): string[] {
    const found = field(value, key, origins);
    if (found === undefined) {
        return [];
    }
    if (!Array.isArray(found)) {
        return [text(found)];
    }
    const items = found as unknown[];
    return Array.from({ length: items.length }, (_, index) => text(known(items, index, origins)));
}

function text(value: unknown): string {
    if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") {
        return String(value);
    }
    throw new UnreadableDocument("has an element that is no text");
}

function isEveryone(statement: object): boolean {
    if (field(statement, "NotPrincipal") !== undefined) {
        // All but a few is everyone.
        return true;
    }
    const principal = field(statement, "Principal", fromAnyResource);
    if (principal === undefined) {
        return false;
    }
    if (typeof principal !== "object" || principal === null) {
        return principal === "*";
    }
    return Object.keys(principal).some((kind) =>
        strings(principal, kind, fromAnyResource).some((who) => who === "*" || /^arn:[^:]*:(iam|sts)::\*/.test(who)),
    );
}

function conditionsOf(statement: object): Condition[] {
    const condition = objectField(statement, "Condition");
    if (!condition) {
        return [];
    }
    return Object.keys(condition).flatMap((operator) => {
        const keys = objectField(condition, operator);
        return Object.keys(keys ?? {}).map((key) => ({
            operator,
            key: key.toLowerCase(),
            values: strings(keys ?? {}, key, fromAnyResource),
        }));
    });
}

/** Whether an action pattern covers every action of every service. */
export function isEveryAction(action: string): boolean {
    return action.includes("*") && /^[*?:]+$/.test(action);
}

/** Whether a resource pattern covers every resource of every service. */
export function isEveryResource(resource: string): boolean {
    return /^[*?]*\*[*?]*$/.test(resource) || /^arn:(aws[a-z-]*|[*?]+)(:[*?]*)*$/.test(resource);
}

/** Whether a statement allows every action on every resource, said directly or by exception. */
export function allowsEverything(statement: Statement): boolean {
    const everyAction = statement.actions.some(isEveryAction) || statement.notActions.length > 0;
    const everyResource = statement.resources.some(isEveryResource) || statement.notResources.length > 0;
    return statement.allows && everyAction && everyResource;
}

/** Condition keys that pin down who asks: an account, an organization, a network or one resource. */
const identifyingKeys = new Set(
    [
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalOrgID",
        "aws:PrincipalOrgPaths",
        "aws:SourceAccount",
        "aws:SourceArn",
        "aws:SourceOrgID",
        "aws:SourceOwner",
        "aws:SourceVpc",
        "aws:SourceVpce",
        "aws:userid",
        "kms:CallerAccount",
    ].map((key) => key.toLowerCase()),
);

/** Operators that hold only if the key is there; `...IfExists` and `ForAllValues:` hold without it. */
const positive = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/;

/** Whether the conditions of a statement leave only callers that can be named. */
export function isNarrowed(statement: Statement): boolean {
    return statement.conditions.some(({ operator, key, values }) => {
        if (operator === "IpAddress" && key === "aws:sourceip") {
            return values.length > 0 && !values.some(isWorld);
        }
        const named = values.length > 0 && values.every((value) => !isEveryResource(value));
        return positive.test(operator) && identifyingKeys.has(key) && named;
    });
}

import type { Invoke } from ".";

interface Statement {
    sid?: string;
    effect?: string;
    actions?: string[];
    notActions?: string[];
    resources?: string[];
    notResources?: string[];
    principals?: Principal[];
    notPrincipals?: Principal[];
    conditions?: { test: string; variable: string; values: string[] }[];
}

interface Principal {
    type: string;
    identifiers: string[];
}

/** Merging documents has rules of its own (by `sid`, later ones win), which nothing in the sandbox has needed. */
const unsupported = ["sourceJson", "overrideJson", "sourcePolicyDocuments", "overridePolicyDocuments"];

/** `aws.iam.getPolicyDocument`: computed from its arguments alone, no API is asked. */
export const policyDocument: Invoke = (args) => {
    const asked = unsupported.find((name) => args[name] !== undefined);
    if (asked !== undefined) throw new Error(`aws.iam.getPolicyDocument: ${asked} is not modelled in the sandbox`);
    const document = {
        Version: args.version ?? "2012-10-17",
        ...(args.policyId !== undefined && { Id: args.policyId }),
        Statement: ((args.statements ?? []) as Statement[]).map(render),
    };
    const minifiedJson = JSON.stringify(document);
    return Promise.resolve({ id: minifiedJson, json: JSON.stringify(document, undefined, 2), minifiedJson });
};

function render(statement: Statement): Record<string, unknown> {
    const rendered: Record<string, unknown> = {
        Sid: statement.sid,
        Effect: statement.effect ?? "Allow",
        Principal: principals(statement.principals),
        NotPrincipal: principals(statement.notPrincipals),
        Action: oneOrMany(statement.actions),
        NotAction: oneOrMany(statement.notActions),
        Resource: oneOrMany(statement.resources),
        NotResource: oneOrMany(statement.notResources),
        Condition: conditions(statement.conditions),
    };
    return Object.fromEntries(Object.entries(rendered).filter(([, value]) => value !== undefined));
}

function oneOrMany(values: string[] | undefined): string | string[] | undefined {
    if (values === undefined || values.length === 0) return undefined;
    return values.length === 1 ? values[0] : values;
}

function principals(list: Principal[] | undefined): unknown {
    if (list === undefined || list.length === 0) return undefined;
    if (list.some(({ type, identifiers }) => type === "*" && identifiers.includes("*"))) return "*";
    const types = [...new Set(list.map(({ type }) => type))];
    const identifiersOf = (type: string) => list.filter((one) => one.type === type).flatMap((one) => one.identifiers);
    return Object.fromEntries(types.map((type) => [type, oneOrMany(identifiersOf(type))]));
}

function conditions(list: Statement["conditions"]): unknown {
    if (list === undefined || list.length === 0) return undefined;
    const rendered: Record<string, Record<string, unknown>> = {};
    for (const { test, variable, values } of list) (rendered[test] ??= {})[variable] = oneOrMany(values);
    return rendered;
}

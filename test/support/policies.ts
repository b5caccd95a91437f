import type { Registered } from "./deploy";

/** A statement of an IAM, key or bucket policy, as deployed. */
export interface Statement {
    Sid?: string;
    Effect: "Allow" | "Deny";
    Principal?: "*" | Record<string, string | string[]>;
    Action: string | string[];
    Resource: string | string[];
    Condition?: Record<string, Record<string, string | string[]>>;
}

/** Statements of the policy in a property of a resource. */
export function statements(resource: Registered, property = "policy"): Statement[] {
    return (JSON.parse(String(resource.inputs[property])) as { Statement: Statement[] }).Statement;
}

/** The only statement with an id. @throws Error when there is none. */
export function statement(resource: Registered, sid: string, property = "policy"): Statement {
    const found = statements(resource, property).find(({ Sid }) => Sid === sid);
    if (!found) {
        throw new Error(`${resource.name} has no statement ${sid}`);
    }
    return found;
}

/** Actions that a statement names, whether as one or as a list. */
export function actions({ Action }: Statement): string[] {
    return [Action].flat();
}

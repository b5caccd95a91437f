import { JSONPath } from "jsonpath-plus";
import { condition, type KubernetesObject } from "../objects";

/** One of the things that `pulumi.com/waitFor` asks for. */
export interface Expectation {
    /** As the program wrote it. */
    text: string;
    isMet(object: KubernetesObject): boolean;
}

/**
 * Reads the annotation `pulumi.com/waitFor`: `condition=Ready`, `condition=Ready=False`, `jsonpath={.status.phase}=Running`,
 * `jsonpath={.status.loadBalancer.ingress}` (any value), or a JSON list of these, all of which must hold.
 *
 * @throws when it is none of these.
 */
export function parseWaitFor(annotation: string): Expectation[] {
    if (!annotation.trimStart().startsWith("[")) {
        return [parseOne(annotation)];
    }
    let list: unknown;
    try {
        list = JSON.parse(annotation);
    } catch (error) {
        throw new Error("is not a JSON list", { cause: error });
    }
    if (!Array.isArray(list) || list.length === 0 || !list.every((item) => typeof item === "string")) {
        throw new Error("must be a list of strings");
    }
    return list.map(parseOne);
}

function parseOne(text: string): Expectation {
    const conditionMatch = /^condition=([^=]+)(?:=(.+))?$/.exec(text);
    if (conditionMatch !== null) {
        const [, type = "", wanted = "True"] = conditionMatch;
        return {
            text,
            isMet: (object) => condition(object, type)?.status.toLowerCase() === wanted.toLowerCase(),
        };
    }
    const pathMatch = /^jsonpath='?\{(.+?)\}'?(?:=(.*))?$/.exec(text);
    if (pathMatch !== null) {
        const [, path = "", wanted] = pathMatch;
        return { text, isMet: (object) => matches(object, path, wanted) };
    }
    throw new Error(`must be condition=TYPE[=STATUS] or jsonpath={PATH}[=VALUE], not "${text}"`);
}

function matches(object: KubernetesObject, path: string, wanted: string | undefined): boolean {
    const found: unknown = JSONPath({
        path: `$${path.startsWith(".") || path.startsWith("[") ? "" : "."}${path}`,
        json: object,
        wrap: true,
        eval: "safe",
    });
    const values = Array.isArray(found) ? (found as unknown[]) : [];
    return values.some((value) => (wanted === undefined ? value !== null : asText(value) === wanted));
}

function asText(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}

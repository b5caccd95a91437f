import { autoname } from "../provider/autoname";
import { messageOf } from "../provider/errors";
import { type CheckFailure, type CheckRequest, type CheckResult, type Properties, UNKNOWN } from "../provider/types";
import type { Api } from "./api/server";
import { annotation, ANNOTATIONS } from "./objects";
import { parseWaitFor } from "./awaits/wait-for";
import type { KindToken } from "./tokens";

/** Names of objects are DNS subdomains at most; the seven digits and the hyphen of an autoname leave this much. */
const MAX_NAME_LENGTH = 253;

/** Checks what the provider itself decides (kind, name, namespace, annotations); fields are validated by the API server's dry run. */
export async function checkObject(
    request: CheckRequest,
    token: KindToken,
    api: Api,
    defaultNamespace: string,
): Promise<CheckResult> {
    const { apiVersion, kind } = token;
    const failures: CheckFailure[] = [];
    const inputs: Properties = { ...request.inputs };
    inputs["apiVersion"] ??= apiVersion;
    inputs["kind"] ??= kind;
    for (const [property, expected] of Object.entries({ apiVersion, kind })) {
        if (inputs[property] !== expected) {
            failures.push({ property, reason: `is ${String(inputs[property])}, but the resource is a ${expected}` });
        }
    }
    if (inputs["metadata"] === UNKNOWN) {
        return { inputs, failures };
    }
    if (inputs["metadata"] !== undefined && !isObject(inputs["metadata"])) {
        return { inputs, failures: [...failures, { property: "metadata", reason: "must be an object" }] };
    }
    const metadata: Properties = { ...inputs["metadata"] };
    inputs["metadata"] = metadata;
    failures.push(...checkMetadata(metadata, inputs));
    if (token.isPatch) {
        if (metadata["name"] === undefined) {
            failures.push({ property: "metadata.name", reason: `is required: which ${kind} is to be patched?` });
        }
    } else {
        nameObject(request, metadata);
    }
    await placeObject(metadata, token, api, defaultNamespace, failures);
    return { inputs, failures };
}

function checkMetadata(metadata: Properties, inputs: Properties): CheckFailure[] {
    const failures: CheckFailure[] = [];
    for (const map of ["labels", "annotations"]) {
        const given = metadata[map];
        for (const [key, value] of isObject(given) ? Object.entries(given) : []) {
            if (typeof value !== "string" && value !== UNKNOWN && value !== null) {
                failures.push({ property: `metadata.${map}["${key}"]`, reason: "must be a string" });
            }
        }
    }
    const waitFor = annotation(inputs, ANNOTATIONS.waitFor);
    if (waitFor !== undefined) {
        try {
            parseWaitFor(waitFor);
        } catch (error) {
            const property = `metadata.annotations["${ANNOTATIONS.waitFor}"]`;
            failures.push({ property, reason: messageOf(error) });
        }
    }
    const timeout = annotation(inputs, ANNOTATIONS.timeoutSeconds);
    if (timeout !== undefined && !(Number(timeout) > 0)) {
        const property = `metadata.annotations["${ANNOTATIONS.timeoutSeconds}"]`;
        failures.push({ property, reason: `must be a number of seconds, not "${timeout}"` });
    }
    return failures;
}

/** An object without a name keeps the one it was given before, and is given one when it is new. */
function nameObject({ oldInputs, name, randomSeed }: CheckRequest, metadata: Properties): void {
    if (metadata["name"] !== undefined || metadata["generateName"] !== undefined) {
        return;
    }
    const old = isObject(oldInputs?.["metadata"]) ? oldInputs["metadata"] : {};
    const wasAutonamed = oldInputs !== undefined && annotation(oldInputs, ANNOTATIONS.autonamed) === "true";
    metadata["name"] =
        wasAutonamed && typeof old["name"] === "string"
            ? old["name"]
            : autoname(name, randomSeed, { maxLength: MAX_NAME_LENGTH, lowercase: true });
    if (isObject(metadata["annotations"] ?? {})) {
        metadata["annotations"] = {
            ...(metadata["annotations"] as Properties | undefined),
            [ANNOTATIONS.autonamed]: "true",
        };
    }
}

async function placeObject(
    metadata: Properties,
    { apiVersion, kind }: KindToken,
    api: Api,
    defaultNamespace: string,
    failures: CheckFailure[],
): Promise<void> {
    const namespaced = await api.isNamespaced(apiVersion, kind);
    // A kind that is not served yet may become so when its CustomResourceDefinition is created.
    if (namespaced === true) {
        metadata["namespace"] ??= defaultNamespace;
    } else if (namespaced === false && metadata["namespace"] !== undefined) {
        failures.push({ property: "metadata.namespace", reason: `is set, but a ${kind} lives in no namespace` });
    }
}

function isObject(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { createHash } from "node:crypto";
import type { Properties, ResourceRef } from "../provider/types";
import type { Settings } from "./config";
import type { Members, ResourceSchema, TypeSchema } from "./schemas/schema";

/**
 * Resource types that are not modelled: inputs are checked like everyone's, outputs are made up in the shapes AWS uses, and
 * nothing happens in the emulator. The recorded state is all there is, so reading it gives it back.
 */
export function recordResource(
    resource: ResourceRef,
    schema: ResourceSchema,
    inputs: Properties,
    settings: Settings,
): { id: string; state: Properties } {
    // The URN is unique to the stack and stays the same: so do the made-up values.
    const digest = createHash("sha256").update(resource.urn).digest("hex");
    const id = identifierOf(resource, inputs, digest);
    const facts: Facts = { resource, id, digest, region: regionOf(inputs, settings), settings };
    return { id, state: { ...inputs, ...plausibleOutputs(schema.outputs, inputs, facts) } };
}

interface Facts {
    resource: ResourceRef;
    id: string;
    digest: string;
    region: string;
    settings: Settings;
}

function identifierOf({ name }: ResourceRef, inputs: Properties, digest: string): string {
    return typeof inputs.name === "string" ? inputs.name : `${name}-${digest.slice(0, 12)}`;
}

function regionOf(inputs: Properties, settings: Settings): string {
    return typeof inputs.region === "string" ? inputs.region : settings.region;
}

function plausibleOutputs(outputs: Members, inputs: Properties, facts: Facts): Properties {
    const state: Properties = {};
    for (const [name, { type, required }] of Object.entries(outputs)) {
        if (inputs[name] !== undefined || !required) continue;
        state[name] = plausibleValue(name, type, facts);
    }
    if (outputs.tagsAll) state.tagsAll = inputs.tags ?? {};
    return state;
}

function plausibleValue(name: string, type: TypeSchema, facts: Facts): unknown {
    if (type === "number") return 0;
    if (type === "boolean") return false;
    if (type === "string") return plausibleText(name, facts);
    if (typeof type === "object") {
        if ("array" in type) return [];
        if ("values" in type) return type.values[0];
        if ("anyOf" in type) return plausibleText(name, facts);
        return {};
    }
    return "";
}

/** By what AWS puts under such a name; the first that fits. */
const texts: [RegExp, (facts: Facts) => string][] = [
    [/^region$/, ({ region }) => region],
    [/^(owner|account|awsAccount|ownerAccount)(Id)?$/, ({ settings }) => settings.accountId],
    [/Arn$|^arn$/, arnOf],
    [/^(name|bucket|identifier)$|Name$/, ({ id }) => id],
    [/Url$|^url$/, (facts) => `https://${hostOf(facts)}`],
    [/^(endpoint|address|dnsName|domain)|Endpoint$|Domain(Name)?$/, hostOf],
    [/^(status|state)$|Status$|State$/, () => "ACTIVE"],
    [/(Date|Time|At)$/, () => "1970-01-01T00:00:00Z"],
    [/version/i, () => "1"],
    [/Id$|^id$/, ({ id }) => id],
];

function plausibleText(name: string, facts: Facts): string {
    const match = texts.find(([pattern]) => pattern.test(name));
    return match ? match[1](facts) : "";
}

function arnOf({ resource, id, region, settings }: Facts): string {
    const [, path = "", className = ""] = resource.type.split(":");
    const service = path.split("/")[0] ?? "";
    const kind = className.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
    return `arn:${settings.partition}:${service}:${region}:${settings.accountId}:${kind}/${id}`;
}

function hostOf({ resource, digest, region }: Facts): string {
    const service = resource.type.split(":")[1]?.split("/")[0] ?? "";
    return `${digest.slice(0, 12)}.${service}.${region}.amazonaws.com`;
}

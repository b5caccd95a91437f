import { autoname } from "../provider/autoname";
import { type CheckRequest, type Properties, UNKNOWN } from "../provider/types";
import type { Settings } from "./config";
import type { ResourceHandler } from "./handler";
import type { LocatedSchema } from "./schemas/load";
import type { Members, ResourceSchema, TypeSchema } from "./schemas/schema";
import { mergeDefaultTags } from "./tags";

/** Name under which the official provider, too, records which inputs the program did not give. */
const DEFAULTED = "__defaults";

/** Inputs as the handlers get them: default tags merged, defaults and physical name filled in, documents as JSON text. */
export function completeInputs(
    request: CheckRequest,
    { schema }: LocatedSchema<ResourceSchema>,
    handler: ResourceHandler | undefined,
    settings: Settings,
): Properties {
    const inputs: Properties = {};
    for (const [name, value] of Object.entries(request.inputs)) {
        const type = schema.inputs[name]?.type;
        inputs[name] = type === undefined ? value : documentAsText(value, type);
    }
    if (schema.inputs.tags) {
        const tags = mergeDefaultTags(settings.defaultTags, inputs.tags);
        if (tags !== undefined) inputs.tags = tags;
    }
    const defaulted: string[] = [];
    for (const [name, value] of Object.entries(handler?.defaults ?? {})) {
        if (inputs[name] !== undefined && inputs[name] !== null) continue;
        inputs[name] = value;
        defaulted.push(name);
    }
    const naming = handler ? handler.autoname : recordedName(schema);
    if (naming && !isNamed(inputs, naming.property)) {
        inputs[naming.property] = physicalName(request, naming);
        defaulted.push(naming.property);
    }
    if (defaulted.length > 0) inputs[DEFAULTED] = defaulted;
    return inputs;
}

/** True when the program itself chose the physical name, so that a successor cannot exist beside its predecessor. */
export function hasFixedName(inputs: Properties, handler: ResourceHandler | undefined): boolean {
    const property = handler?.autoname?.property;
    if (property === undefined || inputs[property] === undefined) return false;
    return !(inputs[DEFAULTED] as string[] | undefined)?.includes(property);
}

/** Without the bookkeeping, which is none of the resource's. */
export function plain(inputs: Properties): Properties {
    return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}

/** A name that was made up stays for the life of the resource; one the program gave and took back does not. */
function physicalName(
    { name, oldInputs, randomSeed }: CheckRequest,
    naming: NonNullable<ResourceHandler["autoname"]>,
): unknown {
    const wasDefaulted = (oldInputs?.[DEFAULTED] as string[] | undefined)?.includes(naming.property);
    const old = oldInputs?.[naming.property];
    if (wasDefaulted && old !== undefined) return old;
    const prefix = naming.prefix ?? "";
    return prefix + autoname(name, randomSeed, { ...naming, maxLength: naming.maxLength - prefix.length });
}

/** Some types take a prefix in place of a name; the service then makes the rest up. */
function isNamed(inputs: Properties, property: string): boolean {
    return [property, `${property}Prefix`].some((key) => inputs[key] !== undefined && inputs[key] !== null);
}

/** A recorded type is named when its name may be left out and yet always has a value. */
function recordedName({ inputs, outputs }: ResourceSchema): ResourceHandler["autoname"] {
    const optional = inputs.name?.type === "string" && !inputs.name.required;
    return optional && outputs.name?.required ? { property: "name", maxLength: 64 } : undefined;
}

/** Policy documents may be given as objects where the API wants text. */
function documentAsText(value: unknown, type: TypeSchema): unknown {
    const takesText = typeof type === "object" && "anyOf" in type && type.anyOf.includes("string");
    if (!takesText || typeof value !== "object" || value === null) return value;
    return holdsUnknown(value) ? UNKNOWN : JSON.stringify(value);
}

function holdsUnknown(value: unknown): boolean {
    if (value === UNKNOWN) return true;
    return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}

/** Outputs as far as a preview can know them: what the program gives is known, what AWS computes is not. */
export function previewState(inputs: Properties, outputs: Members, inputMembers: Members): Properties {
    const state = plain(inputs);
    for (const [name, { required }] of Object.entries(outputs)) {
        if (state[name] !== undefined) continue;
        // An optional input that was left out and has no default stays without a value.
        if (!inputMembers[name] || required) state[name] = UNKNOWN;
    }
    if (outputs.tagsAll) state.tagsAll = inputs.tags ?? {};
    return state;
}

import { createHash } from "node:crypto";

import { stringify } from "yaml";

import type { Registered } from "../support/deploy";

const STACK = "pulumi:pulumi:Stack";
const PROVIDERS = "providers";
/** Text longer than this (dashboards, certificate bundles) is shown by its digest; tests of its own look at it. */
const LONGEST_TEXT = 4000;

/** Text of each file of a snapshot, by area: the component, in the stack itself, to which the resources belong. */
export type Snapshot = ReadonlyMap<string, string>;

/**
 * What is deployed, for people to read and compare: sorted, without what mocks invent, secrets masked, policies and manifests
 * as structures instead of as text, one document for each area so that a change shows where it takes effect.
 */
export function snapshotOf(resources: readonly Registered[]): Snapshot {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const areas = new Map<string, Record<string, unknown>>();
    for (const resource of resources.filter(({ type }) => type !== STACK)) {
        const area = areaOf(resource, byUrn);
        const entries = areas.get(area) ?? {};
        const key = `${resource.type} ${resource.name}`;
        if (key in entries) {
            throw new Error(`${key} is there twice in ${area}`);
        }
        entries[key] = entryOf(resource, byUrn);
        areas.set(area, entries);
    }
    return new Map([...areas].map(([area, entries]) => [area, render(entries)]));
}

function render(entries: Record<string, unknown>): string {
    return stringify(entries, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false });
}

function areaOf(resource: Registered, byUrn: ReadonlyMap<string, Registered>): string {
    const owner = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
    if (owner && owner.type !== STACK) {
        return areaOf(owner, byUrn);
    }
    return resource.custom ? PROVIDERS : resource.name;
}

function entryOf(resource: Registered, byUrn: ReadonlyMap<string, Registered>): Record<string, unknown> {
    const { custom, parent, protect, retainOnDelete, deleteBeforeReplace, ignoreChanges } = resource;
    const owner = parent === undefined ? undefined : byUrn.get(parent);
    return {
        ...(owner && owner.type !== STACK && { parent: owner.name }),
        ...(protect && { protect }),
        ...(retainOnDelete && { retainOnDelete }),
        ...(deleteBeforeReplace && { deleteBeforeReplace }),
        ...(ignoreChanges.length > 0 && { ignoreChanges }),
        ...(custom && { inputs: inputsOf(resource) }),
    };
}

function inputsOf({ inputs, secretInputs }: Registered): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(inputs).map(([key, value]) => [key, secretInputs.includes(key) ? "[secret]" : readable(value)]),
    );
}

function readable(value: unknown): unknown {
    if (typeof value === "string") {
        return value.length > LONGEST_TEXT ? digest(value) : parsedIfStructure(value);
    }
    if (Array.isArray(value)) {
        return value.map(readable);
    }
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
    }
    return value;
}

/** A policy document reads better as a structure than as JSON in one line. */
function parsedIfStructure(text: string): unknown {
    if (!/^[[{]/.test(text)) {
        return text;
    }
    try {
        return readable(JSON.parse(text));
    } catch (error) {
        if (error instanceof SyntaxError) {
            return text;
        }
        throw error;
    }
}

function digest(text: string): string {
    return `${text.length} characters, sha256:${createHash("sha256").update(text).digest("hex")}`;
}

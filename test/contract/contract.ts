import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Registered } from "../support/deploy";
import type { ObservedComponent } from "./observation";

/** What everything that is deployed keeps to; each gives the violations in words, none when all is well. */

const STACK = "pulumi:pulumi:Stack";
const PROVIDER = "pulumi:providers:";

/** Outputs are registered by the component itself, all of them. */
export function outputsAreRegistered(components: readonly ObservedComponent[]): string[] {
    return components
        .filter(({ type }) => type !== STACK)
        .flatMap(({ name, type, registered, fields }) => {
            if (registered === undefined) {
                return [`${type} ${name} does not call registerOutputs`];
            }
            const missing = fields.filter((field) => !registered.includes(field));
            return missing.length > 0 ? [`${type} ${name} does not register ${missing.join(", ")}`] : [];
        });
}

/** A resource belongs to a component; only components and providers stand in the stack itself. */
export function parentsAreSet(resources: readonly Registered[]): string[] {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    return resources
        .filter(({ type }) => type !== STACK)
        .filter(({ type, custom, parent }) => {
            const owner = parent === undefined ? undefined : byUrn.get(parent);
            const standsAlone = owner === undefined || owner.type === STACK;
            return standsAlone && custom && !type.startsWith(PROVIDER);
        })
        .map(({ type, name }) => `${type} ${name} has no component as its parent`);
}

/** Names show where a resource belongs, and two components never fight over one. */
export function namesHaveTheParentsPrefix(resources: readonly Registered[]): string[] {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    return resources.flatMap(({ type, name, parent }) => {
        const owner = parent === undefined ? undefined : byUrn.get(parent);
        return owner === undefined || owner.type === STACK || name.startsWith(`${owner.name}-`)
            ? []
            : [`${type} ${name} does not begin with "${owner.name}-"`];
    });
}

/** Resources of packages whose default providers are disabled name one, and one of their own package. */
export function providersAreExplicit(resources: readonly Registered[], packages: readonly string[]): string[] {
    return resources
        .filter(({ type, custom }) => custom && packages.some((name) => type.startsWith(`${name}:`)))
        .flatMap(({ type, name, provider }) => {
            const [packageName] = type.split(":");
            return provider?.includes(`${PROVIDER}${packageName}::`)
                ? []
                : [`${type} ${name} ${provider === undefined ? "names no provider" : `uses ${provider}`}`];
        });
}

/** What AWS can tag says which component it belongs to; the provider adds environment, owner and cost centre. */
export function taggableResourcesAreTagged(resources: readonly Registered[]): string[] {
    return resources
        .filter(({ type }) => isTaggable(type))
        .filter(({ inputs }) => !(inputs["tags"] as Record<string, string> | undefined)?.["component"])
        .map(({ type, name }) => `${type} ${name} has no tag "component"`);
}

const taggable = new Map<string, boolean>();

/** Whether the declarations of the SDK give a resource tags that merge with the provider's. */
function isTaggable(type: string): boolean {
    const [packageName, modulePath] = type.split(":");
    if (packageName !== "aws" || modulePath === undefined) {
        return false;
    }
    const known = taggable.get(type);
    if (known !== undefined) {
        return known;
    }
    const declaration = join("node_modules/@pulumi/aws", `${modulePath}.d.ts`);
    if (!existsSync(declaration)) {
        throw new Error(`${declaration} does not exist; is "${type}" a type of @pulumi/aws?`);
    }
    const answer = /readonly tagsAll:/.test(readFileSync(declaration, "utf8"));
    taggable.set(type, answer);
    return answer;
}

/** What is deployed does not hang on what only the cloud knows: a preview shows the same resources. */
export function nothingIsMadeInsideApply(preview: readonly Registered[], update: readonly Registered[]): string[] {
    const shown = new Set(preview.map(({ urn }) => urn));
    const made = new Set(update.map(({ urn }) => urn));
    return [
        ...update.filter(({ urn }) => !shown.has(urn)).map(({ type, name }) => `${type} ${name} is not in the preview`),
        ...preview
            .filter(({ urn }) => !made.has(urn))
            .map(({ type, name }) => `${type} ${name} is in the preview only`),
    ];
}

import type { PolicyResource } from "@pulumi/policy";
import { known, Unjudgeable } from "./known";
import { tokenOf } from "./rule";

/** One resource of the stack, as the stack checks see it. */
export interface StackResource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** What the program asked for, as judged before; outputs where the resource was not judged (read or untargeted). */
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly outputs: Readonly<Record<string, unknown>>;
    /** The resources that each property was computed from. */
    readonly sources: Readonly<Record<string, readonly PolicyResource[]>>;
}

/** Output properties by which one resource refers to another. */
const identities = ["id", "arn", "bucket", "name"];

/** The resources of a stack and how they refer to each other. */
export class StackView {
    constructor(readonly resources: readonly StackResource[]) {}

    /** Every resource of one of these classes. */
    all(...resources: readonly object[]): StackResource[] {
        const tokens = resources.map(tokenOf);
        return this.resources.filter((resource) => tokens.includes(resource.type));
    }

    /**
     * Whether a property of one resource points at another: through the dependency that the engine recorded, which is
     * there while the value itself is still unknown, or by value.
     */
    refersTo(resource: StackResource, property: string, target: StackResource): boolean {
        if (resource.sources[property]?.some((source) => source.urn === target.urn)) {
            return true;
        }
        const value = knownString(resource.inputs, property);
        return value !== undefined && identities.some((identity) => knownString(target.outputs, identity) === value);
    }
}

/** A string property; `undefined` if it is unset or unknown: a join needs a value, and fails closed without one. */
function knownString(properties: Readonly<Record<string, unknown>>, property: string): string | undefined {
    try {
        const value = known(properties, property);
        return typeof value === "string" ? value : undefined;
    } catch (error) {
        if (error instanceof Unjudgeable) {
            return undefined;
        }
        throw error;
    }
}

import type * as pulumi from "@pulumi/pulumi";
import type { Severity } from "@pulumi/policy";
import { z } from "zod";
import type { Durability } from "../../components/durability";
import type { StackView, StackResource } from "./stack-view";

/**
 * What a rule protects. Enforcement is decided per topic and environment (policies/config), so that a new rule is
 * enforced everywhere it belongs without touching the configuration.
 */
export const topics = [
    "exposure",
    "encryption",
    "identity",
    "isolation",
    "durability",
    "availability",
    "cost",
] as const;
export type Topic = (typeof topics)[number];

/** Reports one problem of the resource under judgement. */
export interface Violation {
    (message: string): void;
    /**
     * Judges each element on its own: an unknown element is a violation by itself and hides nothing that is wrong with
     * the others.
     */
    forEach<T>(items: readonly T[] | undefined, judge: (item: T, index: number) => void): void;
}

/** Reports one problem of the stack; without a resource it is the stack as a whole. */
export type StackViolation = (message: string, resource?: StackResource) => void;

/** What a check may know besides the resource's inputs. */
export interface Context<Options> {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly protect: boolean;
    readonly ignoreChanges: readonly string[];
    /** How hard the environment holds on to what it stores. */
    readonly durability: Durability;
    /** The rule's own configuration in this environment. */
    readonly options: Options;
}

/** Judges the inputs of one resource, before it is created or changed. */
export interface ResourceCheck<Options> {
    readonly kind: "resource";
    applies(type: string): boolean;
    judge(inputs: object, violation: Violation, context: Context<Options>): void;
}

/** Judges how the resources of a stack belong together, at the end of a preview or update. */
export interface StackCheck<Options> {
    readonly kind: "stack";
    judge(stack: StackView, violation: StackViolation, options: Options): void;
}

export type Check<Options> = ResourceCheck<Options> | StackCheck<Options>;

/** What an author writes. */
export interface RuleDefinition<Options> {
    /** Short id of the rule set, e.g. `N1`. */
    readonly id: string;
    /** Name in configuration, exemptions and reports. */
    readonly name: string;
    readonly topic: Topic;
    readonly severity: Severity;
    /** What goes wrong without the rule, in one sentence. */
    readonly why: string;
    /** What to write instead, in one sentence. */
    readonly mend: string;
    /** Ids of the controls that the rule implements, e.g. `EC2.13`, `NIST SC-7`. */
    readonly controls: readonly string[];
    /** Configuration of the rule: a strict object in which every key has a default, the strictest value. */
    readonly options?: z.ZodType<Options>;
    /** A list runs each check on its own: an unknown field stops one check, not the others. */
    readonly check: Check<NoInfer<Options>> | readonly Check<NoInfer<Options>>[];
}

/** A rule as the pack runs it. Its options have been validated before a check sees them. */
export interface Rule extends Omit<RuleDefinition<unknown>, "options" | "check"> {
    readonly options: z.ZodType;
    readonly checks: readonly Check<unknown>[];
}

/** A rule: checks of single resources (`on`, `onPods`, `onContainers`), across the stack (`acrossStack`), or both. */
export function resourceRule<Options = unknown>(definition: RuleDefinition<Options>): Rule {
    const { options, check, ...rest } = definition;
    const checks = Array.isArray(check) ? (check as readonly Check<unknown>[]) : [check as Check<unknown>];
    return { ...rest, options: options ?? z.strictObject({}), checks };
}

/** A resource class of a Pulumi SDK, as a value. */
export type ResourceClass<Args, R = pulumi.Resource> = abstract new (name: string, args: Args, options?: never) => R;

/** The type token of a resource class, e.g. `aws:s3/bucket:Bucket`. */
export function tokenOf(resource: object): string {
    const token: unknown = Reflect.get(resource, "__pulumiType");
    if (typeof token !== "string") {
        throw new TypeError(`${String(Reflect.get(resource, "name"))} carries no Pulumi type`);
    }
    return token;
}

/** A check of every resource of one type, on its inputs. */
export function on<Args, Options>(
    resource: ResourceClass<Args>,
    judge: (inputs: pulumi.Unwrap<NonNullable<Args>>, violation: Violation, context: Context<Options>) => void,
): ResourceCheck<Options> {
    const token = tokenOf(resource);
    return {
        kind: "resource",
        applies: (type) => type === token,
        // The engine hands over the inputs of exactly this type; what they hold is checked field by field.
        judge: (inputs, violation, context) => {
            judge(inputs as pulumi.Unwrap<NonNullable<Args>>, violation, context);
        },
    };
}

/** A check of how resources belong together. */
export function acrossStack<Options>(
    judge: (stack: StackView, violation: StackViolation, options: Options) => void,
): StackCheck<Options> {
    return { kind: "stack", judge };
}

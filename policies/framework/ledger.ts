import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import type { Origins, Unjudgeable } from "./known";
import type { Rule } from "./rule";
import { StackView } from "./stack-view";

/** A field whose judgement waits for the stack stage, where the engine tells what the field was computed from. */
export interface Deferral {
    readonly rule: Rule;
    readonly urn: string;
    readonly path: readonly string[];
    readonly origins: Origins;
    readonly problem: string;
}

/**
 * What happened during one preview or update.
 *
 * The engine asks about each resource's inputs first and about the whole stack at the end. Only inputs tell whether a
 * field was set; only the stack stage tells what it was computed from. The ledger carries the one to the other, and
 * proves at the end which rules ran.
 */
export class Ledger {
    private readonly inputs = new Map<string, Readonly<Record<string, unknown>>>();
    private readonly runs = new Map<string, Set<string>>();
    private readonly stackRuns = new Set<string>();
    private deferred: Deferral[] = [];
    private readonly usedExemptions = new Set<object>();
    private closed = false;

    /** A resource rule starts judging a resource. */
    begin(rule: Rule, resource: ResourceValidationArgs): void {
        if (this.closed) {
            this.reset();
        }
        this.inputs.set(resource.urn, resource.props as Record<string, unknown>);
        const ran = this.runs.get(resource.urn) ?? new Set();
        if (ran.has(rule.name)) {
            // The same rule again: the resource is judged anew, and what was deferred before is stale.
            this.deferred = this.deferred.filter((item) => item.urn !== resource.urn || item.rule !== rule);
        }
        ran.add(rule.name);
        this.runs.set(resource.urn, ran);
    }

    beginStack(rule: Rule): void {
        this.stackRuns.add(rule.name);
    }

    defer(rule: Rule, urn: string, field: Unjudgeable): void {
        this.deferred.push({ rule, urn, path: field.path, origins: field.origins, problem: field.problem });
    }

    use(exemption: object): void {
        this.usedExemptions.add(exemption);
    }

    /** The stack stage is over; the next resource starts a new preview or update. */
    close(): void {
        this.closed = true;
    }

    get deferrals(): readonly Deferral[] {
        return this.deferred;
    }

    get judgedResources(): number {
        return this.inputs.size;
    }

    used(exemption: object): boolean {
        return this.usedExemptions.has(exemption);
    }

    judged(urn: string): boolean {
        return this.inputs.has(urn);
    }

    /** Rules that were skipped for some resource, or that the stack stage did not reach. */
    missing(rules: readonly Rule[]): string[] {
        const skipped = (rule: Rule): boolean => {
            const judgesResources = rule.checks.some((check) => check.kind === "resource");
            const judgesStack = rule.checks.some((check) => check.kind === "stack");
            return (
                (judgesResources && [...this.runs.values()].some((ran) => !ran.has(rule.name))) ||
                (judgesStack && !this.stackRuns.has(rule.name))
            );
        };
        return rules.filter(skipped).map((rule) => rule.name);
    }

    /** The stack as the checks see it: outputs and dependencies from the engine, inputs from the resource stage. */
    view(resources: readonly PolicyResource[]): StackView {
        return new StackView(
            resources.map((resource) => ({
                urn: resource.urn,
                type: resource.type,
                name: resource.name,
                inputs: this.inputs.get(resource.urn) ?? (resource.props as Record<string, unknown>),
                outputs: resource.props as Record<string, unknown>,
                sources: resource.propertyDependencies,
            })),
        );
    }

    private reset(): void {
        this.inputs.clear();
        this.runs.clear();
        this.stackRuns.clear();
        this.usedExemptions.clear();
        this.deferred = [];
        this.closed = false;
    }
}

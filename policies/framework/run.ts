import type {
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationPolicy,
} from "@pulumi/policy";
import { UnknownValueError } from "@pulumi/policy";
import { describe, isExpired } from "./exemptions";
import { pathOf, Unjudgeable } from "./known";
import type { Deferral, Ledger } from "./ledger";
import type { Context, ResourceCheck, Rule, StackCheck, Violation } from "./rule";
import type { Level, Settings } from "./settings";

/** What the rules run with: fixed by the pack, replaced by tests. */
export interface Setting {
    readonly settings: (urn: string) => Settings;
    readonly ledger: Ledger;
    readonly now: () => Date;
}

/** A violation as the policy server takes it; the declarations of @pulumi/policy 1.21 know only the text form. */
interface Diagnostic {
    readonly name: string;
    readonly message: string;
    readonly enforcementLevel: Level;
    readonly severity: Rule["severity"];
    readonly urn?: string;
}

/** Turns rules into policies of the pack. A rule with checks of both kinds is one policy that answers both calls. */
export function policyOf(rule: Rule, setting: Setting): ResourceValidationPolicy | StackValidationPolicy {
    const resourceChecks = rule.checks.filter((check) => check.kind === "resource");
    const stackChecks = rule.checks.filter((check) => check.kind === "stack");
    return {
        name: rule.name,
        displayName: `${rule.id} ${rule.name}`,
        description: rule.why,
        severity: rule.severity,
        remediationSteps: rule.mend,
        tags: [...rule.controls],
        // The level of each violation comes from the environment's configuration; this one holds for anything else.
        enforcementLevel: "mandatory",
        ...(resourceChecks.length > 0 && {
            validateResource: (args: ResourceValidationArgs, report: ReportViolation) => {
                judgeResource(rule, resourceChecks, args, report, setting);
            },
        }),
        ...(stackChecks.length > 0 && {
            validateStack: ({ resources }: { resources: PolicyResource[] }, report: ReportViolation) => {
                judgeStack(rule, stackChecks, resources, report, setting);
            },
        }),
    };
}

function judgeResource(
    rule: Rule,
    checks: readonly ResourceCheck<unknown>[],
    args: ResourceValidationArgs,
    report: ReportViolation,
    setting: Setting,
): void {
    setting.ledger.begin(rule, args);
    const settings = setting.settings(args.urn);
    const context: Context<unknown> = {
        urn: args.urn,
        type: args.type,
        name: args.name,
        protect: args.opts.protect,
        ignoreChanges: args.opts.ignoreChanges,
        durability: settings.durability,
        options: settings.options(rule),
    };
    const guard = (judge: () => void): void => {
        try {
            judge();
        } catch (error) {
            const field =
                error instanceof UnknownValueError
                    ? new Unjudgeable(pathOf(error), [], "is set, but unknown until the update")
                    : error;
            if (!(field instanceof Unjudgeable)) {
                send(report, rule, "mandatory", `the rule itself failed: ${textOf(error)}`, args.urn);
            } else if (field.origins === "any resource" || field.origins.length > 0) {
                setting.ledger.defer(rule, args.urn, field);
            } else {
                violation(field.message);
            }
        }
    };
    const violation: Violation = Object.assign(
        (message: string) => {
            submit(report, rule, message, args.urn, setting);
        },
        {
            forEach: <T>(items: readonly T[] | undefined, judge: (item: T, index: number) => void) => {
                if (items !== undefined && !Array.isArray(items)) {
                    violation("a list was expected, and something else was found");
                    return;
                }
                for (let index = 0; index < (items?.length ?? 0); index++) {
                    guard(() => {
                        // The index read throws for an unknown element, which the guard turns into its violation.
                        judge((items as readonly T[])[index] as T, index);
                    });
                }
            },
        },
    );
    for (const check of checks) {
        if (check.applies(args.type)) {
            guard(() => {
                check.judge(args.props, violation, context);
            });
        }
    }
}

function judgeStack(
    rule: Rule,
    checks: readonly StackCheck<unknown>[],
    resources: readonly PolicyResource[],
    report: ReportViolation,
    setting: Setting,
): void {
    setting.ledger.beginStack(rule);
    const stackUrn = resources[0]?.urn;
    if (stackUrn === undefined) {
        return;
    }
    const stack = setting.ledger.view(resources);
    for (const check of checks) {
        try {
            check.judge(
                stack,
                (message, resource) => {
                    submit(report, rule, message, resource?.urn ?? stackUrn, setting);
                },
                setting.settings(stackUrn).options(rule),
            );
        } catch (error) {
            if (error instanceof Unjudgeable) {
                submit(report, rule, error.message, stackUrn, setting);
            } else {
                send(report, rule, "mandatory", `the rule itself failed: ${textOf(error)}`, stackUrn);
            }
        }
    }
}

/** Judges what waited for the stack stage: a value is allowed only if it was computed by an allowed type of resource. */
export function judgeDeferral(
    deferral: Deferral,
    resources: readonly PolicyResource[],
    report: ReportViolation,
    setting: Setting,
): void {
    const [property = ""] = deferral.path;
    const resource = resources.find((candidate) => candidate.urn === deferral.urn);
    const sources = resource?.propertyDependencies[property] ?? [];
    const allowed = (type: string): boolean => deferral.origins === "any resource" || deferral.origins.includes(type);
    // A property that is the value itself must come from allowed types alone; the dependencies of an object such as a
    // Pod's `spec` are those of all its fields together, so that the allowed one must be among them.
    const explained =
        deferral.path.length === 1
            ? sources.length > 0 && sources.every((source) => allowed(source.type))
            : sources.some((source) => allowed(source.type));
    if (!explained) {
        const expected =
            deferral.origins === "any resource" ? "a resource of this stack" : deferral.origins.join(" or ");
        const found = sources.length > 0 ? sources.map((source) => source.type).join(", ") : "no resource";
        const path = deferral.path.join(".");
        const message = `${path} ${deferral.problem}, and comes from ${found} rather than ${expected}`;
        submit(report, deferral.rule, message, deferral.urn, setting);
    }
}

/** Reports a violation at the environment's level, or as advisory under a valid exemption. */
function submit(report: ReportViolation, rule: Rule, message: string, urn: string, setting: Setting): void {
    const settings = setting.settings(urn);
    const exemption = settings.exemptions.find((candidate) => candidate.rule === rule.name && candidate.urn === urn);
    if (!exemption) {
        send(report, rule, settings.level(rule), message, urn);
        return;
    }
    setting.ledger.use(exemption);
    if (isExpired(exemption, setting.now())) {
        send(report, rule, "mandatory", `${message} (its exemption expired on ${exemption.expires})`, urn);
    } else {
        send(report, rule, "advisory", `${message} (${describe(exemption)})`, urn);
    }
}

/** Sends one violation, in a form that stands alone in a log. */
export function send(
    report: ReportViolation,
    rule: Rule,
    level: Level,
    message: string,
    urn: string | undefined,
): void {
    const explained = `${rule.id} ${message}\nwhy: ${rule.why}\nmend: ${rule.mend}\ncontrols: ${rule.controls.join(", ")}`;
    sendText(report, rule, level, explained, urn);
}

/** Sends a message as it is. */
export function sendText(
    report: ReportViolation,
    rule: Rule,
    level: Level,
    message: string,
    urn: string | undefined,
    severity = rule.severity,
): void {
    const diagnostic: Diagnostic = {
        name: rule.name,
        message,
        enforcementLevel: level,
        severity,
        ...(urn !== undefined && { urn }),
    };
    (report as unknown as (diagnostic: Diagnostic) => void)(diagnostic);
}

function textOf(error: unknown): string {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

import type { PolicyResource, ReportViolation, StackValidationPolicy } from "@pulumi/policy";
import { isExpired } from "./exemptions";
import type { Rule } from "./rule";
import { resourceRule } from "./rule";
import type { Setting } from "./run";
import { judgeDeferral, send, sendText } from "./run";
import { stackOf } from "./settings";

/** The rule about the rules. It stands in no configuration file: nothing exempts from it. */
export const allRulesRan: Rule = resourceRule({
    id: "P1",
    name: "all-rules-ran",
    topic: "exposure",
    severity: "critical",
    why: "A pack that ends early reports no violation of the rules that it did not reach, and looks like one that passed.",
    mend: "Run the pack without a policy configuration that switches rules off, and renew or remove expired exemptions.",
    controls: ["NIST CA-7", "NIST CM-3"],
    check: [],
});

/**
 * The last policy of the pack: settles what waited for the stack stage, checks the exemptions, and says that every rule
 * ran. A gate asserts that its line arrived: `all N rules ran`.
 */
export function allRulesRanPolicy(rules: readonly Rule[], setting: Setting): StackValidationPolicy {
    return {
        name: allRulesRan.name,
        displayName: `${allRulesRan.id} ${allRulesRan.name}`,
        description: allRulesRan.why,
        severity: allRulesRan.severity,
        remediationSteps: allRulesRan.mend,
        tags: [...allRulesRan.controls],
        enforcementLevel: "mandatory",
        validateStack: ({ resources }, report) => {
            try {
                conclude(rules, setting, resources, report);
            } catch (error) {
                const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
                send(report, allRulesRan, "mandatory", `the rule itself failed: ${text}`, undefined);
            } finally {
                setting.ledger.close();
            }
        },
    };
}

function conclude(
    rules: readonly Rule[],
    setting: Setting,
    resources: readonly PolicyResource[],
    report: ReportViolation,
): void {
    const stackUrn = resources[0]?.urn;
    if (stackUrn === undefined) {
        // Nothing is left of the stack (destroy): there is nothing to judge.
        return;
    }
    const { ledger } = setting;
    for (const deferral of ledger.deferrals) {
        judgeDeferral(deferral, resources, report, setting);
    }
    const settings = setting.settings(stackUrn);
    const expired = settings.exemptions.filter((exemption) => isExpired(exemption, setting.now()));
    for (const exemption of expired) {
        const text = `the exemption of ${exemption.urn} from ${exemption.rule} (${exemption.owner}) expired on ${exemption.expires}`;
        send(report, allRulesRan, "mandatory", text, stackUrn);
    }
    const missing = ledger.missing(rules);
    if (missing.length > 0) {
        send(report, allRulesRan, "mandatory", `these rules did not run: ${missing.join(", ")}`, stackUrn);
        return;
    }
    const unused = settings.exemptions.filter((exemption) => !ledger.used(exemption));
    const custom = resources.filter(({ type }) => !type.startsWith("pulumi:"));
    const notJudged = custom.filter(({ urn }) => !ledger.judged(urn));
    const releases = custom.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    const remarks = [
        `all ${String(rules.length)} rules ran on ${String(ledger.judgedResources)} resources of ${stackOf(stackUrn)} (${settings.source})`,
        `${String(ledger.deferrals.length)} value(s) are judged again when they are known, before the resource is created`,
        `${String(settings.exemptions.length)} exemption(s), ${String(unused.length)} of them unused`,
        ...(notJudged.length > 0 ? [`${String(notJudged.length)} resource(s) were only read and not judged`] : []),
        ...(releases.length > 0
            ? [`${String(releases.length)} Helm release(s) hide their objects; Pod Security admission judges those`]
            : []),
    ];
    sendText(report, allRulesRan, "advisory", remarks.join("; "), stackUrn, "low");
}

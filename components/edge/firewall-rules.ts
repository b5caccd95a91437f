import type * as aws from "@pulumi/aws";

export type FirewallMode = "block" | "count";

type Rule = aws.types.input.wafv2.WebAclRule;

interface ManagedGroup {
    name: string;
    /** Rules that are only counted, for reasons given with the group. */
    counted: string[];
}

/**
 * AWS's managed rule groups, cheapest refusals first. A prompt to a coding agent is made of code, markup, SQL and addresses,
 * and may be long: rules that look for these in a body are counted, or they would refuse the product's own use. The same
 * rules still hold for paths, query strings, cookies and headers.
 */
const MANAGED_GROUPS: ManagedGroup[] = [
    { name: "AWSManagedRulesAmazonIpReputationList", counted: [] },
    // People and pipelines that call from other clouds; anonymising proxies stay refused.
    { name: "AWSManagedRulesAnonymousIpList", counted: ["HostingProviderIPList"] },
    { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: [] },
    {
        name: "AWSManagedRulesCommonRuleSet",
        counted: [
            "SizeRestrictions_BODY",
            "CrossSiteScripting_BODY",
            "GenericLFI_BODY",
            "GenericRFI_BODY",
            "EC2MetaDataSSRF_BODY",
        ],
    },
    { name: "AWSManagedRulesSQLiRuleSet", counted: ["SQLi_BODY", "SQLiExtendedPatterns_BODY"] },
];

const RATE_WINDOW_SECONDS = 300;

/** The managed groups, in order, after the rate limit. */
export function managedRules(mode: FirewallMode): Rule[] {
    return MANAGED_GROUPS.map(({ name, counted }, index) => ({
        name,
        priority: index + 1,
        overrideAction: mode === "block" ? { none: {} } : { count: {} },
        statement: {
            managedRuleGroupStatement: {
                vendorName: "AWS",
                name,
                ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
            },
        },
        visibilityConfig: visibility(name),
    }));
}

/** Refuses an address while it sends more than the limit, counted over five minutes. */
export function rateRule(mode: FirewallMode, limit: number): Rule {
    return {
        name: "rate-per-address",
        priority: 0,
        action: mode === "block" ? { block: {} } : { count: {} },
        statement: {
            rateBasedStatement: { limit, aggregateKeyType: "IP", evaluationWindowSec: RATE_WINDOW_SECONDS },
        },
        visibilityConfig: visibility("rate-per-address"),
    };
}

function visibility(metricName: string): Rule["visibilityConfig"] {
    return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}

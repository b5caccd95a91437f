import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { ruleFile, type RuleFile } from "../../components/alerting/rules";
import { inTemporaryDirectory } from "../support/temporary-directory";
import { runTool, type ToolResult } from "../support/tools";

export const RUNBOOKS = "https://runbooks.example/docs/runbooks";

/** A stretch of metrics and the alerts that it must, or must not, raise. */
export interface Scenario {
    alert: string;
    /** What the metrics describe, in words. */
    when: string;
    /** Series in promtool's notation, one sample a minute: `0+60x20` counts sixty a minute for twenty minutes. */
    series: Record<string, string>;
    /** An expression that looks right and is not: the scenario must tell it from the real one. */
    notFooledBy?: string;
    /** At which minute, and which alerts fire then: their labels without `alertname`; an empty list means that none does. */
    expect: { at: string; firing: Expected[] }[];
}

export interface Expected {
    labels: Record<string, string>;
    /** Where given, the texts that the receiver reads. */
    says?: { summary: string; description: string; runbook: string };
}

/** The rules of the platform as `promtool check rules` sees them. */
export function checkRules(rules: RuleFile): ToolResult {
    return inTemporaryDirectory((directory) => {
        const file = join(directory, "rules.yaml");
        writeFileSync(file, stringify(rules));
        return runTool("promtool", ["check", "rules", file]);
    });
}

/** The rules with the expression of one alert replaced. */
export function withExpression(alert: string, expr: string): RuleFile {
    const rules = ruleFile(RUNBOOKS);
    return {
        groups: rules.groups.map((group) => ({
            ...group,
            rules: group.rules.map((rule) => (rule.alert === alert ? { ...rule, expr } : rule)),
        })),
    };
}

/** Plays a scenario through the rules; the output names every expectation that was not met. */
export function play(scenario: Scenario, rules: RuleFile = ruleFile(RUNBOOKS)): ToolResult {
    return inTemporaryDirectory((directory) => {
        writeFileSync(join(directory, "rules.yaml"), stringify(rules));
        const file = join(directory, "scenario.yaml");
        writeFileSync(file, stringify(unitTest(scenario)));
        return runTool("promtool", ["test", "rules", file]);
    });
}

function unitTest({ alert, series, expect }: Scenario): object {
    return {
        rule_files: ["rules.yaml"],
        evaluation_interval: "1m",
        tests: [
            {
                interval: "1m",
                input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
                // What Prometheus itself says is firing: compares the labels without repeating the texts each time.
                promql_expr_test: expect.map(({ at, firing }) => ({
                    expr: `ALERTS{alertname="${alert}",alertstate="firing"}`,
                    eval_time: at,
                    exp_samples: firing.map(({ labels }) => ({ labels: alertsSeries(alert, labels), value: 1 })),
                })),
                alert_rule_test: expect
                    .filter(({ firing }) => firing.some(({ says }) => says !== undefined))
                    .map(({ at, firing }) => ({
                        eval_time: at,
                        alertname: alert,
                        exp_alerts: firing.map(({ labels, says }) => ({
                            exp_labels: labels,
                            exp_annotations: says && {
                                summary: says.summary,
                                description: says.description,
                                runbook_url: `${RUNBOOKS}/${says.runbook}.md`,
                            },
                        })),
                    })),
            },
        ],
    };
}

function alertsSeries(alert: string, labels: Record<string, string>): string {
    const all = { alertname: alert, alertstate: "firing", ...labels };
    return `ALERTS{${Object.entries(all)
        .map(([label, value]) => `${label}="${value}"`)
        .join(",")}}`;
}

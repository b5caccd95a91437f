import { deepEqual, equal, match, ok } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { alerts, ruleFile } from "../../components/alerting/rules";
import { applicationScenarios } from "./application-scenarios";
import { platformScenarios } from "./platform-scenarios";
import { checkRules, play, RUNBOOKS, withExpression } from "./promtool";

const scenarios = [...applicationScenarios, ...platformScenarios];
const rules = ruleFile(RUNBOOKS);

describe("alert rules", () => {
    it("are the six that were asked for, and Prometheus accepts them", () => {
        const { exitCode, output } = checkRules(rules);
        equal(exitCode, 0, output);
        match(output, /6 rules found/);
        deepEqual(alerts.map(({ name, severity, for: waiting }) => [name, severity, waiting]).sort(), [
            ["DiskSpaceRunningLow", "warning", "5m"],
            ["HighCPUUsage", "warning", "5m"],
            ["HighErrorRate", "critical", "2m"],
            ["HighMemoryUsage", "critical", "2m"],
            ["HighResponseTime", "warning", "3m"],
            ["PodRestartingTooOften", "warning", "5m"],
        ]);
    });

    for (const scenario of scenarios) {
        const fires = scenario.expect.some(({ firing }) => firing.length > 0);
        it(`${scenario.alert} ${fires ? "fires" : "stays quiet"} when ${scenario.when}`, () => {
            const { exitCode, output } = play(scenario);
            equal(exitCode, 0, output);
        });
    }

    for (const { notFooledBy, ...scenario } of scenarios) {
        if (notFooledBy !== undefined) {
            it(`${scenario.alert} would have been wrong, written naively, when ${scenario.when}`, () => {
                const { exitCode, output } = play(scenario, withExpression(scenario.alert, notFooledBy));
                equal(exitCode, 1, output);
                match(output, new RegExp(`alertname="${scenario.alert}"`));
            });
        }
    }

    for (const { name, runbook } of alerts) {
        it(`${name} has a scenario in which it fires and one in which it does not`, () => {
            const own = scenarios.filter(({ alert }) => alert === name);
            ok(own.some(({ expect }) => expect.some(({ firing }) => firing.length > 0)));
            ok(own.some(({ expect }) => expect.every(({ firing }) => firing.length === 0)));
        });

        it(`${name} has texts that some scenario has read`, () => {
            const texts = scenarios
                .filter(({ alert }) => alert === name)
                .flatMap(({ expect }) => expect.flatMap(({ firing }) => firing.filter(({ says }) => says)));
            ok(texts.length > 0);
        });

        it(`${name} leads to a runbook that is about it`, () => {
            const page = resolve(__dirname, `../../docs/runbooks/${runbook}.md`);
            ok(existsSync(page), `${page} is missing`);
            match(readFileSync(page, "utf8"), new RegExp(name));
        });
    }

    it("fires no alert without team and service to route it by", () => {
        const fired = scenarios.flatMap(({ expect }) => expect.flatMap(({ firing }) => firing));
        for (const { labels } of fired) {
            ok(labels.team && labels.service && labels.severity, JSON.stringify(labels));
        }
    });
});

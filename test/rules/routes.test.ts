import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import type { Route } from "../../components/alerting/alertmanager-config";
import { receiverProblems, type Receivers } from "../../components/alerting/receivers";
import { alertmanagerConfig } from "../../components/alerting/routes";
import { inTemporaryDirectory } from "../support/temporary-directory";
import { runTool, toolOutput, type ToolResult } from "../support/tools";

const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:receiver";

const development: Receivers = { slack: { webhookSecretArn: SECRET, warningChannel: "#warning-alerts" } };
const staging: Receivers = {
    ...development,
    email: {
        smarthost: "smtp.gmail.com:587",
        from: "alerts@company.com",
        passwordSecretArn: SECRET,
        criticalTo: "oncall@company.com",
        warningTo: "team@company.com",
    },
};
const production: Receivers = {
    ...staging,
    pagerduty: { routingKeySecretArn: SECRET },
    webhook: { url: "http://webhook-service:5000/alerts" },
    deadMan: { url: "https://heartbeat.example/openhands", tokenSecretArn: SECRET },
    escalation: { emailTo: "management@company.com", slackChannel: "#escalation" },
};
/** What Alertmanager knows when it fills in a text. */
const NOTIFICATION = {
    receiver: "critical-alerts",
    status: "firing",
    alerts: [
        {
            status: "firing",
            labels: { alertname: "HighErrorRate", severity: "critical", team: "openhands", service: "openhands" },
            annotations: {
                summary: "more than 5 % of requests fail",
                description: "10 % of the requests",
                runbook_url: "https://runbooks.example/high-error-rate.md",
            },
            generatorURL: "https://prometheus.example/graph",
        },
    ],
    groupLabels: { alertname: "HighErrorRate" },
    commonLabels: { severity: "critical" },
    commonAnnotations: {},
    externalURL: "https://alertmanager.example",
};
const environments = { development, staging, production };

/** Runs amtool on the configuration as the program would deploy it. */
function withConfig<Result>(receivers: Receivers, use: (file: string) => Result): Result {
    return inTemporaryDirectory((directory) => {
        const file = join(directory, "alertmanager.yaml");
        writeFileSync(file, stringify(alertmanagerConfig("prod", receivers), { lineWidth: 0 }));
        return use(file);
    });
}

const check = (receivers: Receivers): ToolResult =>
    withConfig(receivers, (file) => runTool("amtool", ["check-config", file]));

/** Receivers of an alert with these labels, in the order in which the tree reaches them. */
function receiversOf(receivers: Receivers, ...labels: string[]): string[] {
    return withConfig(receivers, (file) =>
        toolOutput("amtool", ["config", "routes", "test", `--config.file=${file}`, ...labels])
            .trim()
            .split(","),
    );
}

/** A notification's text, filled in with one firing alert. */
function render(template: string): string {
    return inTemporaryDirectory((directory) => {
        const data = join(directory, "alert.json");
        writeFileSync(data, JSON.stringify(NOTIFICATION));
        return toolOutput("amtool", [
            "template",
            "render",
            `--template.glob=${join(directory, "*.tmpl")}`,
            `--template.data=${data}`,
            `--template.text=${template}`,
        ]);
    });
}

const receiver = (receivers: Receivers, name: string) => {
    const found = alertmanagerConfig("prod", receivers).receivers.find((candidate) => candidate.name === name);
    ok(found, `no receiver ${name}`);
    return found;
};

describe("alert routes", () => {
    for (const [environment, receivers] of Object.entries(environments)) {
        it(`are accepted by Alertmanager in ${environment}`, () => {
            const { exitCode, output } = check(receivers);
            equal(exitCode, 0, output);
        });

        it(`lead warnings to the team in ${environment}`, () => {
            deepEqual(receiversOf(receivers, "alertname=HighCPUUsage", "severity=warning"), ["warning-alerts"]);
        });

        it(`hold no credential in ${environment}, only where to read it`, () => {
            const text = stringify(alertmanagerConfig("prod", receivers));
            doesNotMatch(text, /secretsmanager|smtp_auth_password:|api_url:|routing_key:|service_key:|credentials:/);
        });
    }

    it("lead critical alerts to whoever is on call, and on to the escalation", () => {
        const labels = ["alertname=HighErrorRate", "severity=critical"];
        deepEqual(receiversOf(development, ...labels), ["critical-alerts"]);
        deepEqual(receiversOf(production, ...labels), ["critical-alerts", "escalation"]);
    });

    it("lead the heartbeat to the dead man's switch, whatever its severity", () => {
        deepEqual(receiversOf(production, "alertname=Watchdog", "severity=none"), ["dead-man"]);
        deepEqual(receiversOf(production, "alertname=Watchdog", "severity=critical"), ["dead-man"]);
    });

    it("lead helpers of inhibition and mere information to nobody", () => {
        deepEqual(receiversOf(production, "alertname=InfoInhibitor", "severity=none"), ["null"]);
        deepEqual(receiversOf(production, "alertname=CPUThrottlingHigh", "severity=info"), ["null"]);
    });

    it("lose no alert without a severity", () => {
        deepEqual(receiversOf(production, "alertname=Mystery"), ["web.hook"]);
        deepEqual(receiversOf(staging, "alertname=Mystery"), ["warning-alerts"]);
    });

    it("send critical alerts by PagerDuty, Slack and e-mail in production", () => {
        const { email_configs, slack_configs, pagerduty_configs } = receiver(production, "critical-alerts");
        deepEqual(
            email_configs?.map(({ to }) => to),
            ["oncall@company.com"],
        );
        deepEqual(
            slack_configs?.map(({ channel }) => channel),
            ["#critical-alerts"],
        );
        equal(pagerduty_configs?.length, 1);
    });

    it("send warnings to the team's address and never page for them", () => {
        const { email_configs, pagerduty_configs } = receiver(production, "warning-alerts");
        deepEqual(
            email_configs?.map(({ to }) => to),
            ["team@company.com"],
        );
        equal(pagerduty_configs, undefined);
    });

    it("name environment, alert and runbook in every message", () => {
        const { email_configs, slack_configs } = receiver(production, "critical-alerts");
        equal(email_configs?.[0]?.headers.Subject?.startsWith("[CRITICAL] prod: {{ .GroupLabels.alertname }}"), true);
        match(email_configs?.[0]?.text ?? "", /runbook_url/);
        match(email_configs?.[0]?.html ?? "", /runbook_url/);
        match(slack_configs?.[0]?.text ?? "", /runbook_url/);
    });

    it("have texts that Alertmanager can fill in", () => {
        const texts = alertmanagerConfig("prod", production).receivers.flatMap(
            ({ email_configs = [], slack_configs = [], pagerduty_configs = [] }) => [
                ...email_configs.flatMap(({ text, html, headers }) => [text, html, ...Object.values(headers)]),
                ...slack_configs.flatMap(({ title, title_link, text }) => [title, title_link, text]),
                ...pagerduty_configs.flatMap(({ description, severity }) => [description, severity]),
            ],
        );
        ok(texts.length > 15);
        for (const text of new Set(texts)) {
            const filled = render(text);
            doesNotMatch(filled, /no value|\{\{/, text);
        }
        match(
            render(receiver(production, "critical-alerts").email_configs?.[0]?.text ?? ""),
            /Runbook: https:\/\/runbook/,
        );
    });

    it("escalate only after the on-call person has had time, and say so", () => {
        const { routes } = alertmanagerConfig("prod", production).route;
        const waits = (name: string) => routes?.find((route: Route) => route.receiver === name)?.group_wait;
        equal(waits("escalation"), "15m");
        equal(waits("critical-alerts"), undefined);
        match(receiver(production, "escalation").slack_configs?.[0]?.title ?? "", /^\[ESCALATION\] prod/);
    });

    it("send changes within a group minutes apart, not every ten seconds", () => {
        const { group_interval, group_wait, repeat_interval } = alertmanagerConfig("prod", production).route;
        deepEqual([group_wait, group_interval, repeat_interval], ["10s", "5m", "1h"]);
    });

    it("mute the warning beside a critical alert of the same name and namespace", () => {
        const [rule] = alertmanagerConfig("prod", production).inhibit_rules;
        deepEqual(rule, {
            source_matchers: ['severity="critical"'],
            target_matchers: ['severity=~"warning|info"'],
            equal: ["namespace", "alertname"],
        });
    });

    it("are refused while a severity would reach nobody", () => {
        deepEqual(receiverProblems({}).length, 2);
        match(receiverProblems({ pagerduty: { routingKeySecretArn: SECRET } }).join(), /warnings would reach nobody/);
        match(receiverProblems({ slack: { webhookSecretArn: SECRET } }).join(), /warnings would reach nobody/);
        match(receiverProblems({ ...staging, escalation: {} }).join(), /escalation .* would reach nobody/);
        match(
            receiverProblems({ ...development, escalation: { emailTo: "a@b.c" } }).join(),
            /emailTo is set without receivers.email/,
        );
        deepEqual(Object.values(environments).flatMap(receiverProblems), []);
    });
});

import type { EmailConfig, PagerDutyConfig, SlackConfig } from "./alertmanager-config";
import { credentialPath } from "./receivers";

/**
 * What a notification says. The environment stands first: an alert of staging must not be read as one of production at
 * night.
 */
export interface Announcement {
    environment: string;
    /** @example "CRITICAL" */
    label: string;
}

const EACH_ALERT_TEXT = [
    "{{ range .Alerts }}",
    "{{ .Status | toUpper }}: {{ .Annotations.summary }}",
    "{{ .Annotations.description }}",
    "Team: {{ .Labels.team }}, service: {{ .Labels.service }}",
    "Runbook: {{ .Annotations.runbook_url }}",
    "Source: {{ .GeneratorURL }}",
    "{{ end }}",
].join("\n");

const EACH_ALERT_HTML = [
    "{{ range .Alerts }}",
    "<p><strong>{{ .Status | toUpper }}: {{ .Annotations.summary }}</strong><br>",
    "{{ .Annotations.description }}<br>",
    "Team: {{ .Labels.team }}, service: {{ .Labels.service }}<br>",
    '<a href="{{ .Annotations.runbook_url }}">Runbook</a> · <a href="{{ .GeneratorURL }}">Source</a></p>',
    "{{ end }}",
].join("\n");

const EACH_ALERT_SLACK = [
    "{{ range .Alerts }}",
    "*{{ .Annotations.summary }}*",
    "{{ .Annotations.description }}",
    "<{{ .Annotations.runbook_url }}|Runbook> · <{{ .GeneratorURL }}|Source>",
    "{{ end }}",
].join("\n");

function title({ environment, label }: Announcement): string {
    return `[${label}] ${environment}: {{ .GroupLabels.alertname }}{{ if eq .Status "resolved" }} (resolved){{ end }}`;
}

/** An e-mail. Subject and body are `headers.Subject`, `text` and `html`: Alertmanager has no `subject` and no `body`. */
export function email(to: string, announcement: Announcement): EmailConfig {
    return {
        to,
        send_resolved: true,
        require_tls: true,
        headers: { Subject: title(announcement) },
        text: EACH_ALERT_TEXT,
        html: EACH_ALERT_HTML,
    };
}

/** A Slack message; the webhook's address comes from a mounted file. */
export function slack(channel: string, announcement: Announcement): SlackConfig {
    return {
        api_url_file: credentialPath("slackWebhook"),
        channel,
        send_resolved: true,
        title: title(announcement),
        title_link: "{{ (index .Alerts 0).Annotations.runbook_url }}",
        text: EACH_ALERT_SLACK,
    };
}

/** A PagerDuty incident, closed by itself when the alert resolves. */
export function pagerduty({ environment }: Announcement): PagerDutyConfig {
    return {
        routing_key_file: credentialPath("pagerdutyRoutingKey"),
        send_resolved: true,
        severity: "{{ .CommonLabels.severity }}",
        description: `${environment}: {{ .GroupLabels.alertname }}: {{ (index .Alerts 0).Annotations.summary }}`,
        details: {
            environment,
            runbook: "{{ (index .Alerts 0).Annotations.runbook_url }}",
            firing: '{{ template "pagerduty.default.instances" .Alerts.Firing }}',
        },
    };
}

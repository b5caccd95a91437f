import type { AlertmanagerConfig, InhibitRule, Receiver, Route } from "./alertmanager-config";
import { type Announcement, email, pagerduty, slack } from "./notifications";
import { credentialPath, type Receivers } from "./receivers";

const NOBODY = "null";
const DEFAULT_ESCALATION_MINUTES = 15;

/**
 * Alertmanager's configuration for one environment. No secret is in it: credentials are named as mounted files.
 *
 * The route tree, first match wins unless it says `continue`:
 *
 * 1. `Watchdog`, which always fires, is the heartbeat: to `dead-man`, which misses it when alerting is broken.
 * 2. `InfoInhibitor` only exists to mute others: to nobody.
 * 3. `severity="info"` is for dashboards: to nobody.
 * 4. `severity="critical"`: to `critical-alerts` at once, and on to
 * 5. `severity="critical"`: to `escalation`, if it is still firing and not silenced after some minutes.
 * 6. `severity="warning"`: to `warning-alerts`.
 * 7. Everything else, an alert without a severity for example: to `web.hook`, or with the warnings where there is none.
 */
export function alertmanagerConfig(environment: string, receivers: Receivers): AlertmanagerConfig {
    return {
        global: { resolve_timeout: "5m", ...mailRelay(receivers) },
        route: {
            receiver: receivers.webhook ? "web.hook" : "warning-alerts",
            group_by: ["alertname", "namespace"],
            group_wait: "10s",
            // How soon a change within a known group is sent. Anything near the scrape interval floods the channel.
            group_interval: "5m",
            repeat_interval: "1h",
            routes: routes(receivers),
        },
        inhibit_rules: inhibitions(),
        receivers: receiverList(environment, receivers),
    };
}

function mailRelay({ email: relay }: Receivers): Partial<AlertmanagerConfig["global"]> {
    return relay
        ? {
              smtp_smarthost: relay.smarthost,
              smtp_from: relay.from,
              smtp_auth_username: relay.username ?? relay.from,
              smtp_auth_password_file: credentialPath("smtpPassword"),
              smtp_require_tls: true,
          }
        : {};
}

function routes(receivers: Receivers): Route[] {
    return [
        heartbeat(receivers),
        { matchers: ['alertname="InfoInhibitor"'], receiver: NOBODY },
        { matchers: ['severity="info"'], receiver: NOBODY },
        ...critical(receivers),
        { matchers: ['severity="warning"'], receiver: "warning-alerts" },
    ];
}

/** The watcher outside counts seconds, not notifications: send often, and alone. */
function heartbeat({ deadMan }: Receivers): Route {
    const matchers = ['alertname="Watchdog"'];
    return deadMan
        ? {
              matchers,
              receiver: "dead-man",
              group_by: ["alertname"],
              group_wait: "0s",
              group_interval: "1m",
              repeat_interval: "1m",
          }
        : { matchers, receiver: NOBODY };
}

/**
 * A group that resolves, or is silenced, before its first `group_wait` is over is never sent: that makes the wait of the
 * second route the time that whoever was told first has.
 */
function critical({ escalation }: Receivers): Route[] {
    const matchers = ['severity="critical"'];
    if (!escalation) {
        return [{ matchers, receiver: "critical-alerts" }];
    }
    return [
        { matchers, receiver: "critical-alerts", continue: true },
        {
            matchers,
            receiver: "escalation",
            group_wait: `${escalation.afterMinutes ?? DEFAULT_ESCALATION_MINUTES}m`,
        },
    ];
}

function inhibitions(): InhibitRule[] {
    return [
        {
            source_matchers: ['severity="critical"'],
            target_matchers: ['severity=~"warning|info"'],
            equal: ["namespace", "alertname"],
        },
        {
            source_matchers: ['severity="warning"'],
            target_matchers: ['severity="info"'],
            equal: ["namespace", "alertname"],
        },
        // Fires where only info alerts do, and keeps them quiet until something worse joins them.
        {
            source_matchers: ['alertname="InfoInhibitor"'],
            target_matchers: ['severity="info"'],
            equal: ["namespace"],
        },
    ];
}

function receiverList(environment: string, receivers: Receivers): Receiver[] {
    return [
        { name: NOBODY },
        ...webhookReceiver(receivers),
        ...deadManReceiver(receivers),
        criticalReceiver(receivers, { environment, label: "CRITICAL" }),
        warningReceiver(receivers, { environment, label: "WARNING" }),
        ...escalationReceiver(receivers, { environment, label: "ESCALATION" }),
    ];
}

function webhookReceiver({ webhook }: Receivers): Receiver[] {
    return webhook ? [{ name: "web.hook", webhook_configs: [{ url: webhook.url, send_resolved: true }] }] : [];
}

function deadManReceiver({ deadMan }: Receivers): Receiver[] {
    if (!deadMan) {
        return [];
    }
    const authorization = { type: "Bearer" as const, credentials_file: credentialPath("deadManToken") };
    return [
        {
            name: "dead-man",
            webhook_configs: [{ url: deadMan.url, send_resolved: false, http_config: { authorization } }],
        },
    ];
}

function criticalReceiver(receivers: Receivers, announcement: Announcement): Receiver {
    return {
        name: "critical-alerts",
        ...(receivers.email && { email_configs: [email(receivers.email.criticalTo, announcement)] }),
        ...(receivers.slack && {
            slack_configs: [slack(receivers.slack.criticalChannel ?? "#critical-alerts", announcement)],
        }),
        ...(receivers.pagerduty && { pagerduty_configs: [pagerduty(announcement)] }),
    };
}

function warningReceiver(receivers: Receivers, announcement: Announcement): Receiver {
    const channel = receivers.slack?.warningChannel;
    return {
        name: "warning-alerts",
        ...(receivers.email && { email_configs: [email(receivers.email.warningTo, announcement)] }),
        ...(channel !== undefined && { slack_configs: [slack(channel, announcement)] }),
    };
}

function escalationReceiver({ escalation }: Receivers, announcement: Announcement): Receiver[] {
    if (!escalation) {
        return [];
    }
    return [
        {
            name: "escalation",
            ...(escalation.emailTo !== undefined && { email_configs: [email(escalation.emailTo, announcement)] }),
            ...(escalation.slackChannel !== undefined && {
                slack_configs: [slack(escalation.slackChannel, announcement)],
            }),
        },
    ];
}

/**
 * The part of Alertmanager's configuration file that the platform uses. There is no place for a credential in it: what
 * Alertmanager can read from a file is declared here as a file only.
 */
export interface AlertmanagerConfig {
    global: {
        resolve_timeout: string;
        smtp_smarthost?: string;
        smtp_from?: string;
        smtp_auth_username?: string;
        smtp_auth_password_file?: string;
        smtp_require_tls?: boolean;
    };
    route: Route & { receiver: string };
    inhibit_rules: InhibitRule[];
    receivers: Receiver[];
}

/** A node of the route tree. An alert takes the first child that matches it, and goes on to the next if told so. */
export interface Route {
    receiver?: string;
    /** All must match; written as `label="value"`. */
    matchers?: string[];
    group_by?: string[];
    group_wait?: string;
    group_interval?: string;
    repeat_interval?: string;
    /** Whether later siblings are tried too. */
    continue?: boolean;
    routes?: Route[];
}

/** While a source alert fires, target alerts with the same values of the `equal` labels are not sent. */
export interface InhibitRule {
    source_matchers: string[];
    target_matchers: string[];
    equal: string[];
}

export interface Receiver {
    name: string;
    email_configs?: EmailConfig[];
    slack_configs?: SlackConfig[];
    pagerduty_configs?: PagerDutyConfig[];
    webhook_configs?: WebhookConfig[];
}

export interface EmailConfig {
    to: string;
    send_resolved: boolean;
    require_tls: boolean;
    headers: Record<string, string>;
    text: string;
    html: string;
}

export interface SlackConfig {
    api_url_file: string;
    channel: string;
    send_resolved: boolean;
    title: string;
    title_link: string;
    text: string;
}

export interface PagerDutyConfig {
    routing_key_file: string;
    send_resolved: boolean;
    severity: string;
    description: string;
    details: Record<string, string>;
}

export interface WebhookConfig {
    url: string;
    send_resolved: boolean;
    http_config?: { authorization: { type: "Bearer"; credentials_file: string } };
}

import type * as pulumi from "@pulumi/pulumi";

/** E-mail over an authenticated, encrypted relay. */
export interface EmailReceiver {
    /** Relay as `host:port`. @example "smtp.gmail.com:587" */
    smarthost: string;
    from: string;
    /** @default the sender's address */
    username?: string;
    /** Secret that holds the relay's password. */
    passwordSecretArn: pulumi.Input<string>;
    /** Who is told of critical alerts. */
    criticalTo: string;
    /** Who is told of warnings. */
    warningTo: string;
}

/** Slack through an incoming webhook. */
export interface SlackReceiver {
    /** Secret that holds the webhook's address, which is a credential. */
    webhookSecretArn: pulumi.Input<string>;
    /** @default "#critical-alerts" */
    criticalChannel?: string;
    /** Left out, warnings do not go to Slack. */
    warningChannel?: string;
}

/** PagerDuty, for critical alerts; the schedule and its escalation policy live there. */
export interface PagerDutyReceiver {
    /** Secret that holds the Events API v2 routing key. */
    routingKeySecretArn: pulumi.Input<string>;
}

/** A service that raises the alarm when this cluster's heartbeat stops. */
export interface DeadManReceiver {
    /** Address that the heartbeat is posted to. */
    url: string;
    /** Secret that holds a bearer token for it. */
    tokenSecretArn: pulumi.Input<string>;
}

/** Second pair of eyes for a critical alert that nobody has resolved or silenced. */
export interface Escalation {
    /** Minutes a critical alert may stay unattended. @default 15 */
    afterMinutes?: number;
    /** E-mail address; needs {@link Receivers.email}. */
    emailTo?: string;
    /** Slack channel; needs {@link Receivers.slack}. */
    slackChannel?: string;
}

/** Where notifications go. Each severity must reach somebody. */
export interface Receivers {
    email?: EmailReceiver;
    slack?: SlackReceiver;
    pagerduty?: PagerDutyReceiver;
    /** Automation that hears of whatever no severity route takes. */
    webhook?: { url: string };
    deadMan?: DeadManReceiver;
    escalation?: Escalation;
}

/** Secret that External Secrets fills and Alertmanager mounts; its keys are the file names below. */
export const RECEIVER_SECRET_NAME = "alertmanager-receivers";

/** Where the operator mounts that secret in the Alertmanager pods. */
const MOUNT = `/etc/alertmanager/secrets/${RECEIVER_SECRET_NAME}`;

/** Files that Alertmanager reads credentials from. */
export const CREDENTIAL_FILES = {
    smtpPassword: "smtp-password",
    slackWebhook: "slack-webhook",
    pagerdutyRoutingKey: "pagerduty-routing-key",
    deadManToken: "dead-man-token",
} as const;

/** Path of a credential inside the Alertmanager pods. */
export function credentialPath(credential: keyof typeof CREDENTIAL_FILES): string {
    return `${MOUNT}/${CREDENTIAL_FILES[credential]}`;
}

/** The credentials that the receivers need, as file name and the secret that it is filled from. */
export function credentials(receivers: Receivers): { file: string; secretArn: pulumi.Input<string> }[] {
    const wanted: [keyof typeof CREDENTIAL_FILES, pulumi.Input<string> | undefined][] = [
        ["smtpPassword", receivers.email?.passwordSecretArn],
        ["slackWebhook", receivers.slack?.webhookSecretArn],
        ["pagerdutyRoutingKey", receivers.pagerduty?.routingKeySecretArn],
        ["deadManToken", receivers.deadMan?.tokenSecretArn],
    ];
    return wanted.flatMap(([credential, secretArn]) =>
        secretArn === undefined ? [] : [{ file: CREDENTIAL_FILES[credential], secretArn }],
    );
}

/** What is wrong with the receivers: one sentence a problem, empty when each severity reaches somebody. */
export function receiverProblems(receivers: Receivers): string[] {
    const problems: string[] = [];
    if (!receivers.email && !receivers.slack && !receivers.pagerduty) {
        problems.push("receivers has neither email, slack nor pagerduty; critical alerts would reach nobody");
    }
    if (!receivers.email && !receivers.slack?.warningChannel) {
        problems.push("receivers has neither email nor slack.warningChannel; warnings would reach nobody");
    }
    const { escalation } = receivers;
    if (escalation && !escalation.emailTo && !escalation.slackChannel) {
        problems.push("receivers.escalation has neither emailTo nor slackChannel; it would reach nobody");
    }
    if (escalation?.emailTo && !receivers.email) {
        problems.push(
            "receivers.escalation.emailTo is set without receivers.email; there is no relay to send it through",
        );
    }
    if (escalation?.slackChannel && !receivers.slack) {
        problems.push(
            "receivers.escalation.slackChannel is set without receivers.slack; there is no webhook to post it to",
        );
    }
    return problems;
}

import { z } from "zod";

import { CLOUDWATCH_RETENTION_DAYS, count, email, httpsUrl, secretArn } from "./fields";

export const logs = z.strictObject({
    retentionDays: z.literal(CLOUDWATCH_RETENTION_DAYS).default(365).meta({
        description: "How long logs are kept, in days; CloudWatch accepts only these numbers.",
        cost: "0.03 USD for each GB that is kept",
    }),
});

export const monitoring = z.strictObject({
    retentionDays: count(1, 365).default(30).meta({ description: "How long metrics are kept, in days." }),
    replicas: count(1, 3).default(2).meta({ description: "Prometheus and Alertmanager instances." }),
    storageGiB: count(10, 2000).default(100).meta({
        description: "Disk of each Prometheus instance, in GiB.",
        cost: "0.08 USD for each GiB",
    }),
    dashboards: z.boolean().default(true).meta({ description: "Whether dashboards are deployed." }),
});

const SLACK_CHANNEL_FORM = 'a channel in quotes such as "#alerts"';

function slackChannel() {
    return z
        .string()
        .regex(/^#[a-z0-9_-]{1,79}$/, "is not a channel")
        .meta({ form: SLACK_CHANNEL_FORM });
}

const slack = z.strictObject({
    criticalChannel: slackChannel().meta({ description: "Channel of critical alerts." }),
    warningChannel: slackChannel()
        .optional()
        .meta({ description: "Channel of warnings. Without it, they go to e-mail only." }),
    webhookSecretArn: secretArn().meta({ description: "Secret that is the address of the incoming webhook." }),
});

const emailReceiver = z.strictObject({
    smarthost: z
        .string()
        .regex(/^[a-z0-9.-]+:\d+$/, "is not a host and port")
        .meta({
            description: "Mail server; it must offer TLS.",
            form: "a host and port such as smtp.example.com:587",
        }),
    from: email().meta({ description: "Sender." }),
    username: z
        .string()
        .min(1)
        .optional()
        .meta({ description: "Name to sign in to the mail server with. Without it, the sender's address." }),
    passwordSecretArn: secretArn().meta({ description: "Secret that is the password for the mail server." }),
    criticalTo: email().meta({ description: "Who gets critical alerts." }),
    warningTo: email().meta({ description: "Who gets warnings." }),
});

const pagerduty = z.strictObject({
    routingKeySecretArn: secretArn().meta({ description: "Secret that is the routing key of the integration." }),
});

const deadMan = z.strictObject({
    url: httpsUrl().meta({ description: "Address that the heartbeat is posted to." }),
    tokenSecretArn: secretArn().meta({ description: "Secret that is the bearer token for it." }),
});

const webhook = z.strictObject({
    url: z.url({ protocol: /^https?$/, error: "is not an address" }).meta({
        description: "Address that alerts are posted to; a service inside the cluster may do without TLS.",
        form: "an address such as https://hooks.example.com/alerts",
    }),
});

const escalation = z.strictObject({
    afterMinutes: count(1, 240).default(15).meta({
        description: "Minutes that a critical alert may stay neither resolved nor silenced.",
    }),
    emailTo: email().optional().meta({ description: "Whom to write to; needs `receivers.email`." }),
    slackChannel: slackChannel().optional().meta({ description: "Where to post; needs `receivers.slack`." }),
});

const receivers = z.strictObject({
    slack: slack.optional().meta({ description: "Slack: critical alerts and warnings." }),
    email: emailReceiver.optional().meta({ description: "E-mail: critical alerts and warnings." }),
    pagerduty: pagerduty.optional().meta({ description: "PagerDuty: critical alerts page who is on call." }),
    deadMan: deadMan
        .optional()
        .meta({ description: "Service that raises the alarm when the heartbeat of alerting stops." }),
    webhook: webhook.optional().meta({ description: "Automation that hears of whatever no severity route takes." }),
    escalation: escalation.optional().meta({ description: "Second notice of a critical alert that nobody takes." }),
});

export const alerting = z.strictObject({
    receivers: receivers.meta({ description: "Who is told of alerts from the cluster." }),
    cloudAlarmEmails: z.array(email()).min(1).meta({
        description: "Who is told of alarms of AWS itself, which must arrive even when the cluster is down.",
        cost: "0.10 USD for each alarm",
    }),
    runbookBaseUrl: httpsUrl().meta({
        description: "Where the runbooks are served; an alert links to the page that is named after it.",
    }),
});

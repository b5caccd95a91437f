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

const slackChannel = z
    .string()
    .regex(/^#[a-z0-9_-]{1,79}$/, "is not a channel")
    .meta({ form: 'a channel in quotes such as "#alerts"' });

const slack = z.strictObject({
    criticalChannel: slackChannel.meta({
        description: "Channel of critical alerts.",
        form: 'a channel in quotes such as "#alerts"',
    }),
    warningChannel: slackChannel.meta({
        description: "Channel of warnings.",
        form: 'a channel in quotes such as "#alerts"',
    }),
    webhookSecretArn: secretArn().meta({
        description: "Secret that holds the address of the incoming webhook, under the key `url`.",
        form: "the ARN of a Secrets Manager secret",
    }),
});

const emailReceiver = z.strictObject({
    from: email().meta({ description: "Sender.", form: "an e-mail address" }),
    criticalTo: email().meta({ description: "Who gets critical alerts.", form: "an e-mail address" }),
    warningTo: email().meta({ description: "Who gets warnings.", form: "an e-mail address" }),
    smarthost: z
        .string()
        .regex(/^[a-z0-9.-]+:\d+$/, "is not a host and port")
        .meta({
            description: "Mail server; TLS is required of it.",
            form: "a host and port such as smtp.example.com:587",
        }),
    username: z.string().min(1).meta({ description: "Name under which the mail server is signed in to." }),
    passwordSecretArn: secretArn().meta({
        description: "Secret that holds the password of the mail server, under the key `password`.",
        form: "the ARN of a Secrets Manager secret",
    }),
});

const pagerduty = z.strictObject({
    routingKeySecretArn: secretArn().meta({
        description: "Secret that holds the integration's routing key, under the key `routingKey`.",
        form: "the ARN of a Secrets Manager secret",
    }),
});

export const alerting = z.strictObject({
    receivers: z
        .strictObject({
            slack: slack.optional().meta({ description: "Slack: critical alerts and warnings, each in a channel." }),
            email: emailReceiver.optional().meta({ description: "E-mail: critical alerts and warnings." }),
            pagerduty: pagerduty.optional().meta({ description: "PagerDuty: critical alerts page who is on call." }),
        })
        .meta({ description: "Who is told. At least one." }),
    runbookBaseUrl: httpsUrl().meta({
        description: "Where the runbooks are served; an alert links to the page that is named after it.",
        form: "an address that starts with https://",
    }),
});

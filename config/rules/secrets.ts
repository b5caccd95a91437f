import type { Problem } from "../problems";
import { eachSound } from "../sound";
import type { Rule } from "./rule";

/** Each severity reaches somebody, and nobody is told through a channel that is not there. */
export const someoneIsTold: Rule = function* ({ openhands: { alerting } }) {
    const { slack, email, pagerduty, escalation } = alerting.receivers;
    if (!slack && !email && !pagerduty) {
        yield {
            key: "openhands:alerting.receivers",
            wrong: "names nobody, so that alerts would be lost",
            mend: "write at least one of slack, email and pagerduty",
        };
    } else if (!email && !slack?.warningChannel) {
        yield {
            key: "openhands:alerting.receivers",
            wrong: "has nobody for warnings, which PagerDuty does not get",
            mend: "write slack.warningChannel or email",
        };
    }
    if (escalation) {
        yield* reachable("emailTo", escalation.emailTo, "email", email);
        yield* reachable("slackChannel", escalation.slackChannel, "slack", slack);
        if (!escalation.emailTo && !escalation.slackChannel) {
            yield {
                key: "openhands:alerting.receivers.escalation",
                wrong: "names nobody",
                mend: "write emailTo or slackChannel, or remove the key",
            };
        }
    }
};

function* reachable(
    key: string,
    target: string | undefined,
    by: string,
    receiver: object | undefined,
): Iterable<Problem> {
    if (target !== undefined && receiver === undefined) {
        yield {
            key: `openhands:alerting.receivers.escalation.${key}`,
            wrong: `is ${target}, but there is no receiver ${by} to reach it through`,
            mend: `write openhands:alerting.receivers.${by}, or remove the key`,
        };
    }
}

/** Where a receiver names its secret. */
const SECRET_KEYS = {
    slack: "webhookSecretArn",
    email: "passwordSecretArn",
    pagerduty: "routingKeySecretArn",
    deadMan: "tokenSecretArn",
};

/** Workloads may read the secrets of their own account and region only. */
export const secretsAreOfTheEnvironment: Rule = function* ({ aws, openhands: { alerting } }) {
    const { region } = aws;
    const [accountId] = aws.allowedAccountIds;
    const receivers: Record<string, Record<string, unknown> | undefined> = alerting.receivers;
    yield* eachSound(SECRET_KEYS, function* (key, receiver) {
        const arn = receivers[receiver]?.[key];
        if (typeof arn === "string" && !arn.startsWith(`arn:aws:secretsmanager:${region}:${accountId}:`)) {
            yield elsewhere(`openhands:alerting.receivers.${receiver}.${key}`, arn, `${region}:${accountId}`);
        }
    });
};

function elsewhere(key: string, arn: string, place: string): Problem {
    const actual = arn.split(":").slice(3, 5).join(":");
    return {
        key,
        wrong: `is a secret of ${actual}, but the environment is ${place}`,
        mend: `write the ARN of a secret that begins with arn:aws:secretsmanager:${place}:`,
    };
}

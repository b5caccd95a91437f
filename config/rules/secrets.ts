import type { Problem } from "../problems";
import type { Rule } from "./rule";

export const someoneIsTold: Rule = function* ({ openhands: { alerting } }) {
    const { slack, email, pagerduty } = alerting.receivers;
    if (!slack && !email && !pagerduty) {
        yield {
            key: "openhands:alerting.receivers",
            wrong: "names nobody, so that alerts would be lost",
            mend: "write at least one of slack, email and pagerduty",
        };
    }
};

/** Workloads may read the secrets of their own account and region only. */
export const secretsAreOfTheEnvironment: Rule = function* ({ aws, openhands: { alerting } }) {
    const { slack, email, pagerduty } = alerting.receivers;
    const references = {
        "slack.webhookSecretArn": slack?.webhookSecretArn,
        "email.passwordSecretArn": email?.passwordSecretArn,
        "pagerduty.routingKeySecretArn": pagerduty?.routingKeySecretArn,
    };
    const { region } = aws;
    const [accountId] = aws.allowedAccountIds;
    for (const [key, arn] of Object.entries(references)) {
        if (arn !== undefined && !arn.startsWith(`arn:aws:secretsmanager:${region}:${accountId}:`)) {
            yield elsewhere(`openhands:alerting.receivers.${key}`, arn, `${region}:${accountId}`);
        }
    }
};

function elsewhere(key: string, arn: string, place: string): Problem {
    const actual = arn.split(":").slice(3, 5).join(":");
    return {
        key,
        wrong: `is a secret of ${actual}, but the environment is ${place}`,
        mend: `write the ARN of a secret that begins with arn:aws:secretsmanager:${place}:`,
    };
}

import { deepEqual, doesNotMatch, equal, match, rejects } from "node:assert/strict";

import { Alerting, type AlertingArgs } from "../../../components/alerting/alerting";
import { deploy } from "../../support/deploy";

const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";

function alerting(changes: Partial<AlertingArgs> = {}) {
    return deploy(() => {
        const { configSecretName, receiverSecretName } = new Alerting("alerting", {
            namespace: "monitoring",
            environment: "test",
            region: "us-east-1",
            runbookBaseUrl: "https://runbooks.example",
            receivers: {
                slack: { webhookSecretArn: `${SECRET}slack`, warningChannel: "#warning-alerts" },
                pagerduty: { routingKeySecretArn: `${SECRET}pagerduty` },
            },
            ...changes,
        });
        return { configSecretName, receiverSecretName };
    });
}

describe("Alerting", () => {
    it("deploys the rules with links to the runbooks of this environment", async () => {
        const rules = (await alerting()).find("kubernetes:monitoring.coreos.com/v1:PrometheusRule").inputs.spec as {
            groups: { name: string; rules: { alert: string; annotations: Record<string, string> }[] }[];
        };
        equal(rules.groups[0]?.name, "openhands.rules");
        equal(rules.groups[0]?.rules.length, 6);
        for (const { annotations } of rules.groups[0]?.rules ?? []) {
            match(annotations.runbook_url ?? "", /^https:\/\/runbooks\.example\/[a-z-]+\.md$/);
        }
    });

    it("gives Alertmanager a configuration without credentials, and these as files", async () => {
        const stack = await alerting();
        const { stringData } = stack.find("kubernetes:core/v1:Secret").inputs as {
            stringData: Record<string, string>;
        };
        const config = stringData["alertmanager.yaml"] ?? "";
        match(config, /api_url_file: \/etc\/alertmanager\/secrets\/alertmanager-receivers\/slack-webhook/);
        doesNotMatch(config, /secretsmanager/);
        const { target, data } = stack.find("kubernetes:external-secrets.io/v1:ExternalSecret").inputs.spec as {
            target: { name: string };
            data: { secretKey: string; remoteRef: { key: string } }[];
        };
        equal(target.name, "alertmanager-receivers");
        deepEqual(
            data.map(({ secretKey, remoteRef }) => [secretKey, remoteRef.key]),
            [
                ["slack-webhook", `${SECRET}slack`],
                ["pagerduty-routing-key", `${SECRET}pagerduty`],
            ],
        );
        deepEqual(stack.outputs, {
            configSecretName: "alertmanager-config",
            receiverSecretName: "alertmanager-receivers",
        });
    });

    it("refuses receivers that leave a severity without anybody, naming each gap", async () => {
        await rejects(
            alerting({ receivers: { pagerduty: { routingKeySecretArn: SECRET } } }),
            /neither email nor slack\.warningChannel; warnings would reach nobody/,
        );
        await rejects(alerting({ receivers: {} }), /critical alerts would reach nobody\n.*warnings would reach nobody/);
    });
});

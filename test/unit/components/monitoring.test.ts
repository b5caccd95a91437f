import { deepEqual, doesNotMatch, equal, match, ok, rejects } from "node:assert/strict";

import type { MonitoringArgs } from "../../../components/monitoring/args";
import { Monitoring } from "../../../components/monitoring/monitoring";
import { type Deployment, deploy } from "../../support/deploy";

const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:grafana";

function monitoring(changes: Partial<MonitoringArgs> = {}) {
    return deploy(() => {
        const { namespace } = new Monitoring("monitoring", {
            clusterName: "openhands-test",
            environment: "test",
            region: "us-east-1",
            appNamespace: "openhands",
            appSelector: { app: "openhands" },
            metricsPortName: "metrics",
            grafanaPasswordSecretArn: SECRET,
            alertmanagerConfigSecret: "alertmanager-config",
            receiverSecretNames: ["alertmanager-receivers"],
            ...changes,
        });
        return { namespace };
    });
}

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** The value at a path such as `prometheus.prometheusSpec.retention` of the chart's values. */
function value(stack: Deployment<unknown>, path: string): unknown {
    return path
        .split(".")
        .reduce<unknown>(
            (values, key) => (values as Record<string, unknown> | undefined)?.[key],
            stack.find(RELEASE).inputs.values,
        );
}

describe("Monitoring", () => {
    it("installs one pinned version of the stack, whole or not at all", async () => {
        const { chart, version, atomic } = (await monitoring()).find(RELEASE).inputs;
        deepEqual([chart, version, atomic], ["kube-prometheus-stack", "88.5.3", true]);
    });

    it("scrapes nothing of the control plane that AWS keeps to itself, and has no alert on it", async () => {
        const stack = await monitoring();
        for (const part of ["kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"]) {
            equal(value(stack, `${part}.enabled`), false, part);
        }
        for (const rule of ["etcd", "kubeControllerManager", "kubeSchedulerAlerting", "kubeProxy"]) {
            equal(value(stack, `defaultRules.rules.${rule}`), false, rule);
        }
    });

    it("keeps metrics for the configured time, on volumes that it does not fill", async () => {
        const stack = await monitoring({ retentionDays: 30, storageGiB: 100, replicas: 3 });
        equal(value(stack, "prometheus.prometheusSpec.retention"), "30d");
        equal(value(stack, "prometheus.prometheusSpec.retentionSize"), "85GB");
        equal(value(stack, "prometheus.prometheusSpec.replicas"), 3);
        equal(value(stack, "alertmanager.alertmanagerSpec.replicas"), 3);
        await rejects(monitoring({ storageGiB: 5 }), /storageGiB is 5/);
        await rejects(monitoring({ replicas: 0 }), /replicas is 0/);
    });

    it("takes monitors and rules of every release", async () => {
        const stack = await monitoring();
        for (const kind of ["serviceMonitor", "podMonitor", "rule", "probe"]) {
            equal(value(stack, `prometheus.prometheusSpec.${kind}SelectorNilUsesHelmValues`), false, kind);
        }
    });

    it("leaves Alertmanager's configuration and credentials to the alerting component", async () => {
        const stack = await monitoring();
        equal(value(stack, "alertmanager.alertmanagerSpec.useExistingSecret"), true);
        equal(value(stack, "alertmanager.alertmanagerSpec.configSecret"), "alertmanager-config");
        deepEqual(value(stack, "alertmanager.alertmanagerSpec.secrets"), ["alertmanager-receivers"]);
        deepEqual(value(stack, "prometheus.prometheusSpec.externalLabels"), {
            cluster: "openhands-test",
            environment: "test",
        });
    });

    it("gives Grafana a generated password, by reference", async () => {
        const stack = await monitoring();
        deepEqual(value(stack, "grafana.admin"), {
            existingSecret: "grafana-admin",
            userKey: "admin-user",
            passwordKey: "admin-password",
        });
        doesNotMatch(JSON.stringify(stack.find(RELEASE).inputs.values), /adminPassword|prom-operator/);
        const external = stack.find("kubernetes:external-secrets.io/v1:ExternalSecret");
        match(JSON.stringify(external.inputs.spec), new RegExp(SECRET));
        ok(stack.find(RELEASE).dependencies.includes(external.urn));
    });

    it("keeps its pods `restricted` and puts the one that sees the host apart, with the reason", async () => {
        const stack = await monitoring();
        const namespaces = Object.fromEntries(
            stack.findAll("kubernetes:core/v1:Namespace").map(({ inputs }) => {
                const { name, labels, annotations } = inputs.metadata as {
                    name: string;
                    labels: Record<string, string>;
                    annotations?: Record<string, string>;
                };
                return [name, { profile: labels["pod-security.kubernetes.io/enforce"], annotations }];
            }),
        );
        equal(namespaces.monitoring?.profile, "restricted");
        equal(namespaces["node-metrics"]?.profile, "privileged");
        match(JSON.stringify(namespaces["node-metrics"]?.annotations), /host/);
        equal(value(stack, "prometheus-node-exporter.namespaceOverride"), "node-metrics");
    });

    it("scrapes the application's Service on its metrics port, once the operator is there", async () => {
        const stack = await monitoring();
        const monitor = stack.find("kubernetes:monitoring.coreos.com/v1:ServiceMonitor");
        const spec = monitor.inputs.spec as { endpoints: { port: string; path: string }[] } & Record<string, unknown>;
        deepEqual(spec.namespaceSelector, { matchNames: ["openhands"] });
        deepEqual(spec.selector, { matchLabels: { app: "openhands" } });
        deepEqual(
            spec.endpoints.map(({ port, path }) => [port, path]),
            [["metrics", "/metrics"]],
        );
        ok(monitor.dependencies.includes(stack.find(RELEASE).urn));
    });

    it("does without Grafana where dashboards are not wanted", async () => {
        const stack = await monitoring({ dashboards: false });
        equal(value(stack, "grafana.enabled"), false);
        equal(stack.findAll("kubernetes:core/v1:ConfigMap").length, 0);
        equal((await monitoring()).findAll("kubernetes:core/v1:ConfigMap").length, 1);
    });
});

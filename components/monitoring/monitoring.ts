import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type MonitoringArgs, type ResolvedMonitoringArgs, withDefaults } from "./args";
import { createDashboards } from "./dashboards";
import { createGrafanaAdmin } from "./grafana-admin";
import { createMonitoringNamespace } from "./namespaces";
import { NODE_METRICS_NAMESPACE, NODE_METRICS_REASON } from "./node-exporter-values";
import { createServiceMonitor } from "./service-monitor";
import { stackValues } from "./stack-values";

const CHART = "kube-prometheus-stack";
/** Helm never upgrades resource kinds: read the chart's upgrade notes before raising it. */
const CHART_VERSION = "88.5.3";
const CHART_REPOSITORY = "https://prometheus-community.github.io/helm-charts";
const INSTALL_TIMEOUT_SECONDS = 600;

/**
 * Prometheus, Alertmanager and Grafana for the cluster and the application.
 *
 * Needs the resource kinds of External Secrets: pass what installs them as `dependsOn`.
 *
 * @cost two gp3 volumes and two Alertmanager volumes, about 9 USD a month with the defaults
 * @throws pulumi.ResourceError when the retention or the storage is not workable.
 */
export class Monitoring extends pulumi.ComponentResource {
    public readonly namespace: pulumi.Output<string>;
    /** Installs the resource kinds of the Prometheus operator: whatever declares a monitor or a rule depends on it. */
    public readonly release: k8s.helm.v3.Release;

    constructor(name: string, monitoringArgs: MonitoringArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:monitoring:Monitoring", name, {}, opts);
        const args = withDefaults(monitoringArgs);
        this.refuseUnworkable(args);

        const namespace = createMonitoringNamespace(this, `${name}-namespace`, args.namespace, "restricted");
        const nodeMetrics = createMonitoringNamespace(
            this,
            `${name}-node-metrics`,
            NODE_METRICS_NAMESPACE,
            "privileged",
            NODE_METRICS_REASON,
        );
        const needed: pulumi.Resource[] = [nodeMetrics];
        if (args.dashboards) {
            needed.push(createGrafanaAdmin(this, name, namespace.metadata.name, args));
            createDashboards(this, name, namespace.metadata.name);
        }
        this.release = this.install(name, namespace.metadata.name, args, needed);
        createServiceMonitor(this, name, namespace.metadata.name, args, this.release);

        this.namespace = namespace.metadata.name;
        this.registerOutputs({ namespace: this.namespace, release: this.release });
    }

    private install(
        name: string,
        namespace: pulumi.Output<string>,
        args: ResolvedMonitoringArgs,
        dependsOn: pulumi.Resource[],
    ): k8s.helm.v3.Release {
        return new k8s.helm.v3.Release(
            `${name}-stack`,
            {
                name: CHART,
                chart: CHART,
                version: CHART_VERSION,
                repositoryOpts: { repo: CHART_REPOSITORY },
                namespace,
                // Half an installation is taken back, so that the next run starts clean.
                atomic: true,
                timeout: INSTALL_TIMEOUT_SECONDS,
                values: stackValues(args),
            },
            { parent: this, dependsOn },
        );
    }

    private refuseUnworkable({ retentionDays, replicas, storageGiB }: ResolvedMonitoringArgs): void {
        const least = { retentionDays: 1, replicas: 1, storageGiB: 10 };
        const given = { retentionDays, replicas, storageGiB };
        for (const key of ["retentionDays", "replicas", "storageGiB"] as const) {
            if (!Number.isInteger(given[key]) || given[key] < least[key]) {
                throw new pulumi.ResourceError(
                    `${key} is ${given[key]}; write a whole number from ${least[key]} on`,
                    this,
                );
            }
        }
    }
}

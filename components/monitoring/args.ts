import type * as pulumi from "@pulumi/pulumi";

/** What is scraped, how long it is kept, and who configures the notifications. */
export interface MonitoringArgs {
    /** Namespace to create. @default "monitoring" */
    namespace?: string;
    /** Stands in the `cluster` label of every metric and alert. */
    clusterName: pulumi.Input<string>;
    /** Stands in the `environment` label of every metric and alert. */
    environment: string;
    /** Region of the secrets. */
    region: string;
    /** Where the application's Service is. */
    appNamespace: pulumi.Input<string>;
    /** Labels of the application's Service. */
    appSelector: Record<string, string>;
    /** Name of the Service's port that serves `/metrics`. */
    metricsPortName: string;
    /** Days metrics are kept, unless the volume is full before. @default 15 */
    retentionDays?: number;
    /** Prometheus and Alertmanager instances; two survive the loss of a node. @default 2 */
    replicas?: number;
    /**
     * GiB of each Prometheus instance.
     * @default 50
     * @cost 0.08 USD a month for each GiB and instance
     */
    storageGiB?: number;
    /** Storage class of the volumes. @default "gp3" */
    storageClass?: string;
    /** Whether Grafana and the dashboards are installed. @default true */
    dashboards?: boolean;
    /** Secret with Grafana's administrator password. */
    grafanaPasswordSecretArn: pulumi.Input<string>;
    /** Secret in {@link namespace} with Alertmanager's configuration under the key `alertmanager.yaml`. */
    alertmanagerConfigSecret: string;
    /** Secrets in {@link namespace} that Alertmanager mounts under `/etc/alertmanager/secrets/`. */
    receiverSecretNames: string[];
}

/** {@link MonitoringArgs} with every default in place. */
export type ResolvedMonitoringArgs = Required<MonitoringArgs>;

/** The caller's arguments over the defaults. */
export function withDefaults(args: MonitoringArgs): ResolvedMonitoringArgs {
    return {
        ...args,
        namespace: args.namespace ?? "monitoring",
        retentionDays: args.retentionDays ?? 15,
        replicas: args.replicas ?? 2,
        storageGiB: args.storageGiB ?? 50,
        storageClass: args.storageClass ?? "gp3",
        dashboards: args.dashboards ?? true,
    };
}

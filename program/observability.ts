import type * as pulumi from "@pulumi/pulumi";

import { Alerting, ALERTMANAGER_CONFIG_SECRET } from "../components/alerting/alerting";
import { CloudAlarms } from "../components/alerting/cloud-alarms";
import { RECEIVER_SECRET_NAME, credentials } from "../components/alerting/receivers";
import type { App } from "../components/app/app";
import type { Cache } from "../components/cache/cache";
import type { Cluster } from "../components/cluster/cluster";
import type { PlatformControllers } from "../components/cluster/controllers";
import type { Database } from "../components/database/database";
import type { Cdn } from "../components/edge/cdn";
import { Monitoring } from "../components/monitoring/monitoring";
import { GeneratedSecret } from "../components/secrets/generated-secret";
import type { Keys } from "../components/security/keys";
import type { Environment } from "../config/environment";
import { onCluster } from "./cluster";
import { maxConnections } from "./connections";

type Options = pulumi.ComponentResourceOptions;

export function createDashboardSecret(environment: Environment, keys: Keys, opts: Options): GeneratedSecret {
    return new GeneratedSecret(
        "dashboards",
        {
            description: "Grafana: password of the administrator",
            keyArn: keys.arn("secrets"),
            durability: environment.durability,
        },
        opts,
    );
}

/** Credentials that alert receivers need, for who brings them into the cluster. */
export function receiverSecretArns({ alerting }: Environment): pulumi.Input<string>[] {
    return credentials(alerting.receivers).map(({ secretArn }) => secretArn);
}

interface MonitoringSurroundings {
    cluster: Cluster;
    controllers: PlatformControllers;
    app: App;
    dashboards: GeneratedSecret;
}

export function createMonitoring(environment: Environment, on: MonitoringSurroundings, opts: Options): Monitoring {
    const { monitoring } = environment;
    return new Monitoring(
        "monitoring",
        {
            clusterName: on.cluster.name,
            environment: environment.stack,
            region: environment.region,
            appNamespace: on.app.namespace,
            appSelector: on.app.selector,
            metricsPortName: on.app.metricsPortName,
            retentionDays: monitoring.retentionDays,
            replicas: monitoring.replicas,
            storageGiB: monitoring.storageGiB,
            dashboards: monitoring.dashboards,
            grafanaPasswordSecretArn: on.dashboards.arn,
            alertmanagerConfigSecret: ALERTMANAGER_CONFIG_SECRET,
            receiverSecretNames: [RECEIVER_SECRET_NAME],
        },
        onCluster(on.cluster, opts, on.controllers),
    );
}

export function createAlerting(
    environment: Environment,
    {
        cluster,
        controllers,
        monitoring,
    }: { cluster: Cluster; controllers: PlatformControllers; monitoring: Monitoring },
    opts: Options,
): Alerting {
    const { alerting, region, stack } = environment;
    return new Alerting(
        "alerting",
        {
            namespace: monitoring.namespace,
            environment: stack,
            receivers: alerting.receivers,
            runbookBaseUrl: alerting.runbookBaseUrl,
            region,
        },
        onCluster(cluster, opts, controllers, monitoring),
    );
}

interface AlarmSurroundings {
    keys: Keys;
    database: Database;
    cache: Cache;
    cdn: Cdn;
    app: App;
}

/** Alarms of AWS itself, which arrive when the cluster, and with it the alerting above, is down. */
export function createCloudAlarms(environment: Environment, on: AlarmSurroundings, opts: Options): CloudAlarms {
    const { alerting } = environment;
    return new CloudAlarms(
        "alarms",
        {
            environment: environment.stack,
            region: environment.region,
            accountId: environment.accountId,
            keyArn: on.keys.arn("alerts"),
            subscriptions: alerting.cloudAlarmEmails.map((endpoint) => ({ protocol: "email", endpoint })),
            runbookBaseUrl: alerting.runbookBaseUrl,
            database: {
                clusterIdentifier: on.database.clusterIdentifier,
                maxConnections: maxConnections(environment),
                readers: environment.database.instances - 1,
            },
            cache: { replicationGroupId: on.cache.replicationGroupId, nodes: environment.cache.nodes },
            edge: { distributionId: on.cdn.distributionId },
            loadBalancer: { arn: on.app.loadBalancerArn },
        },
        opts,
    );
}

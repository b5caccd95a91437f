import * as pulumi from "@pulumi/pulumi";

import type { Alerting } from "../components/alerting/alerting";
import type { CloudAlarms } from "../components/alerting/cloud-alarms";
import type { App } from "../components/app/app";
import type { Cache } from "../components/cache/cache";
import type { Cluster } from "../components/cluster/cluster";
import type { Database } from "../components/database/database";
import type { Cdn } from "../components/edge/cdn";
import type { Domain } from "../components/edge/domain";
import type { Monitoring } from "../components/monitoring/monitoring";
import type { Network } from "../components/network/network";
import type { Registry } from "../components/registry/registry";
import type { Storage } from "../components/storage/storage";
import type { Environment } from "../config/environment";
import { APP_REPOSITORY } from "./foundation";

/** The components whose outputs make up the stack's. */
interface Platform {
    network: Network;
    storage: Storage;
    registry: Registry;
    domain: Domain;
    cluster: Cluster;
    database: Database;
    cache: Cache;
    app: App;
    cdn: Cdn;
    monitoring: Monitoring;
    alerting: Alerting;
    alarms: CloudAlarms;
}

/**
 * Outputs of a stack: a public contract. Other stacks, pipelines and runbooks read them by name, so that a name is added
 * but never changed or removed without a major version. None of them is a secret; secrets are named by ARN.
 */
export interface Outputs {
    /** The stack's environment, e.g. to refuse a destructive command in prod. */
    environment: string;
    region: string;
    accountId: string;
    /** Where users go. */
    url: pulumi.Output<string>;
    distributionId: pulumi.Output<string>;
    /** CloudFront's own name of the distribution. */
    distributionDomainName: pulumi.Output<string>;
    /** Name servers to delegate the domain to. */
    nameServers: pulumi.Output<string[]>;
    vpcId: pulumi.Output<string>;
    clusterName: pulumi.Output<string>;
    /** Command that lets kubectl reach the cluster. */
    kubeconfigCommand: pulumi.Output<string>;
    namespace: pulumi.Output<string>;
    monitoringNamespace: pulumi.Output<string>;
    /** Host of the writer. */
    databaseEndpoint: pulumi.Output<string>;
    /** Host that spreads reads over the readers. */
    databaseReaderEndpoint: pulumi.Output<string>;
    databaseSecretArn: pulumi.Output<string>;
    cacheEndpoint: pulumi.Output<string>;
    cacheReaderEndpoint: pulumi.Output<string>;
    cacheSecretArn: pulumi.Output<string>;
    stateBucket: pulumi.Output<string>;
    assetsBucket: pulumi.Output<string>;
    logsBucket: pulumi.Output<string>;
    /** Where images of the application are pushed to. */
    imageRepository: pulumi.Output<string>;
    /** Secret that holds Alertmanager's routes. */
    alertmanagerConfigSecret: pulumi.Output<string>;
    /** Topic of the alarms of AWS itself. */
    alarmTopicArn: pulumi.Output<string>;
}

export function outputsOf(environment: Environment, platform: Platform): Outputs {
    const { network, storage, registry, domain, cluster, database, cache, app, cdn, monitoring, alerting, alarms } =
        platform;
    return {
        environment: environment.environment,
        region: environment.region,
        accountId: environment.accountId,
        url: cdn.url,
        distributionId: cdn.distributionId,
        distributionDomainName: cdn.distributionDomainName,
        nameServers: domain.nameServers,
        vpcId: network.vpcId,
        clusterName: cluster.name,
        kubeconfigCommand: pulumi.interpolate`aws eks update-kubeconfig --name ${cluster.name} --region ${environment.region}`,
        namespace: app.namespace,
        monitoringNamespace: monitoring.namespace,
        databaseEndpoint: database.endpoint,
        databaseReaderEndpoint: database.readerEndpoint,
        databaseSecretArn: database.masterSecretArn,
        cacheEndpoint: cache.primaryEndpoint,
        cacheReaderEndpoint: cache.readerEndpoint,
        cacheSecretArn: cache.authSecretArn,
        stateBucket: storage.stateBucket.name,
        assetsBucket: storage.assetsBucket.name,
        logsBucket: storage.logsBucket.name,
        imageRepository: registry.repositoryUrl(APP_REPOSITORY),
        alertmanagerConfigSecret: alerting.configSecretName,
        alarmTopicArn: alarms.topicArn,
    };
}

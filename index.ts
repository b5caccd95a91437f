import { loadEnvironment } from "./config/environment";
import { createApp } from "./program/application";
import { awsProvider } from "./program/aws";
import { createCluster, createControllers } from "./program/cluster";
import { createCdn, createDomain, createFirewall } from "./program/edge";
import { createKeys, createNetwork, createRegistry, createStorage } from "./program/foundation";
import {
    createAlerting,
    createCloudAlarms,
    createDashboardSecret,
    createMonitoring,
    receiverSecretArns,
} from "./program/observability";
import { type Outputs, outputsOf } from "./program/outputs";
import { createCache, createDatabase, createSessionSecret } from "./program/stores";

/**
 * OpenHands in production on AWS: reads the configuration, builds the components in the order in which they need each other,
 * hands the outputs of one to the next and returns those of the whole.
 */
function openhands(): Outputs {
    const environment = loadEnvironment();
    const cloud = { providers: [awsProvider(environment)] };

    const keys = createKeys(environment, cloud);
    const network = createNetwork(environment, keys, cloud);
    const storage = createStorage(environment, keys, cloud);
    const registry = createRegistry(environment, keys, cloud);
    const domain = createDomain(environment, cloud);

    // Before the data stores: its security group is who may connect to them.
    const cluster = createCluster(environment, { keys, network }, cloud);
    const database = createDatabase(environment, { keys, network, cluster }, cloud);
    const cache = createCache(environment, { keys, network, cluster }, cloud);
    const session = createSessionSecret(environment, keys, cloud);
    const dashboards = createDashboardSecret(environment, keys, cloud);

    const secretArns = [
        database.masterSecretArn,
        cache.authSecretArn,
        session.arn,
        dashboards.arn,
        ...receiverSecretArns(environment),
    ];
    const controllers = createControllers(environment, { keys, network, cluster, domain, secretArns }, cloud);
    const app = createApp(
        environment,
        { keys, network, storage, registry, database, cache, session, domain, cluster, controllers },
        cloud,
    );

    const firewall = createFirewall(environment, cloud);
    const cdn = createCdn(environment, { domain, firewall, storage, app }, cloud);

    const monitoring = createMonitoring(environment, { cluster, controllers, app, dashboards }, cloud);
    const alerting = createAlerting(environment, { cluster, controllers, monitoring }, cloud);
    const alarms = createCloudAlarms(environment, { keys, database, cache, cdn, app }, cloud);

    return outputsOf(environment, {
        network,
        storage,
        registry,
        domain,
        cluster,
        database,
        cache,
        app,
        cdn,
        monitoring,
        alerting,
        alarms,
    });
}

// Pulumi calls what the program exports; tests call it once for each environment.
export = openhands;

import * as pulumi from "@pulumi/pulumi";

import { App } from "../components/app/app";
import { SERVICE_ACCOUNT_NAME } from "../components/app/service-account";
import type { Cache } from "../components/cache/cache";
import type { Cluster } from "../components/cluster/cluster";
import type { PlatformControllers } from "../components/cluster/controllers";
import { WorkloadIdentity } from "../components/cluster/workload-identity";
import type { Database } from "../components/database/database";
import type { Domain } from "../components/edge/domain";
import type { Network } from "../components/network/network";
import type { Registry } from "../components/registry/registry";
import type { GeneratedSecret } from "../components/secrets/generated-secret";
import type { Keys } from "../components/security/keys";
import type { Storage } from "../components/storage/storage";
import type { Environment } from "../config/environment";
import { onCluster } from "./cluster";
import { APP_REPOSITORY, subnetPlan } from "./foundation";

type Options = pulumi.ComponentResourceOptions;

/** Where the policy of the logs bucket admits load balancers. */
const LOAD_BALANCER_LOGS = "alb";

/** What the application is built on. */
interface Surroundings {
    keys: Keys;
    network: Network;
    storage: Storage;
    registry: Registry;
    database: Database;
    cache: Cache;
    session: GeneratedSecret;
    domain: Domain;
    cluster: Cluster;
    controllers: PlatformControllers;
}

export function createApp(environment: Environment, on: Surroundings, opts: Options): App {
    const { app, domain, durability, region } = environment;
    const subnets = subnetPlan(environment);
    // Pods that start before their identity is there run without it.
    const identity = createAppIdentity(environment, on, opts);
    return new App(
        "app",
        {
            namespace: app.namespace,
            image: imageReference(environment, on.registry),
            release: { strategy: app.strategy, ...app.rolling },
            autoscaling: app.autoscaling,
            port: app.port,
            metricsPort: app.metricsPort,
            probes: app.probes,
            tuning: app.tuning,
            resources: {
                requests: { cpu: app.resources.cpuRequest, memory: app.resources.memoryRequest },
                limits: { cpu: app.resources.cpuLimit, memory: app.resources.memoryLimit },
            },
            nodeType: app.nodeType,
            userId: app.userId,
            hostName: domain.name,
            certificateArn: on.domain.regionalCertificateArn,
            loadBalancerName: `openhands-${environment.stack}`,
            privateSubnetIds: on.network.privateSubnetIds,
            accessLogs: { bucket: on.storage.logsBucket.name, prefix: LOAD_BALANCER_LOGS },
            loadBalancerCidrBlocks: subnets.private.map(({ cidr }) => cidr),
            dataCidrBlocks: subnets.data.map(({ cidr }) => cidr),
            database: {
                endpoint: on.database.endpoint,
                readerEndpoint: on.database.readerEndpoint,
                port: on.database.port,
                name: on.database.databaseName,
                secretArn: on.database.masterSecretArn,
            },
            cache: { endpoint: on.cache.primaryEndpoint, port: on.cache.port, secretArn: on.cache.authSecretArn },
            bucketName: on.storage.stateBucket.name,
            sessionSecretArn: on.session.arn,
            region,
            durability,
        },
        onCluster(on.cluster, opts, on.controllers, identity),
    );
}

/** What the application may do in AWS: keep its state, and nothing else. */
function createAppIdentity(
    environment: Environment,
    { cluster, storage, keys }: Surroundings,
    opts: Options,
): WorkloadIdentity {
    const { arn } = storage.stateBucket;
    return new WorkloadIdentity(
        "app-identity",
        {
            clusterName: cluster.name,
            namespace: environment.app.namespace,
            serviceAccount: SERVICE_ACCOUNT_NAME,
            policy: {
                Version: "2012-10-17",
                Statement: [
                    { Sid: "ListState", Effect: "Allow", Action: "s3:ListBucket", Resource: arn },
                    {
                        Sid: "KeepState",
                        Effect: "Allow",
                        Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
                        Resource: pulumi.interpolate`${arn}/*`,
                    },
                    {
                        Sid: "EncryptState",
                        Effect: "Allow",
                        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
                        Resource: keys.arn("storage"),
                    },
                ],
            },
        },
        opts,
    );
}

/** `repository:tag@digest` with what there is of it; where both are given, the digest decides and the tag tells people. */
function imageReference({ app }: Environment, registry: Registry): pulumi.Output<string> {
    const { repository, tag, digest } = app.image;
    const suffix = `${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
    return pulumi
        .output(repository ?? registry.repositoryUrl(APP_REPOSITORY))
        .apply((address) => `${address}${suffix}`);
}

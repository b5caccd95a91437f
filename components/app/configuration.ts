import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { ResolvedAppArgs } from "./args";
import { DATABASE_CA_DIRECTORY, DATABASE_CA_FILE, LABELS, SECRETS_DIRECTORY } from "./labels";

/**
 * The application's settings that are no secrets, as environment variables.
 *
 * Immutable and named by Pulumi: a change makes a new ConfigMap, which rolls the pods, while the pods that still run keep
 * the one they started with.
 */
export function createConfiguration(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
    args: ResolvedAppArgs,
): k8s.core.v1.ConfigMap {
    return new k8s.core.v1.ConfigMap(
        `${name}-settings`,
        { metadata: { namespace, labels: LABELS }, immutable: true, data: settings(args) },
        { parent },
    );
}

function settings(args: ResolvedAppArgs): Record<string, pulumi.Input<string>> {
    const origin = `https://${args.hostName}`;
    return {
        DB_HOST: args.database.endpoint,
        DB_READER_HOST: args.database.readerEndpoint,
        DB_PORT: pulumi.interpolate`${args.database.port}`,
        DB_NAME: args.database.name,
        // Encrypts and checks who answers; anything less accepts an impostor.
        PGSSLMODE: "verify-full",
        PGSSLROOTCERT: `${DATABASE_CA_DIRECTORY}/${DATABASE_CA_FILE}`,
        REDIS_HOST: args.cache.endpoint,
        REDIS_PORT: pulumi.interpolate`${args.cache.port}`,
        REDIS_SSL: "true",
        FILE_STORE: "s3",
        FILE_STORE_PATH: args.bucketName,
        AWS_S3_BUCKET: args.bucketName,
        AWS_REGION: args.region,
        WEB_HOST: args.hostName,
        // Unset would permit every origin.
        OH_PERMITTED_CORS_ORIGINS: origin,
        OPENHANDS_SECRETS_DIR: SECRETS_DIRECTORY,
        METRICS_PORT: String(args.metricsPort),
        // The root file system is read-only.
        HOME: "/tmp",
    };
}

import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { ResolvedAppArgs } from "./args";
import { LABELS } from "./labels";

/** The Kubernetes Secret that External Secrets fills; its keys become files. */
export const SECRET_NAME = "openhands-secrets";

const STORE_NAME = "secrets-manager";

/**
 * Brings the application's secrets from Secrets Manager into one Kubernetes Secret. Values pass through neither Pulumi
 * nor environment variables: the files are named as the settings (`DB_PASS`, `JWT_SECRET`, ...), the layout that
 * pydantic's `secrets_dir` and Docker secrets use.
 */
export function createSecrets(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
    args: ResolvedAppArgs,
): k8s.apiextensions.CustomResource {
    const store = new k8s.apiextensions.CustomResource(
        `${name}-secret-store`,
        {
            apiVersion: "external-secrets.io/v1",
            kind: "SecretStore",
            metadata: { name: STORE_NAME, namespace, labels: LABELS },
            // No credentials here: the controller reads with its pod identity, which may read exactly these secrets.
            spec: { provider: { aws: { service: "SecretsManager", region: args.region } } },
        },
        { parent },
    );
    return new k8s.apiextensions.CustomResource(
        `${name}-secrets`,
        {
            apiVersion: "external-secrets.io/v1",
            kind: "ExternalSecret",
            metadata: { name: SECRET_NAME, namespace, labels: LABELS },
            spec: {
                // A rotated password is in the pods after at most this long; RDS keeps rotating the master password.
                refreshInterval: "5m0s",
                secretStoreRef: { kind: "SecretStore", name: STORE_NAME },
                target: {
                    name: SECRET_NAME,
                    creationPolicy: "Owner",
                    // A secret deleted by mistake in AWS must not take running pods down.
                    deletionPolicy: "Retain",
                },
                data: [
                    { secretKey: "JWT_SECRET", remoteRef: remote(args.sessionSecretArn) },
                    { secretKey: "DB_USER", remoteRef: remote(args.database.secretArn, "username") },
                    { secretKey: "DB_PASS", remoteRef: remote(args.database.secretArn, "password") },
                    { secretKey: "REDIS_USERNAME", remoteRef: remote(args.cache.secretArn, "username") },
                    { secretKey: "REDIS_PASSWORD", remoteRef: remote(args.cache.secretArn, "password") },
                ],
            },
        },
        { parent, dependsOn: [store] },
    );
}

function remote(key: pulumi.Input<string>, property?: string): Record<string, pulumi.Input<string>> {
    return property === undefined ? { key } : { key, property };
}

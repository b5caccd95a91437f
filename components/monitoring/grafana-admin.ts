import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { ResolvedMonitoringArgs } from "./args";

/** Secret that Grafana reads its administrator from. */
export const GRAFANA_ADMIN_SECRET = "grafana-admin";

const STORE_NAME = "monitoring-secrets-manager";

/** Brings the generated password from Secrets Manager; the chart's well-known default password is never used. */
export function createGrafanaAdmin(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
    args: ResolvedMonitoringArgs,
): k8s.apiextensions.CustomResource {
    const store = new k8s.apiextensions.CustomResource(
        `${name}-secret-store`,
        {
            apiVersion: "external-secrets.io/v1",
            kind: "SecretStore",
            metadata: { name: STORE_NAME, namespace },
            spec: { provider: { aws: { service: "SecretsManager", region: args.region } } },
        },
        { parent },
    );
    return new k8s.apiextensions.CustomResource(
        `${name}-grafana-admin`,
        {
            apiVersion: "external-secrets.io/v1",
            kind: "ExternalSecret",
            metadata: { name: GRAFANA_ADMIN_SECRET, namespace },
            spec: {
                refreshInterval: "1h0m0s",
                secretStoreRef: { kind: "SecretStore", name: STORE_NAME },
                target: {
                    name: GRAFANA_ADMIN_SECRET,
                    creationPolicy: "Owner",
                    deletionPolicy: "Retain",
                    template: {
                        engineVersion: "v2",
                        data: { "admin-user": "admin", "admin-password": "{{ .password }}" },
                    },
                },
                data: [{ secretKey: "password", remoteRef: { key: args.grafanaPasswordSecretArn } }],
            },
        },
        { parent, dependsOn: [store] },
    );
}

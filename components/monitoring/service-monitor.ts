import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { ResolvedMonitoringArgs } from "./args";

/** Has Prometheus scrape the application. The `service` label of its metrics is the Service's name. */
export function createServiceMonitor(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
    args: ResolvedMonitoringArgs,
    operator: pulumi.Resource,
): void {
    new k8s.apiextensions.CustomResource(
        `${name}-application`,
        {
            apiVersion: "monitoring.coreos.com/v1",
            kind: "ServiceMonitor",
            metadata: { name: "openhands", namespace },
            spec: {
                namespaceSelector: { matchNames: [args.appNamespace] },
                selector: { matchLabels: args.appSelector },
                endpoints: [
                    {
                        port: args.metricsPortName,
                        path: "/metrics",
                        interval: "30s",
                        scrapeTimeout: "10s",
                        // A pod must not be able to pass its metrics off as another's.
                        honorLabels: false,
                    },
                ],
                // A release gone wrong must not take Prometheus down with new series.
                sampleLimit: 20000,
            },
        },
        { parent, dependsOn: [operator] },
    );
}

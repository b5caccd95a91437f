import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { overviewDashboard } from "./overview";

/** Every dashboard, by the name of its file. */
export const dashboards = { "openhands-overview": overviewDashboard } as const;

/** One ConfigMap a dashboard; Grafana's sidecar finds them by their label. */
export function createDashboards(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
): k8s.core.v1.ConfigMap[] {
    return Object.entries(dashboards).map(
        ([dashboard, build]) =>
            new k8s.core.v1.ConfigMap(
                `${name}-${dashboard}`,
                {
                    metadata: { name: `dashboard-${dashboard}`, namespace, labels: { grafana_dashboard: "1" } },
                    data: { [`${dashboard}.json`]: JSON.stringify(build(), undefined, 2) },
                },
                { parent },
            ),
    );
}

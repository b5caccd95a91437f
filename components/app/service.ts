import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { ResolvedAppArgs } from "./args";
import { LABELS, PORT_NAMES, SELECTOR } from "./labels";

const SERVICE_NAME = "openhands";

/** Inside the cluster the application is `openhands`, port 80; metrics have a port of their own. */
export function createService(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
    args: ResolvedAppArgs,
    workload: pulumi.Resource,
): k8s.core.v1.Service {
    return new k8s.core.v1.Service(
        `${name}-service`,
        {
            metadata: { name: SERVICE_NAME, namespace, labels: LABELS },
            spec: {
                type: "ClusterIP",
                selector: SELECTOR,
                ports: [
                    { name: PORT_NAMES.http, port: 80, targetPort: PORT_NAMES.http, protocol: "TCP" },
                    {
                        name: PORT_NAMES.metrics,
                        port: args.metricsPort,
                        targetPort: PORT_NAMES.metrics,
                        protocol: "TCP",
                    },
                ],
            },
        },
        // After the pods, because readiness of a Service means that it has endpoints; and gone before them.
        { parent, dependsOn: [workload] },
    );
}

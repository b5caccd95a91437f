import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { LABELS } from "./labels";

/** Name that the pod identity association refers to. */
export const SERVICE_ACCOUNT_NAME = "openhands";

/**
 * The application's own identity. It calls AWS (Pod Identity mounts a token of its own) but never the Kubernetes API,
 * so no API token is mounted. Controls: CIS EKS 4.1.5, 4.1.6.
 */
export function createServiceAccount(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
): k8s.core.v1.ServiceAccount {
    return new k8s.core.v1.ServiceAccount(
        `${name}-identity`,
        {
            metadata: { name: SERVICE_ACCOUNT_NAME, namespace, labels: LABELS },
            automountServiceAccountToken: false,
        },
        { parent },
    );
}

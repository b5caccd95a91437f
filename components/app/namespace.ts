import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Pinned, so that a cluster upgrade does not tighten admission by itself; raise it together with the cluster's version.
 */
export const POD_SECURITY_VERSION = "v1.35";

/** Namespace that admits only pods of the `restricted` Pod Security profile. Controls: K13-K19, CIS EKS 4.2, 4.5.2. */
export function createNamespace(parent: pulumi.Resource, name: string, namespace: string): k8s.core.v1.Namespace {
    return new k8s.core.v1.Namespace(
        `${name}-namespace`,
        {
            metadata: {
                name: namespace,
                labels: {
                    "app.kubernetes.io/part-of": "openhands",
                    "pod-security.kubernetes.io/enforce": "restricted",
                    "pod-security.kubernetes.io/enforce-version": POD_SECURITY_VERSION,
                    "pod-security.kubernetes.io/audit": "restricted",
                    "pod-security.kubernetes.io/audit-version": POD_SECURITY_VERSION,
                    "pod-security.kubernetes.io/warn": "restricted",
                    "pod-security.kubernetes.io/warn-version": POD_SECURITY_VERSION,
                    // A pod counts as ready only when the load balancer reaches it: releases do not outrun target health.
                    "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
                },
            },
        },
        { parent },
    );
}

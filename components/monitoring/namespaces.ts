import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Pinned, so that a cluster upgrade does not tighten admission by itself. */
const POD_SECURITY_VERSION = "v1.35";

/** Namespace that admits pods of one Pod Security profile, with the reason where that is not `restricted`. */
export function createMonitoringNamespace(
    parent: pulumi.Resource,
    name: string,
    namespace: string,
    profile: "restricted" | "privileged",
    reason?: string,
): k8s.core.v1.Namespace {
    const modes = ["enforce", "audit", "warn"].map((mode) => `pod-security.kubernetes.io/${mode}`);
    return new k8s.core.v1.Namespace(
        name,
        {
            metadata: {
                name: namespace,
                labels: {
                    "app.kubernetes.io/part-of": "openhands",
                    ...Object.fromEntries(
                        modes.flatMap((mode) => [
                            [mode, profile],
                            [`${mode}-version`, POD_SECURITY_VERSION],
                        ]),
                    ),
                },
                ...(reason === undefined ? {} : { annotations: { "openhands.dev/pod-security-reason": reason } }),
            },
        },
        { parent },
    );
}

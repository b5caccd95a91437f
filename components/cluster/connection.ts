import type * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { ClusterScope } from "./scope";

interface ConnectionArgs extends ClusterScope {
    region: string;
    controlPlane: aws.eks.Cluster;
    dependsOn: pulumi.Resource[];
}

/** The provider of everything that runs on the cluster. It signs in with the caller's own AWS identity and holds no secret. */
export function connect({ parent, name, region, controlPlane, dependsOn }: ConnectionArgs): k8s.Provider {
    return new k8s.Provider(
        `${name}-kubernetes`,
        {
            kubeconfig: pulumi.jsonStringify({
                apiVersion: "v1",
                kind: "Config",
                "current-context": "cluster",
                clusters: [
                    {
                        name: "cluster",
                        cluster: {
                            server: controlPlane.endpoint,
                            "certificate-authority-data": controlPlane.certificateAuthority.data,
                        },
                    },
                ],
                contexts: [{ name: "cluster", context: { cluster: "cluster", user: "caller" } }],
                users: [
                    {
                        name: "caller",
                        user: {
                            exec: {
                                apiVersion: "client.authentication.k8s.io/v1beta1",
                                command: "aws",
                                args: [
                                    "eks",
                                    "get-token",
                                    "--cluster-name",
                                    controlPlane.name,
                                    "--region",
                                    region,
                                    "--output",
                                    "json",
                                ],
                                interactiveMode: "Never",
                            },
                        },
                    },
                ],
            }),
            // Objects are replaced when the cluster is another one, not when its certificate or address changes.
            clusterIdentifier: controlPlane.name,
            enableServerSideApply: true,
        },
        { parent, dependsOn },
    );
}

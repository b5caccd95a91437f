import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { childTransform } from "../transforms";
import type { ResolvedAppArgs } from "./args";
import { LABELS, PORT_NAMES } from "./labels";

/** Seconds a silent connection is kept. Sessions are WebSockets: the default of 60 cuts them off between two messages. */
const WEBSOCKET_IDLE_SECONDS = 3600;

/**
 * The internal load balancer in front of the pods: HTTPS only, straight to pod addresses. The edge reaches it through a
 * VPC origin; it has no public address. Controls: ELB.1, 4-6, 12, SC-8.
 *
 * @cost about 16 USD a month and 6 USD for each capacity unit
 */
export function createIngress(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
    args: ResolvedAppArgs,
    service: k8s.core.v1.Service,
): k8s.networking.v1.Ingress {
    return new k8s.networking.v1.Ingress(
        `${name}-ingress`,
        {
            metadata: {
                name: "openhands",
                namespace,
                labels: LABELS,
                annotations: childTransform(args.transforms?.ingressAnnotations, annotations(args)),
            },
            spec: {
                ingressClassName: "alb",
                tls: [{ hosts: [args.hostName] }],
                rules: [
                    {
                        host: args.hostName,
                        http: {
                            paths: [
                                {
                                    path: "/",
                                    pathType: "Prefix",
                                    backend: {
                                        service: { name: service.metadata.name, port: { name: PORT_NAMES.http } },
                                    },
                                },
                            ],
                        },
                    },
                ],
            },
        },
        { parent, dependsOn: [service] },
    );
}

function annotations(args: ResolvedAppArgs): Record<string, pulumi.Input<string>> {
    const prefix = "alb.ingress.kubernetes.io";
    return {
        [`${prefix}/load-balancer-name`]: args.loadBalancerName,
        [`${prefix}/scheme`]: "internal",
        [`${prefix}/target-type`]: "ip",
        [`${prefix}/subnets`]: pulumi.output(args.privateSubnetIds).apply((ids) => ids.join(",")),
        [`${prefix}/inbound-cidrs`]: pulumi.all(args.loadBalancerCidrBlocks).apply((blocks) => blocks.join(",")),
        [`${prefix}/listen-ports`]: JSON.stringify([{ HTTPS: 443 }]),
        [`${prefix}/certificate-arn`]: args.certificateArn,
        [`${prefix}/ssl-policy`]: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        [`${prefix}/healthcheck-path`]: args.probes.readiness,
        [`${prefix}/healthcheck-interval-seconds`]: "10",
        [`${prefix}/healthy-threshold-count`]: "2",
        [`${prefix}/success-codes`]: "200",
        // No longer than the pod lives: what has not finished by then is cut in any case.
        [`${prefix}/target-group-attributes`]: attributes({
            "deregistration_delay.timeout_seconds": args.terminationGracePeriodSeconds,
        }),
        [`${prefix}/load-balancer-attributes`]: loadBalancerAttributes(args),
    };
}

function loadBalancerAttributes(args: ResolvedAppArgs): pulumi.Output<string> {
    return pulumi.output(args.accessLogs).apply((logs) =>
        attributes({
            "idle_timeout.timeout_seconds": WEBSOCKET_IDLE_SECONDS,
            "routing.http.drop_invalid_header_fields.enabled": true,
            "routing.http.desync_mitigation_mode": "defensive",
            "deletion_protection.enabled": args.durability === "protected",
            "access_logs.s3.enabled": logs !== undefined,
            ...(logs && { "access_logs.s3.bucket": logs.bucket, "access_logs.s3.prefix": logs.prefix }),
        }),
    );
}

function attributes(values: Record<string, string | number | boolean>): string {
    return Object.entries(values)
        .map(([key, value]) => `${key}=${value}`)
        .join(",");
}

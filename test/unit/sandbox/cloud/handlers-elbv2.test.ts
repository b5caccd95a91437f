import assert from "node:assert/strict";
import { ACMClient, RequestCertificateCommand } from "@aws-sdk/client-acm";
import { handlers } from "../../../../sandbox/cloud/handlers/elbv2";
import type { Properties } from "../../../../sandbox/provider/types";
import { handlerOf, lifecycle, subnets, useEmulator } from "./handlers-support";

const loadBalancer = handlerOf(handlers, "aws:lb/loadBalancer:LoadBalancer");
const targetGroup = handlerOf(handlers, "aws:lb/targetGroup:TargetGroup");
const listener = handlerOf(handlers, "aws:lb/listener:Listener");

describe("ELBv2 handlers", () => {
    const context = useEmulator();
    let vpcId: string;
    let subnetIds: string[];

    before(async () => {
        ({ vpcId, subnetIds } = await subnets(context(), ["a", "b", "c"]));
    });

    it("takes a load balancer through its life", async () => {
        await lifecycle(loadBalancer, {
            context: context(),
            inputs: {
                name: "app",
                internal: true,
                subnets: subnetIds.slice(0, 2),
                idleTimeout: 120,
                dropInvalidHeaderFields: true,
                accessLogs: { bucket: "logs", enabled: true, prefix: "app" },
                tags: { owner: "platform" },
            },
            change: {
                subnets: subnetIds,
                idleTimeout: 300,
                dropInvalidHeaderFields: true,
                accessLogs: undefined,
                tags: { owner: "data" },
            },
            created: (state, id) => {
                assert.equal(state.vpcId, vpcId);
                assert.equal(state.enableHttp2, true);
                assert.equal(state.arnSuffix, id.split(":loadbalancer/")[1]);
                assert.match(String(state.dnsName), /elb\.amazonaws\.com$/);
            },
        });
    });

    it("refuses to delete a protected load balancer", async () => {
        const { id, state } = await loadBalancer.create(
            {
                ...loadBalancer.defaults,
                name: "guarded",
                internal: true,
                subnets: subnetIds,
                enableDeletionProtection: true,
            },
            context(),
        );
        await assert.rejects(loadBalancer.delete(id, state, context()), /deletion protection/i);
        assert.ok(await loadBalancer.read(id, state, context()));
    });

    it("takes a target group through its life", async () => {
        await lifecycle(targetGroup, {
            context: context(),
            inputs: {
                name: "app",
                port: 3000,
                protocol: "HTTP",
                targetType: "ip",
                vpcId,
                deregistrationDelay: 30,
                healthCheck: { path: "/health", interval: 10, healthyThreshold: 2, matcher: "200-299" },
                stickiness: { type: "lb_cookie", enabled: true, cookieDuration: 3600 },
                tags: { owner: "platform" },
            },
            change: {
                deregistrationDelay: 60,
                healthCheck: { path: "/ready", interval: 15, healthyThreshold: 3, matcher: "200" },
                tags: { owner: "data" },
            },
            created: (state) => assert.match(String(state.arnSuffix), /^targetgroup\/app\//),
        });
    });

    describe("listeners", () => {
        let arns: { balancer: unknown; groups: unknown[] };

        before(async () => {
            const balancer = await loadBalancer.create(
                { ...loadBalancer.defaults, name: "listening", internal: true, subnets: subnetIds },
                context(),
            );
            const groups: unknown[] = [];
            for (const name of ["blue", "green"]) {
                const { state } = await targetGroup.create(
                    { ...targetGroup.defaults, name, port: 80, protocol: "HTTP", vpcId },
                    context(),
                );
                groups.push(state.arn);
            }
            arns = { balancer: balancer.state.arn, groups };
        });

        it("forward, first to one group and then to two by weight", async () => {
            const [blue, green] = arns.groups;
            const { CertificateArn } = await context()
                .client(ACMClient)
                .send(new RequestCertificateCommand({ DomainName: "app.example.com" }));
            const weighted = (blueWeight: number): Properties[] => [
                {
                    type: "forward",
                    forward: {
                        targetGroups: [
                            { arn: blue, weight: blueWeight },
                            { arn: green, weight: 100 - blueWeight },
                        ],
                        stickiness: { enabled: true, duration: 60 },
                    },
                },
            ];
            await lifecycle(listener, {
                context: context(),
                inputs: {
                    loadBalancerArn: arns.balancer,
                    port: 443,
                    protocol: "HTTPS",
                    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
                    certificateArn: CertificateArn,
                    defaultActions: [{ type: "forward", targetGroupArn: blue }],
                    tags: { owner: "platform" },
                },
                change: { defaultActions: weighted(90) },
            });
        });

        it("redirect, and answer by themselves", async () => {
            await lifecycle(listener, {
                context: context(),
                inputs: {
                    loadBalancerArn: arns.balancer,
                    port: 80,
                    protocol: "HTTP",
                    defaultActions: [
                        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
                    ],
                },
                change: {
                    defaultActions: [
                        {
                            type: "fixed-response",
                            fixedResponse: { contentType: "text/plain", messageBody: "closed", statusCode: "503" },
                        },
                    ],
                },
            });
        });

        it("refuse an action that is not modelled", async () => {
            await assert.rejects(
                listener.create(
                    {
                        loadBalancerArn: arns.balancer,
                        port: 8080,
                        protocol: "HTTP",
                        defaultActions: [{ type: "authenticate-oidc" }],
                    },
                    context(),
                ),
                /authenticate-oidc is not modelled/,
            );
        });
    });
});

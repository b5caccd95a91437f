import { deepEqual, equal, ok, rejects } from "node:assert/strict";

import type { Deployment } from "../../support/deploy";
import { app, AUTOSCALER, deploymentSpec, LOAD_BALANCER, SCALED } from "./app-fixture";

describe("App: how many pods", () => {
    it("runs six and replaces them one by one", async () => {
        const spec = deploymentSpec(await app());
        equal(spec.replicas, 6);
        deepEqual(spec.strategy, { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 1 } });
    });

    it("leaves the number to the autoscaler where there is one", async () => {
        const stack = await app({ autoscaling: SCALED });
        equal("replicas" in deploymentSpec(stack), false);
        deepEqual(stack.find(AUTOSCALER).inputs.spec, {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "openhands-deployment" },
            minReplicas: 3,
            maxReplicas: 20,
            metrics: [
                {
                    type: "Resource",
                    resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
                },
                {
                    type: "Resource",
                    resource: { name: "memory", target: { type: "Utilization", averageUtilization: 80 } },
                },
            ],
            behavior: {
                scaleDown: {
                    stabilizationWindowSeconds: 300,
                    policies: [{ type: "Percent", value: 10, periodSeconds: 60 }],
                },
                scaleUp: {
                    stabilizationWindowSeconds: 60,
                    policies: [{ type: "Percent", value: 50, periodSeconds: 60 }],
                },
            },
        });
        await rejects(app({ autoscaling: SCALED, replicas: 6 }), /replicas is 6 beside autoscaling; remove replicas/);
    });

    it("lets a drain take one pod at a time, whatever the number of pods", async () => {
        const budget = (await app()).find("kubernetes:policy/v1:PodDisruptionBudget").inputs.spec;
        deepEqual(budget, {
            maxUnavailable: 1,
            selector: { matchLabels: { app: "openhands" } },
            unhealthyPodEvictionPolicy: "AlwaysAllow",
        });
    });

    it("refuses numbers that cannot work, before anything is created", async () => {
        const scaling = (changes: object) => app({ autoscaling: { ...SCALED, ...changes } });
        await rejects(scaling({ minReplicas: 1 }), /autoscaling\.minReplicas is 1; at least 2/);
        await rejects(scaling({ maxReplicas: 2 }), /autoscaling\.maxReplicas is 2, below minReplicas 3/);
        await rejects(scaling({ cpuPercent: 0 }), /autoscaling\.cpuPercent is 0/);
        await rejects(
            app({ release: { strategy: "rolling", maxSurge: 0, maxUnavailable: "0%" } }),
            /no pod could ever be replaced/,
        );
    });
});

describe("App: order", () => {
    const dependsOn = (stack: Deployment<unknown>, later: string, earlier: string): boolean => {
        const find = (name: string) => stack.resources.find((resource) => resource.name === name);
        const urn = find(earlier)?.urn;
        ok(urn !== undefined, `no resource ${earlier}`);
        return find(later)?.dependencies.includes(urn) ?? false;
    };

    it("starts pods behind their network policies and secrets, and leads traffic to them last", async () => {
        const stack = await app({ autoscaling: SCALED });
        for (const earlier of ["app-default-deny", "app-secrets", "app-disruption"]) {
            ok(dependsOn(stack, "app-rolling", earlier), earlier);
        }
        ok(dependsOn(stack, "app-secrets", "app-secret-store"));
        ok(dependsOn(stack, "app-service", "app-rolling"));
        ok(dependsOn(stack, "app-ingress", "app-service"));
        ok(dependsOn(stack, "app-autoscaler", "app-rolling"));
    });

    it("hands on where the application is found", async () => {
        deepEqual((await app()).outputs, {
            namespace: "openhands",
            serviceName: "openhands",
            loadBalancerHostname: "internal-openhands-test.elb.example",
            loadBalancerArn: LOAD_BALANCER,
        });
    });
});

import { deepEqual, doesNotMatch, equal, match, ok, rejects } from "node:assert/strict";

import type { Deployment } from "../../support/deploy";
import { app, INGRESS, metadata, POLICY } from "./app-fixture";

describe("App: the network", () => {
    type Rule = { from?: object[]; to?: object[]; ports: { port: number; protocol: string }[] };
    type Spec = { podSelector: object; policyTypes: string[]; ingress?: Rule[]; egress?: Rule[] };

    const specs = (stack: Deployment<unknown>) =>
        Object.fromEntries(stack.findAll(POLICY).map((policy) => [metadata(policy).name, policy.inputs.spec as Spec]));
    const peers = (stack: Deployment<unknown>, direction: "ingress" | "egress", port: number) =>
        Object.values(specs(stack))
            .flatMap((spec) => spec[direction] ?? [])
            .filter(({ ports }) => ports.some((candidate) => candidate.port === port))
            .flatMap(({ from, to }) => from ?? to ?? []);

    it("is closed both ways to every pod of the namespace", async () => {
        deepEqual(specs(await app())["default-deny"], { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    });

    it("lets the load balancer's subnets in, and Prometheus to the metrics only", async () => {
        const stack = await app();
        deepEqual(peers(stack, "ingress", 8000), [
            { ipBlock: { cidr: "10.0.64.0/20" } },
            { ipBlock: { cidr: "10.0.80.0/20" } },
        ]);
        deepEqual(peers(stack, "ingress", 9464), [
            {
                namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
                podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
            },
        ]);
    });

    it("lets the pods out to database, cache, name service, their identity and HTTPS, not to the node's credentials", async () => {
        const stack = await app();
        const data = [{ ipBlock: { cidr: "10.0.128.0/24" } }, { ipBlock: { cidr: "10.0.129.0/24" } }];
        deepEqual(peers(stack, "egress", 5432), data);
        deepEqual(peers(stack, "egress", 6379), data);
        equal(peers(stack, "egress", 53).length, 1);
        deepEqual(peers(stack, "egress", 80), [{ ipBlock: { cidr: "169.254.170.23/32" } }]);
        deepEqual(peers(stack, "egress", 443), [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }]);
        deepEqual(Object.keys(specs(stack)).sort(), [
            "allow-data",
            "allow-dns",
            "allow-https",
            "allow-load-balancer",
            "allow-metrics-scrape",
            "allow-pod-identity",
            "default-deny",
        ]);
        await rejects(app({ dataCidrBlocks: [] }), /dataCidrBlocks is empty/);
    });

    it("keeps the metrics on a port that no route leads to", async () => {
        const stack = await app();
        match(JSON.stringify(stack.find(INGRESS).inputs.spec), /"port":\{"name":"http"\}/);
        doesNotMatch(JSON.stringify(stack.find(INGRESS).inputs.spec), /metrics|9464/);
        await rejects(app({ metricsPort: 8000 }), /metricsPort is 8000/);
    });

    it("is entered through an internal load balancer that speaks TLS only and holds WebSockets open", async () => {
        const stack = await app({ accessLogs: { bucket: "logs-bucket", prefix: "load-balancer" } });
        const annotations = Object.fromEntries(
            Object.entries(metadata(stack.find(INGRESS)).annotations).map(([key, value]) => [
                key.replace("alb.ingress.kubernetes.io/", ""),
                value,
            ]),
        );
        equal((stack.find(INGRESS).inputs.spec as { ingressClassName: string }).ingressClassName, "alb");
        equal(annotations.scheme, "internal");
        equal(annotations["target-type"], "ip");
        equal(annotations["load-balancer-name"], "openhands-test");
        equal(annotations["listen-ports"], '[{"HTTPS":443}]');
        equal(annotations.subnets, "subnet-a,subnet-b");
        equal(annotations["inbound-cidrs"], "10.0.64.0/20,10.0.80.0/20");
        match(annotations["ssl-policy"] ?? "", /TLS13/);
        const attributes = annotations["load-balancer-attributes"]?.split(",") ?? [];
        for (const attribute of [
            "idle_timeout.timeout_seconds=3600",
            "routing.http.drop_invalid_header_fields.enabled=true",
            "deletion_protection.enabled=true",
            "access_logs.s3.enabled=true",
            "access_logs.s3.bucket=logs-bucket",
        ]) {
            ok(attributes.includes(attribute), `${attribute} is missing in ${attributes.join(" ")}`);
        }
    });

    it("can be destroyed where the environment is destroyable", async () => {
        const { annotations } = metadata((await app({ durability: "destroyable" })).find(INGRESS));
        match(
            annotations["alb.ingress.kubernetes.io/load-balancer-attributes"] ?? "",
            /deletion_protection.enabled=false,access_logs.s3.enabled=false/,
        );
    });

    it("refuses a load balancer name that AWS would refuse", async () => {
        await rejects(app({ loadBalancerName: "internal-openhands" }), /loadBalancerName is "internal-openhands"/);
        await rejects(app({ loadBalancerName: "o".repeat(33) }), /1 to 32 letters/);
    });
});

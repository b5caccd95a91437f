import assert from "node:assert/strict";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { LoadBalancerController } from "../../../../sandbox/kubernetes/load-balancer/controller";
import { modelOf } from "../../../../sandbox/kubernetes/load-balancer/model";
import type { KubernetesObject } from "../../../../sandbox/kubernetes/objects";
import { FakeApi } from "./fake-api";

const PREFIX = "alb.ingress.kubernetes.io/";

function ingress(annotations: Record<string, string> = {}): KubernetesObject {
    const prefixed = Object.entries(annotations).map(([key, value]) => [`${PREFIX}${key}`, value]);
    const backend = { service: { name: "web", port: { number: 80 } } };
    return {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: {
            name: "web",
            namespace: "app",
            generation: 1,
            annotations: Object.fromEntries(prefixed) as Record<string, string>,
        },
        spec: {
            ingressClassName: "alb",
            rules: [{ host: "x.test", http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
        },
    };
}

describe("load balancer controller: annotations", () => {
    it("are read as the AWS controller documents them", () => {
        const model = modelOf(
            ingress({
                "load-balancer-name": "openhands",
                subnets: "subnet-1, subnet-2",
                "listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
                "certificate-arn": "arn:a",
                "load-balancer-attributes": "idle_timeout.timeout_seconds=3600",
                "inbound-cidrs": "",
            }),
        );
        assert.deepEqual([model.name, model.stack, model.scheme], ["openhands", "app/web", "internal"]);
        assert.deepEqual(model.subnets, ["subnet-1", "subnet-2"]);
        assert.deepEqual(model.listeners, [
            { protocol: "HTTP", port: 80 },
            { protocol: "HTTPS", port: 443 },
        ]);
        assert.deepEqual(model.attributes, { "idle_timeout.timeout_seconds": "3600" });
        assert.deepEqual(model.inboundCidrs, [], "an empty list admits no one");
        assert.deepEqual(model.backends, [
            { host: "x.test", path: "/", pathType: "Prefix", service: "web", port: "80" },
        ]);
    });

    it("get defaults: internal, HTTP without a certificate, a generated name", () => {
        const model = modelOf(ingress());
        assert.deepEqual(model.listeners, [{ protocol: "HTTP", port: 80 }]);
        assert.match(model.name, /^k8s-app-web-[0-9a-f]{10}$/);
    });

    it("are refused with the annotation that is wrong", () => {
        const wrong: [Record<string, string>, RegExp][] = [
            [{ scheme: "public" }, /scheme must be internal or internet-facing, not "public"/],
            [{ "load-balancer-name": "x".repeat(33) }, /load-balancer-name .* at most 32/],
            [{ "listen-ports": '[{"HTTPS": 443}]' }, /no alb\.ingress\.kubernetes\.io\/certificate-arn/],
            [{ "listen-ports": "443" }, /listen-ports names no port/],
            [{ "load-balancer-attributes": "x" }, /key=value pairs, not "x"/],
            [{ "healthcheck-interval-seconds": "often" }, /must be a whole number/],
        ];
        for (const [annotations, message] of wrong) {
            assert.throws(() => modelOf(ingress(annotations)), message);
        }
    });
});

describe("load balancer controller: Ingresses", () => {
    let api: FakeApi;
    let calls: string[];
    let subnetZones: string[];
    let now: number;
    let controller: LoadBalancerController;

    beforeEach(() => {
        api = new FakeApi();
        calls = [];
        subnetZones = ["a", "b"];
        now = 0;
        // The clients' middleware is cut short: what would be sent is answered here.
        const answer = (command: object): unknown => {
            const name = command.constructor.name;
            calls.push(name);
            switch (name) {
                case "DescribeSubnetsCommand":
                    return {
                        Subnets: subnetZones.map((zone) => ({ SubnetId: zone, AvailabilityZone: zone, VpcId: "v" })),
                    };
                case "CreateLoadBalancerCommand":
                    return { LoadBalancers: [{ LoadBalancerArn: "arn:lb", DNSName: "lb.test" }] };
                case "CreateTargetGroupCommand":
                    return { TargetGroups: [{ TargetGroupArn: "arn:tg" }] };
                default:
                    return {};
            }
        };
        const elb = new ElasticLoadBalancingV2Client();
        const ec2 = new EC2Client();
        Object.assign(elb, { send: (command: object) => Promise.resolve(answer(command)) });
        Object.assign(ec2, { send: (command: object) => Promise.resolve(answer(command)) });
        const request = (method: string, path: string, body = "{}") => {
            calls.push(`${method} ${path.replace(/\?.*/, "")}`);
            const patch = JSON.parse(body) as KubernetesObject;
            const found = api.find("Ingress", "app/web");
            if (method === "PATCH" && found !== undefined) {
                Object.assign(found.metadata, patch.metadata);
                Object.assign(found, { status: patch["status"] ?? found["status"] });
            } else if (method === "POST") {
                api.put(patch);
            }
            return Promise.resolve(undefined as never);
        };
        const kubernetes = { list: api.list.bind(api), request };
        const clusterName = () => Promise.resolve("openhands");
        const aws = { elb, ec2, clusterName };
        controller = new LoadBalancerController(
            kubernetes,
            aws,
            () => now,
            () => undefined,
        );
    });

    const serveClass = () =>
        api.put({
            apiVersion: "networking.k8s.io/v1",
            kind: "IngressClass",
            metadata: { name: "alb" },
            spec: { controller: "ingress.k8s.aws/alb" },
        });
    const made = () => calls.filter((call) => call === "CreateLoadBalancerCommand").length;
    const live = () => api.find("Ingress", "app/web") as KubernetesObject;
    const complaints = async () => (await api.list("v1", "Event")).map((event) => String(event["message"]));

    it("are left alone until their class is there", async () => {
        api.put(ingress());
        await controller.reconcileAll();
        assert.deepEqual(calls, []);
    });

    it("get a load balancer once, and say where it is", async () => {
        serveClass();
        api.put(ingress());
        await controller.reconcileAll();
        await controller.reconcileAll();
        assert.equal(made(), 1);
        assert.deepEqual(live().metadata.finalizers, ["ingress.k8s.aws/resources"]);
        assert.deepEqual(live()["status"], { loadBalancer: { ingress: [{ hostname: "lb.test" }] } });
    });

    it("are told what is wrong, once, and tried again", async () => {
        serveClass();
        api.put(ingress());
        subnetZones = ["a"];
        await controller.reconcileAll();
        now += 10_000;
        await controller.reconcileAll();
        assert.equal((await complaints()).length, 1);
        assert.match((await complaints())[0] ?? "", /needs subnets in two zones/);
        subnetZones = ["a", "b"];
        now += 10_000;
        await controller.reconcileAll();
        assert.equal(made(), 1);
        assert.match((await complaints())[1] ?? "", /Successfully reconciled/);
    });

    it("give everything back when they go, although their class has gone before them", async () => {
        const leaving = ingress();
        leaving.metadata.deletionTimestamp = "2026-01-01T00:00:00Z";
        leaving.metadata.finalizers = ["ingress.k8s.aws/resources", "foregroundDeletion"];
        api.put(leaving);
        await controller.reconcileAll();
        assert.deepEqual(live().metadata.finalizers, ["foregroundDeletion"]);
    });
});

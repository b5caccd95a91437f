import { deepEqual, doesNotMatch, equal, match, ok, rejects } from "node:assert/strict";

import { App } from "../../../components/app/app";
import type { AppArgs } from "../../../components/app/args";
import { type Deployment, deploy, type Registered } from "../../support/deploy";

const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";
const IMAGE = `registry.example/openhands@sha256:${"a".repeat(64)}`;
const LOAD_BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/openhands-test/0123";

const SCALED = { minReplicas: 3, maxReplicas: 20 };

function app(changes: Partial<AppArgs> = {}) {
    return deploy(
        () => {
            const { namespace, serviceName, loadBalancerHostname, loadBalancerArn } = new App("app", {
                namespace: "openhands",
                image: IMAGE,
                release: { strategy: "rolling" },
                hostName: "openhands.example.com",
                certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/regional",
                loadBalancerName: "openhands-test",
                privateSubnetIds: ["subnet-a", "subnet-b"],
                loadBalancerCidrBlocks: ["10.0.64.0/20", "10.0.80.0/20"],
                dataCidrBlocks: ["10.0.128.0/24", "10.0.129.0/24"],
                database: {
                    endpoint: "writer.example",
                    readerEndpoint: "reader.example",
                    port: 5432,
                    name: "openhands",
                    secretArn: `${SECRET}database`,
                },
                cache: { endpoint: "cache.example", port: 6379, secretArn: `${SECRET}cache` },
                bucketName: "state-bucket",
                sessionSecretArn: `${SECRET}session`,
                region: "us-east-1",
                durability: "protected",
                ...changes,
            });
            return { namespace, serviceName, loadBalancerHostname, loadBalancerArn };
        },
        {
            invoke: (token, args) =>
                token === "aws:lb/getLoadBalancer:getLoadBalancer" && args.name === "openhands-test"
                    ? { arn: LOAD_BALANCER, dnsName: "internal-openhands-test.elb.example" }
                    : undefined,
        },
    );
}

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

interface PodSpec extends Record<string, unknown> {
    containers: Record<string, unknown>[];
    volumes: Record<string, unknown>[];
}
interface DeploymentSpec {
    replicas?: number;
    strategy: unknown;
    template: { metadata: { labels: Record<string, string> }; spec: PodSpec };
}

const deploymentSpec = (stack: Deployment<unknown>) => stack.find(DEPLOYMENT).inputs.spec as DeploymentSpec;
const podOf = (stack: Deployment<unknown>) => deploymentSpec(stack).template.spec;
const containerOf = (stack: Deployment<unknown>) => podOf(stack).containers[0] ?? {};
const metadata = (resource: Registered) =>
    resource.inputs.metadata as { name: string; labels: Record<string, string>; annotations: Record<string, string> };
const settingsOf = (stack: Deployment<unknown>) =>
    stack.find("kubernetes:core/v1:ConfigMap", "app-settings").inputs.data as Record<string, string>;

describe("App: the pod", () => {
    it("asks for the resources, spread and nodes of the reference", async () => {
        const stack = await app();
        deepEqual(containerOf(stack).resources, {
            requests: { cpu: "250m", memory: "512Mi" },
            limits: { cpu: "1", memory: "2Gi" },
        });
        deepEqual(podOf(stack).affinity, {
            nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                    nodeSelectorTerms: [
                        { matchExpressions: [{ key: "node-type", operator: "In", values: ["compute-optimized"] }] },
                    ],
                },
            },
            podAntiAffinity: {
                preferredDuringSchedulingIgnoredDuringExecution: [
                    {
                        weight: 100,
                        podAffinityTerm: {
                            labelSelector: {
                                matchExpressions: [{ key: "app", operator: "In", values: ["openhands"] }],
                            },
                            topologyKey: "kubernetes.io/hostname",
                        },
                    },
                ],
            },
        });
        equal(deploymentSpec(stack).template.metadata.labels.app, "openhands");
    });

    it("is probed as in the reference", async () => {
        const { readinessProbe, livenessProbe, startupProbe } = containerOf(await app());
        deepEqual(readinessProbe, {
            httpGet: { path: "/health/ready", port: 8000 },
            initialDelaySeconds: 5,
            periodSeconds: 3,
            timeoutSeconds: 2,
            failureThreshold: 3,
        });
        deepEqual(livenessProbe, {
            httpGet: { path: "/health/live", port: 8000 },
            initialDelaySeconds: 30,
            periodSeconds: 10,
            timeoutSeconds: 5,
            failureThreshold: 3,
        });
        deepEqual(startupProbe, {
            httpGet: { path: "/health/startup", port: 8000 },
            initialDelaySeconds: 10,
            periodSeconds: 5,
            timeoutSeconds: 3,
            failureThreshold: 10,
        });
    });

    it("is tuned by the four variables of the reference and keeps its two scratch volumes", async () => {
        const stack = await app();
        deepEqual(containerOf(stack).env, [
            { name: "WORKERS", value: "4" },
            { name: "MAX_CONNECTIONS", value: "1000" },
            { name: "KEEP_ALIVE_TIMEOUT", value: "65" },
            { name: "GRACEFUL_TIMEOUT", value: "30" },
        ]);
        const { volumes, terminationGracePeriodSeconds, dnsPolicy, restartPolicy } = podOf(stack);
        deepEqual(volumes.slice(0, 2), [
            { name: "tmp-volume", emptyDir: { sizeLimit: "1Gi" } },
            { name: "cache-volume", emptyDir: { sizeLimit: "2Gi" } },
        ]);
        deepEqual([terminationGracePeriodSeconds, dnsPolicy, restartPolicy], [30, "ClusterFirst", "Always"]);
    });

    it("may do nothing that Pod Security `restricted` forbids, and writes to its scratch volumes only", async () => {
        const stack = await app();
        deepEqual(podOf(stack).securityContext, {
            runAsNonRoot: true,
            runAsUser: 42420,
            runAsGroup: 42420,
            fsGroup: 42420,
            fsGroupChangePolicy: "OnRootMismatch",
            seccompProfile: { type: "RuntimeDefault" },
        });
        deepEqual(containerOf(stack).securityContext, {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
        });
        equal(podOf(stack).automountServiceAccountToken, false);
        const labels = metadata(stack.find("kubernetes:core/v1:Namespace")).labels;
        for (const mode of ["enforce", "audit", "warn"]) {
            equal(labels[`pod-security.kubernetes.io/${mode}`], "restricted");
            match(labels[`pod-security.kubernetes.io/${mode}-version`] ?? "", /^v1\.\d+$/);
        }
    });

    it("drains before it is told to stop, within the time it has", async () => {
        deepEqual(containerOf(await app()).lifecycle, { preStop: { sleep: { seconds: 10 } } });
        await rejects(app({ drainSeconds: 30 }), /drainSeconds is 30, terminationGracePeriodSeconds 30/);
    });

    it("finds its secrets as files and none in its environment", async () => {
        const stack = await app();
        const everythingButFiles = JSON.stringify([containerOf(stack).env, settingsOf(stack)]);
        doesNotMatch(everythingButFiles, /PASS|SECRET"|TOKEN|secretKeyRef|secretsmanager/);
        deepEqual(containerOf(stack).envFrom, [{ configMapRef: {} }]);
        const mounts = containerOf(stack).volumeMounts as { name: string; mountPath: string; readOnly?: boolean }[];
        deepEqual(
            mounts.find(({ name }) => name === "secrets-volume"),
            { name: "secrets-volume", mountPath: "/run/secrets/openhands", readOnly: true },
        );
        const external = stack.find("kubernetes:external-secrets.io/v1:ExternalSecret").inputs.spec as {
            data: { secretKey: string; remoteRef: { key: string; property?: string } }[];
        };
        deepEqual(
            external.data.map(({ secretKey, remoteRef }) => [secretKey, remoteRef.key, remoteRef.property]),
            [
                ["JWT_SECRET", `${SECRET}session`, undefined],
                ["DB_USER", `${SECRET}database`, "username"],
                ["DB_PASS", `${SECRET}database`, "password"],
                ["REDIS_USERNAME", `${SECRET}cache`, "username"],
                ["REDIS_PASSWORD", `${SECRET}cache`, "password"],
            ],
        );
    });

    it("checks who answers as the database, with the authorities of its region", async () => {
        const stack = await app({ region: "eu-west-1" });
        equal(settingsOf(stack).PGSSLMODE, "verify-full");
        equal(settingsOf(stack).PGSSLROOTCERT, "/etc/openhands/database-ca/ca.pem");
        const { data } = stack.find("kubernetes:core/v1:ConfigMap", "app-database-ca").inputs as {
            data: Record<string, string>;
        };
        equal(data["ca.pem"]?.match(/BEGIN CERTIFICATE/g)?.length, 3);
        await rejects(app({ region: "eu-wset-1" }), /region is "eu-wset-1"/);
    });

    it("accepts calls from its own origin only", async () => {
        equal(settingsOf(await app()).OH_PERMITTED_CORS_ORIGINS, "https://openhands.example.com");
    });
});

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

import { App } from "../../../components/app/app";
import type { AppArgs } from "../../../components/app/args";
import { type Deployment, deploy, type Registered } from "../../support/deploy";

export const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";
const IMAGE = `registry.example/openhands@sha256:${"a".repeat(64)}`;
export const LOAD_BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/openhands-test/0123";

export const SCALED = { minReplicas: 3, maxReplicas: 20 };

/** Deploys the application with workable arguments and the given changes. */
export function app(changes: Partial<AppArgs> = {}) {
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

export const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
export const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
export const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
export const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

interface PodSpec extends Record<string, unknown> {
    containers: Record<string, unknown>[];
    volumes: Record<string, unknown>[];
}
interface DeploymentSpec {
    replicas?: number;
    strategy: unknown;
    template: { metadata: { labels: Record<string, string> }; spec: PodSpec };
}

export const deploymentSpec = (stack: Deployment<unknown>) => stack.find(DEPLOYMENT).inputs.spec as DeploymentSpec;
export const podOf = (stack: Deployment<unknown>) => deploymentSpec(stack).template.spec;
export const containerOf = (stack: Deployment<unknown>) => podOf(stack).containers[0] ?? {};
export const metadata = (resource: Registered) =>
    resource.inputs.metadata as { name: string; labels: Record<string, string>; annotations: Record<string, string> };
export const settingsOf = (stack: Deployment<unknown>) =>
    stack.find("kubernetes:core/v1:ConfigMap", "app-settings").inputs.data as Record<string, string>;

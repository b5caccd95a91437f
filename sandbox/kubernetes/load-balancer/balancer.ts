import type { EC2Client } from "@aws-sdk/client-ec2";
import {
    type Action,
    CreateListenerCommand,
    CreateLoadBalancerCommand,
    CreateRuleCommand,
    CreateTargetGroupCommand,
    DeleteListenerCommand,
    DeleteLoadBalancerCommand,
    DeleteTargetGroupCommand,
    DescribeListenersCommand,
    DescribeLoadBalancersCommand,
    DescribeTagsCommand,
    DescribeTargetGroupsCommand,
    type ElasticLoadBalancingV2Client,
    LoadBalancerNotFoundException,
    ModifyLoadBalancerAttributesCommand,
    ModifyTargetGroupAttributesCommand,
    type LoadBalancer,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Backend, generatedName, type Listener, type Model } from "./model";
import { deleteManagedGroup, ensureSecurityGroups, findSubnets } from "./network";

const STACK_TAG = "ingress.k8s.aws/stack";
const CLUSTER_TAG = "elbv2.k8s.aws/cluster";

export interface Aws {
    elb: ElasticLoadBalancingV2Client;
    ec2: EC2Client;
    /** Name of the EKS cluster. */
    clusterName(): Promise<string>;
}

/** Brings the load balancer of an Ingress about and returns its DNS name. Doing it again changes what differs. */
export async function ensureLoadBalancer(model: Model, aws: Aws): Promise<string> {
    const { elb } = aws;
    const tags = { ...model.tags, [CLUSTER_TAG]: await aws.clusterName(), [STACK_TAG]: model.stack };
    const { vpcId, subnetIds } = await findSubnets(model, aws.ec2);
    const existing = await find(model, aws);
    const balancer =
        existing ??
        (
            await elb.send(
                new CreateLoadBalancerCommand({
                    Name: model.name,
                    Type: "application",
                    Scheme: model.scheme,
                    Subnets: subnetIds,
                    SecurityGroups: await ensureSecurityGroups(model, vpcId, tags, aws.ec2),
                    Tags: toTags(tags),
                }),
            )
        ).LoadBalancers?.[0];
    if (balancer?.LoadBalancerArn === undefined || balancer.DNSName === undefined) {
        throw new Error(`load balancer ${model.name} was not created`);
    }
    if (Object.keys(model.attributes).length > 0) {
        await elb.send(
            new ModifyLoadBalancerAttributesCommand({
                LoadBalancerArn: balancer.LoadBalancerArn,
                Attributes: toTags(model.attributes),
            }),
        );
    }
    const groups = await ensureTargetGroups(model, vpcId, tags, elb);
    await replaceListeners(model, balancer.LoadBalancerArn, groups, tags, elb);
    return balancer.DNSName;
}

/** Removes the load balancer of an Ingress and everything made with it; what is gone already is no error. */
export async function deleteLoadBalancer(model: Pick<Model, "name" | "stack">, aws: Aws): Promise<void> {
    const { elb } = aws;
    const balancer = await find(model, aws);
    if (balancer !== undefined) {
        await deleteListeners(balancer.LoadBalancerArn as string, elb);
        await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: balancer.LoadBalancerArn }));
    }
    for (const arn of await targetGroupsOf(model.stack, elb)) {
        await elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: arn }));
    }
    await deleteManagedGroup(model.stack, aws.ec2);
}

async function find({ name, stack }: Pick<Model, "name" | "stack">, { elb }: Aws): Promise<LoadBalancer | undefined> {
    let balancer: LoadBalancer | undefined;
    try {
        balancer = (await elb.send(new DescribeLoadBalancersCommand({ Names: [name] }))).LoadBalancers?.[0];
    } catch (error) {
        if (!(error instanceof LoadBalancerNotFoundException)) {
            throw error;
        }
    }
    if (balancer?.LoadBalancerArn === undefined) {
        return undefined;
    }
    const owner = (await tagsOf([balancer.LoadBalancerArn], elb)).get(balancer.LoadBalancerArn)?.[STACK_TAG];
    if (owner !== stack) {
        throw new Error(`a load balancer ${name} exists already and belongs to ${owner ?? "someone else"}`);
    }
    return balancer;
}

/** One target group for each Service and port, by `service:port`. */
async function ensureTargetGroups(
    model: Model,
    vpcId: string,
    tags: Record<string, string>,
    elb: ElasticLoadBalancingV2Client,
): Promise<Map<string, string>> {
    const groups = new Map<string, string>();
    const [namespace = ""] = model.stack.split("/");
    for (const backend of model.backends) {
        const key = keyOf(backend);
        if (groups.has(key)) {
            continue;
        }
        // Creating a target group again with the same properties returns the one that is there.
        const created = await elb.send(
            new CreateTargetGroupCommand({
                Name: generatedName(namespace, backend.service, backend.port),
                Protocol: "HTTP",
                Port: Number(backend.port) || 80,
                VpcId: vpcId,
                TargetType: model.targetType,
                HealthCheckPath: model.healthCheck.path,
                HealthCheckIntervalSeconds: model.healthCheck.intervalSeconds,
                HealthyThresholdCount: model.healthCheck.healthyThreshold,
                Matcher: { HttpCode: model.healthCheck.successCodes },
                Tags: toTags(tags),
            }),
        );
        const arn = created.TargetGroups?.[0]?.TargetGroupArn as string;
        if (Object.keys(model.targetGroupAttributes).length > 0) {
            const attributes = toTags(model.targetGroupAttributes);
            await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes: attributes }));
        }
        groups.set(key, arn);
    }
    return groups;
}

/** Listeners are rebuilt as a whole: they are few, and rules have an order. */
async function replaceListeners(
    model: Model,
    balancerArn: string,
    groups: Map<string, string>,
    tags: Record<string, string>,
    elb: ElasticLoadBalancingV2Client,
): Promise<void> {
    await deleteListeners(balancerArn, elb);
    for (const listener of model.listeners) {
        const created = await elb.send(
            new CreateListenerCommand({
                LoadBalancerArn: balancerArn,
                Protocol: listener.protocol,
                Port: listener.port,
                ...tlsOf(model, listener),
                DefaultActions: [
                    {
                        Type: "fixed-response",
                        FixedResponseConfig: { StatusCode: "404", ContentType: "text/plain" },
                    },
                ],
                Tags: toTags(tags),
            }),
        );
        const arn = created.Listeners?.[0]?.ListenerArn;
        for (const [index, backend] of model.backends.entries()) {
            const forward: Action = { Type: "forward", TargetGroupArn: groups.get(keyOf(backend)) };
            await elb.send(
                new CreateRuleCommand({
                    ListenerArn: arn,
                    Priority: index + 1,
                    Conditions: conditionsOf(backend),
                    Actions: [forward],
                    Tags: toTags(tags),
                }),
            );
        }
    }
}

function tlsOf(model: Model, listener: Listener) {
    return listener.protocol === "HTTPS"
        ? {
              Certificates: model.certificates.slice(0, 1).map((CertificateArn) => ({ CertificateArn })),
              SslPolicy: model.sslPolicy,
          }
        : {};
}

function conditionsOf({ host, path, pathType }: Backend) {
    const paths = pathType === "Prefix" ? [path, `${path.replace(/\/$/, "")}/*`] : [path];
    const hosts = host === undefined ? [] : [{ Field: "host-header", HostHeaderConfig: { Values: [host] } }];
    return [...hosts, { Field: "path-pattern", PathPatternConfig: { Values: [...new Set(paths)] } }];
}

async function deleteListeners(balancerArn: string, elb: ElasticLoadBalancingV2Client): Promise<void> {
    const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn: balancerArn }));
    for (const { ListenerArn } of Listeners) {
        await elb.send(new DeleteListenerCommand({ ListenerArn }));
    }
}

async function targetGroupsOf(stack: string, elb: ElasticLoadBalancingV2Client): Promise<string[]> {
    const { TargetGroups = [] } = await elb.send(new DescribeTargetGroupsCommand({}));
    const arns = TargetGroups.map(({ TargetGroupArn }) => TargetGroupArn as string);
    const tags = await tagsOf(arns, elb);
    return arns.filter((arn) => tags.get(arn)?.[STACK_TAG] === stack);
}

async function tagsOf(
    arns: string[],
    elb: ElasticLoadBalancingV2Client,
): Promise<Map<string, Record<string, string | undefined>>> {
    if (arns.length === 0) {
        return new Map();
    }
    const { TagDescriptions = [] } = await elb.send(new DescribeTagsCommand({ ResourceArns: arns }));
    return new Map(
        TagDescriptions.map(({ ResourceArn = "", Tags = [] }) => [
            ResourceArn,
            Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) as Record<string, string | undefined>,
        ]),
    );
}

function toTags(tags: Record<string, string>): { Key: string; Value: string }[] {
    return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function keyOf({ service, port }: Backend): string {
    return `${service}:${port}`;
}

import { type Tags, tagsFrom } from "../tags";
import type { Invoke } from ".";

export const loadBalancer: Invoke = async (args, context) => {
    const { DescribeLoadBalancersCommand, DescribeTagsCommand, ElasticLoadBalancingV2Client } =
        await import("@aws-sdk/client-elastic-load-balancing-v2");
    const client = context.client(ElasticLoadBalancingV2Client);
    const by =
        args.arn !== undefined
            ? { LoadBalancerArns: [args.arn as string] }
            : args.name !== undefined
              ? { Names: [args.name as string] }
              : {};
    const { LoadBalancers = [] } = await client.send(new DescribeLoadBalancersCommand(by));
    const arns = LoadBalancers.map(({ LoadBalancerArn }) => LoadBalancerArn ?? "");
    const { TagDescriptions = [] } =
        arns.length > 0 ? await client.send(new DescribeTagsCommand({ ResourceArns: arns })) : {};
    const tagsByArn = new Map(TagDescriptions.map(({ ResourceArn, Tags }) => [ResourceArn, tagsFrom(Tags) ?? {}]));
    const wanted = Object.entries((args.tags ?? {}) as Tags);
    const found = LoadBalancers.filter(({ LoadBalancerArn }) =>
        wanted.every(([key, value]) => tagsByArn.get(LoadBalancerArn)?.[key] === value),
    );
    const [balancer] = found;
    if (balancer === undefined || found.length > 1) {
        throw new Error(`${found.length} load balancers in ${context.region} match; exactly one must`);
    }
    const arn = balancer.LoadBalancerArn ?? "";
    const zones = balancer.AvailabilityZones ?? [];
    return {
        id: arn,
        arn,
        arnSuffix: arn.slice(arn.indexOf(":loadbalancer/") + ":loadbalancer/".length),
        dnsName: balancer.DNSName,
        internal: balancer.Scheme === "internal",
        ipAddressType: balancer.IpAddressType ?? "ipv4",
        loadBalancerType: balancer.Type ?? "application",
        name: balancer.LoadBalancerName,
        region: context.region,
        securityGroups: balancer.SecurityGroups ?? [],
        subnets: zones.map(({ SubnetId }) => SubnetId),
        subnetMappings: zones.map(({ SubnetId }) => ({ subnetId: SubnetId })),
        tags: tagsByArn.get(arn) ?? {},
        vpcId: balancer.VpcId,
        zoneId: balancer.CanonicalHostedZoneId,
    };
};

export const zone: Invoke = async (args, context) => {
    const { GetHostedZoneCommand, paginateListHostedZones, Route53Client } = await import("@aws-sdk/client-route-53");
    const client = context.client(Route53Client);
    const name = typeof args.name === "string" ? args.name.replace(/\.?$/, ".") : undefined;
    const ids: string[] = [];
    if (typeof args.zoneId === "string") ids.push(args.zoneId);
    else {
        for await (const page of paginateListHostedZones({ client }, {})) {
            const matching = (page.HostedZones ?? []).filter(
                (candidate) =>
                    candidate.Name === name && (candidate.Config?.PrivateZone ?? false) === (args.privateZone ?? false),
            );
            ids.push(...matching.map(({ Id = "" }) => Id.replace("/hostedzone/", "")));
        }
    }
    const [id] = ids;
    if (id === undefined || ids.length > 1) throw new Error(`${ids.length} hosted zones match; exactly one must`);
    const { HostedZone, DelegationSet } = await client.send(new GetHostedZoneCommand({ Id: id }));
    const nameServers = DelegationSet?.NameServers ?? [];
    return {
        id,
        zoneId: id,
        arn: `arn:${context.partition}:route53:::hostedzone/${id}`,
        callerReference: HostedZone?.CallerReference ?? "",
        comment: HostedZone?.Config?.Comment ?? "",
        // The provider gives the name without the dot that the API puts at its end.
        name: HostedZone?.Name?.replace(/\.$/, ""),
        nameServers,
        primaryNameServer: nameServers[0] ?? "",
        privateZone: HostedZone?.Config?.PrivateZone ?? false,
        resourceRecordSetCount: HostedZone?.ResourceRecordSetCount ?? 0,
        tags: args.tags ?? {},
    };
};

export const parameter: Invoke = async (args, context) => {
    const { GetParameterCommand, SSMClient } = await import("@aws-sdk/client-ssm");
    const { Parameter } = await context.client(SSMClient).send(
        new GetParameterCommand({
            Name: args.name as string,
            WithDecryption: (args.withDecryption as boolean | undefined) ?? true,
        }),
    );
    return {
        id: Parameter?.Name,
        arn: Parameter?.ARN,
        insecureValue: Parameter?.Type === "SecureString" ? undefined : Parameter?.Value,
        name: Parameter?.Name,
        region: context.region,
        type: Parameter?.Type,
        value: Parameter?.Value,
        version: Parameter?.Version,
        withDecryption: args.withDecryption ?? true,
    };
};

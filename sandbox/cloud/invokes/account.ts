import type { Invoke } from ".";

export const callerIdentity: Invoke = async (_args, context) => {
    const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
    const { Account, Arn, UserId } = await context.client(STSClient).send(new GetCallerIdentityCommand({}));
    return { id: Account, accountId: Account, arn: Arn, userId: UserId };
};

export const region: Invoke = (args, context) => {
    const name = (args.region ?? args.name ?? context.region) as string;
    const endpoint = `ec2.${name}.amazonaws.com`;
    return Promise.resolve({ id: name, name, region: name, description: name, endpoint });
};

export const partition: Invoke = (_args, context) => {
    const dnsSuffix = context.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    const reverseDnsPrefix = dnsSuffix.split(".").reverse().join(".");
    return Promise.resolve({ id: context.partition, partition: context.partition, dnsSuffix, reverseDnsPrefix });
};

export const availabilityZones: Invoke = async (args, context) => {
    const { DescribeAvailabilityZonesCommand, EC2Client } = await import("@aws-sdk/client-ec2");
    const filters = (args.filters ?? []) as { name: string; values: string[] }[];
    const { AvailabilityZones = [] } = await context.client(EC2Client).send(
        new DescribeAvailabilityZonesCommand({
            AllAvailabilityZones: args.allAvailabilityZones as boolean | undefined,
            Filters: filters.map(({ name, values }) => ({ Name: name, Values: values })),
        }),
    );
    const excludedNames = (args.excludeNames ?? []) as string[];
    const excludedIds = (args.excludeZoneIds ?? []) as string[];
    const zones = AvailabilityZones.filter(
        ({ ZoneName = "", ZoneId = "", State }) =>
            !excludedNames.includes(ZoneName) &&
            !excludedIds.includes(ZoneId) &&
            (args.state === undefined || args.state === State),
    ).sort((one, other) => (one.ZoneName ?? "").localeCompare(other.ZoneName ?? ""));
    return {
        id: context.region,
        region: context.region,
        names: zones.map(({ ZoneName }) => ZoneName),
        zoneIds: zones.map(({ ZoneId }) => ZoneId),
        // The emulator does not say; a zone's group is its region.
        groupNames: [...new Set(zones.map(({ GroupName }) => GroupName ?? context.region))],
    };
};

import {
    AuthorizeSecurityGroupIngressCommand,
    CreateSecurityGroupCommand,
    DeleteSecurityGroupCommand,
    DescribeSecurityGroupsCommand,
    DescribeSubnetsCommand,
    type EC2Client,
    type Subnet,
} from "@aws-sdk/client-ec2";
import { generatedName, type Model } from "./model";

export interface Placement {
    vpcId: string;
    subnetIds: string[];
}

/** The subnets of a load balancer: those it names, else those that carry the tag for its scheme. */
export async function findSubnets(model: Model, ec2: EC2Client): Promise<Placement> {
    const isId = (subnet: string) => subnet.startsWith("subnet-");
    const { subnets } = model;
    const role = model.scheme === "internal" ? "kubernetes.io/role/internal-elb" : "kubernetes.io/role/elb";
    const query =
        subnets.length === 0
            ? { Filters: [{ Name: `tag:${role}`, Values: ["1", ""] }] }
            : subnets.every(isId)
              ? { SubnetIds: subnets }
              : { Filters: [{ Name: "tag:Name", Values: subnets }] };
    const found = (await ec2.send(new DescribeSubnetsCommand(query))).Subnets ?? [];
    const zones = new Set(found.map(({ AvailabilityZone }) => AvailabilityZone));
    if (zones.size < 2) {
        const where = subnets.length === 0 ? `with the tag ${role}` : `named ${subnets.join(", ")}`;
        throw new Error(`an application load balancer needs subnets in two zones, and ${where} found ${zones.size}`);
    }
    const vpcs = new Set(found.map(({ VpcId }) => VpcId));
    if (vpcs.size > 1) {
        throw new Error(`the subnets are in different VPCs: ${[...vpcs].join(", ")}`);
    }
    return { vpcId: found[0]?.VpcId as string, subnetIds: onePerZone(found) };
}

function onePerZone(subnets: Subnet[]): string[] {
    const sorted = [...subnets].sort((a, b) => String(a.SubnetId).localeCompare(String(b.SubnetId)));
    const byZone = new Map<string, string>();
    for (const { AvailabilityZone, SubnetId } of sorted) {
        if (!byZone.has(AvailabilityZone as string)) {
            byZone.set(AvailabilityZone as string, SubnetId as string);
        }
    }
    return [...byZone.values()];
}

/** The groups that the Ingress names, else one of the controller's own that admits its inbound ranges. */
export async function ensureSecurityGroups(
    model: Model,
    vpcId: string,
    tags: Record<string, string>,
    ec2: EC2Client,
): Promise<string[]> {
    if (model.securityGroups.length > 0) {
        const byId = model.securityGroups.every((group) => group.startsWith("sg-"));
        const query = byId
            ? { GroupIds: model.securityGroups }
            : { Filters: [{ Name: "tag:Name", Values: model.securityGroups }] };
        const groups = (await ec2.send(new DescribeSecurityGroupsCommand(query))).SecurityGroups ?? [];
        return groups.map(({ GroupId }) => GroupId as string);
    }
    const existing = await findManagedGroup(model.stack, ec2);
    const groupId = existing ?? (await createGroup(model, vpcId, tags, ec2));
    return [groupId];
}

async function createGroup(model: Model, vpcId: string, tags: Record<string, string>, ec2: EC2Client): Promise<string> {
    const created = await ec2.send(
        new CreateSecurityGroupCommand({
            GroupName: groupName(model.stack),
            Description: "[k8s] Managed SecurityGroup for LoadBalancer",
            VpcId: vpcId,
            TagSpecifications: [
                { ResourceType: "security-group", Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
            ],
        }),
    );
    const permissions = model.listeners.map(({ port }) => ({
        IpProtocol: "tcp",
        FromPort: port,
        ToPort: port,
        IpRanges: model.inboundCidrs.map((CidrIp) => ({ CidrIp })),
    }));
    if (model.inboundCidrs.length > 0) {
        await ec2.send(
            new AuthorizeSecurityGroupIngressCommand({ GroupId: created.GroupId, IpPermissions: permissions }),
        );
    }
    return created.GroupId as string;
}

export async function deleteManagedGroup(stack: string, ec2: EC2Client): Promise<void> {
    const groupId = await findManagedGroup(stack, ec2);
    if (groupId !== undefined) {
        await ec2.send(new DeleteSecurityGroupCommand({ GroupId: groupId }));
    }
}

async function findManagedGroup(stack: string, ec2: EC2Client): Promise<string | undefined> {
    const query = { Filters: [{ Name: "group-name", Values: [groupName(stack)] }] };
    return (await ec2.send(new DescribeSecurityGroupsCommand(query))).SecurityGroups?.[0]?.GroupId;
}

function groupName(stack: string): string {
    const [namespace = "", name = ""] = stack.split("/");
    return generatedName(namespace, name, "security-group");
}

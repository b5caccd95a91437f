import {
    AuthorizeSecurityGroupIngressCommand,
    CreateSecurityGroupCommand,
    DeleteSecurityGroupCommand,
    DescribeSecurityGroupsCommand,
    DescribeSubnetsCommand,
    EC2Client,
} from "@aws-sdk/client-ec2";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";

/** By this tag the group is found again; EKS writes it. */
const ownerTag = "aws:eks:cluster-name";

export async function vpcOf(subnetIds: string[], context: HandlerContext): Promise<string> {
    const { Subnets = [] } = await context.client(EC2Client).send(new DescribeSubnetsCommand({ SubnetIds: subnetIds }));
    const vpcs = [...new Set(Subnets.map((subnet) => subnet.VpcId))];
    const [vpc] = vpcs;
    if (vpc === undefined || vpcs.length > 1) {
        throw new Error(`an EKS cluster's subnets must be in one VPC, not in ${vpcs.length}`);
    }
    return vpc;
}

export async function findClusterSecurityGroup(cluster: string, context: HandlerContext): Promise<string | undefined> {
    const { SecurityGroups = [] } = await context
        .client(EC2Client)
        .send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: `tag:${ownerTag}`, Values: [cluster] }] }));
    return SecurityGroups[0]?.GroupId;
}

/** The group that EKS makes for the control plane, the nodes and their pods: open among its members. The emulator has none. */
export async function makeClusterSecurityGroup(cluster: string, vpcId: string, context: HandlerContext): Promise<void> {
    const ec2 = context.client(EC2Client);
    const name = `eks-cluster-sg-${cluster}`;
    const { GroupId } = await ec2.send(
        new CreateSecurityGroupCommand({
            GroupName: name,
            Description:
                "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.",
            VpcId: vpcId,
            TagSpecifications: [
                {
                    ResourceType: "security-group",
                    Tags: [
                        { Key: ownerTag, Value: cluster },
                        { Key: `kubernetes.io/cluster/${cluster}`, Value: "owned" },
                        { Key: "Name", Value: name },
                    ],
                },
            ],
        }),
    );
    await ec2.send(
        new AuthorizeSecurityGroupIngressCommand({
            GroupId,
            IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }],
        }),
    );
}

export async function removeClusterSecurityGroup(cluster: string, context: HandlerContext): Promise<void> {
    const GroupId = await findClusterSecurityGroup(cluster, context);
    if (GroupId !== undefined) {
        await unlessGone(context.client(EC2Client).send(new DeleteSecurityGroupCommand({ GroupId })));
    }
}

import { ACMClient, paginateListCertificates } from "@aws-sdk/client-acm";
import { CloudFrontClient, paginateListDistributions } from "@aws-sdk/client-cloudfront";
import { CloudWatchClient, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import { ECRClient, paginateDescribeRepositories } from "@aws-sdk/client-ecr";
import { EKSClient, paginateListClusters } from "@aws-sdk/client-eks";
import * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import * as elasticache from "@aws-sdk/client-elasticache";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as rds from "@aws-sdk/client-rds";
import { paginateListHostedZones, Route53Client } from "@aws-sdk/client-route-53";
import { paginateListBuckets, S3Client } from "@aws-sdk/client-s3";
import { paginateListSecrets, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { paginateListTopics, SNSClient } from "@aws-sdk/client-sns";
import { ListWebACLsCommand, WAFV2Client } from "@aws-sdk/client-wafv2";
import { Clients } from "../cloud/clients";

/** What identifies a thing; what the API leaves out is no thing. */
type Names = (string | undefined)[] | undefined;

type Open = <Client>(constructor: new (config: object) => Client) => Client;

/** Everything that the program, or a controller in its cluster, could leave in an account, by what AWS calls it. */
const LISTINGS: Record<string, (open: Open) => Promise<string[]>> = {
    vpc: (open) =>
        all(ec2.paginateDescribeVpcs({ client: open(ec2.EC2Client) }, {}), (page) => page.Vpcs?.map((it) => it.VpcId)),
    subnet: (open) =>
        all(ec2.paginateDescribeSubnets({ client: open(ec2.EC2Client) }, {}), (page) =>
            page.Subnets?.map((it) => it.SubnetId),
        ),
    "route table": (open) =>
        all(ec2.paginateDescribeRouteTables({ client: open(ec2.EC2Client) }, {}), (page) =>
            page.RouteTables?.map((it) => it.RouteTableId),
        ),
    "internet gateway": (open) =>
        all(ec2.paginateDescribeInternetGateways({ client: open(ec2.EC2Client) }, {}), (page) =>
            page.InternetGateways?.map((it) => it.InternetGatewayId),
        ),
    "NAT gateway": (open) =>
        all(ec2.paginateDescribeNatGateways({ client: open(ec2.EC2Client) }, {}), (page) =>
            // AWS shows a deleted one for an hour.
            page.NatGateways?.filter((it) => it.State !== "deleted").map((it) => it.NatGatewayId),
        ),
    address: async (open) =>
        named(
            (await open(ec2.EC2Client).send(new ec2.DescribeAddressesCommand({}))).Addresses?.map(
                (it) => it.AllocationId,
            ),
        ),
    "security group": (open) =>
        all(ec2.paginateDescribeSecurityGroups({ client: open(ec2.EC2Client) }, {}), (page) =>
            page.SecurityGroups?.map((it) => it.GroupId),
        ),
    endpoint: (open) =>
        all(ec2.paginateDescribeVpcEndpoints({ client: open(ec2.EC2Client) }, {}), (page) =>
            page.VpcEndpoints?.filter((it) => it.State?.toLowerCase() !== "deleted").map((it) => it.VpcEndpointId),
        ),
    "network interface": (open) =>
        all(ec2.paginateDescribeNetworkInterfaces({ client: open(ec2.EC2Client) }, {}), (page) =>
            page.NetworkInterfaces?.map((it) => it.NetworkInterfaceId),
        ),
    "flow log": (open) =>
        all(ec2.paginateDescribeFlowLogs({ client: open(ec2.EC2Client) }, {}), (page) =>
            page.FlowLogs?.map((it) => it.FlowLogId),
        ),
    "launch template": (open) =>
        all(ec2.paginateDescribeLaunchTemplates({ client: open(ec2.EC2Client) }, {}), (page) =>
            page.LaunchTemplates?.map((it) => it.LaunchTemplateId),
        ),
    instance: (open) =>
        all(ec2.paginateDescribeInstances({ client: open(ec2.EC2Client) }, {}), (page) =>
            page.Reservations?.flatMap((it) => it.Instances ?? [])
                .filter((it) => it.State?.Name !== "terminated")
                .map((it) => it.InstanceId),
        ),
    "load balancer": (open) =>
        all(elb.paginateDescribeLoadBalancers({ client: open(elb.ElasticLoadBalancingV2Client) }, {}), (page) =>
            page.LoadBalancers?.map((it) => it.LoadBalancerArn),
        ),
    "target group": (open) =>
        all(elb.paginateDescribeTargetGroups({ client: open(elb.ElasticLoadBalancingV2Client) }, {}), (page) =>
            page.TargetGroups?.map((it) => it.TargetGroupArn),
        ),
    role: (open) =>
        all(iam.paginateListRoles({ client: open(iam.IAMClient) }, {}), (page) => page.Roles?.map((it) => it.Arn)),
    policy: (open) =>
        all(iam.paginateListPolicies({ client: open(iam.IAMClient) }, { Scope: "Local" }), (page) =>
            page.Policies?.map((it) => it.Arn),
        ),
    key: async (open) => {
        const client = open(kms.KMSClient);
        const ids = await all(kms.paginateListKeys({ client }, {}), (page) => page.Keys?.map((it) => it.KeyId));
        const keys = await Promise.all(ids.map((KeyId) => client.send(new kms.DescribeKeyCommand({ KeyId }))));
        // A key that waits for its deletion costs nothing and can be used for nothing: AWS keeps none that is not waiting.
        return named(
            keys
                .map(({ KeyMetadata }) => KeyMetadata)
                .filter((it) => it?.KeyState !== "PendingDeletion" && it?.KeyManager !== "AWS")
                .map((it) => it?.Arn),
        );
    },
    "database cluster": (open) =>
        all(rds.paginateDescribeDBClusters({ client: open(rds.RDSClient) }, {}), (page) =>
            page.DBClusters?.map((it) => it.DBClusterArn),
        ),
    "database instance": (open) =>
        all(rds.paginateDescribeDBInstances({ client: open(rds.RDSClient) }, {}), (page) =>
            page.DBInstances?.map((it) => it.DBInstanceArn),
        ),
    "database subnet group": (open) =>
        all(rds.paginateDescribeDBSubnetGroups({ client: open(rds.RDSClient) }, {}), (page) =>
            page.DBSubnetGroups?.map((it) => it.DBSubnetGroupArn),
        ),
    "database parameter group": (open) =>
        all(rds.paginateDescribeDBClusterParameterGroups({ client: open(rds.RDSClient) }, {}), (page) =>
            page.DBClusterParameterGroups?.map((it) => it.DBClusterParameterGroupArn),
        ),
    "database snapshot": (open) =>
        all(
            rds.paginateDescribeDBClusterSnapshots({ client: open(rds.RDSClient) }, { SnapshotType: "manual" }),
            (page) => page.DBClusterSnapshots?.map((it) => it.DBClusterSnapshotArn),
        ),
    cache: (open) =>
        all(
            elasticache.paginateDescribeReplicationGroups({ client: open(elasticache.ElastiCacheClient) }, {}),
            (page) =>
                // The emulator never gets past `deleting`.
                page.ReplicationGroups?.filter((it) => it.Status !== "deleting").map((it) => it.ARN),
        ),
    "cache subnet group": (open) =>
        all(
            elasticache.paginateDescribeCacheSubnetGroups({ client: open(elasticache.ElastiCacheClient) }, {}),
            (page) => page.CacheSubnetGroups?.map((it) => it.CacheSubnetGroupName),
        ),
    "cache user": (open) =>
        all(elasticache.paginateDescribeUsers({ client: open(elasticache.ElastiCacheClient) }, {}), (page) =>
            page.Users?.map((it) => it.ARN),
        ),
    cluster: (open) => all(paginateListClusters({ client: open(EKSClient) }, {}), (page) => page.clusters),
    repository: (open) =>
        all(paginateDescribeRepositories({ client: open(ECRClient) }, {}), (page) =>
            page.repositories?.map((it) => it.repositoryArn),
        ),
    bucket: (open) =>
        all(paginateListBuckets({ client: open(S3Client) }, {}), (page) => page.Buckets?.map((it) => it.Name)),
    secret: (open) =>
        all(paginateListSecrets({ client: open(SecretsManagerClient) }, {}), (page) =>
            page.SecretList?.map((it) => it.ARN),
        ),
    topic: (open) =>
        all(paginateListTopics({ client: open(SNSClient) }, {}), (page) => page.Topics?.map((it) => it.TopicArn)),
    "log group": (open) =>
        all(paginateDescribeLogGroups({ client: open(CloudWatchLogsClient) }, {}), (page) =>
            page.logGroups?.map((it) => it.arn),
        ),
    alarm: (open) =>
        all(paginateDescribeAlarms({ client: open(CloudWatchClient) }, {}), (page) =>
            page.MetricAlarms?.map((it) => it.AlarmArn),
        ),
    certificate: (open) =>
        all(paginateListCertificates({ client: open(ACMClient) }, {}), (page) =>
            page.CertificateSummaryList?.map((it) => it.CertificateArn),
        ),
    zone: (open) =>
        all(paginateListHostedZones({ client: open(Route53Client) }, {}), (page) =>
            page.HostedZones?.map((it) => it.Id),
        ),
    distribution: (open) =>
        all(paginateListDistributions({ client: open(CloudFrontClient) }, {}), (page) =>
            page.DistributionList?.Items?.map((it) => it.ARN),
        ),
    "web ACL": async (open) =>
        named(
            (await open(WAFV2Client).send(new ListWebACLsCommand({ Scope: "CLOUDFRONT" }))).WebACLs?.map(
                (it) => it.ARN,
            ),
        ),
};

/** Home of CloudFront's certificates, firewalls and alarms, wherever the stack is. */
const EDGE_REGION = "us-east-1";

/**
 * What exists in the emulator's account, asked of its APIs like anyone would, one line a thing.
 *
 * A KMS key or a secret that waits for its deletion counts as gone, as AWS counts it.
 */
export async function accountInventory(emulator: string, region: string): Promise<string[]> {
    const clients = new Clients(emulator);
    const regions = [...new Set([region, EDGE_REGION])];
    const lists = await Promise.all(
        regions.flatMap((home) =>
            Object.entries(LISTINGS).map(async ([what, list]) => {
                const names = await list((constructor) => clients.get(constructor, home));
                return names.map((name) => `aws ${what} ${name}`);
            }),
        ),
    );
    // Global services answer in every region.
    return [...new Set(lists.flat())];
}

async function all<Page>(pages: AsyncIterable<Page>, namesOf: (page: Page) => Names): Promise<string[]> {
    const names: string[] = [];
    for await (const page of pages) {
        names.push(...named(namesOf(page)));
    }
    return names;
}

function named(names: Names): string[] {
    return (names ?? []).filter((name) => name !== undefined);
}

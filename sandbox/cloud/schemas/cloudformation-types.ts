/**
 * Which CloudFormation type describes a Pulumi type, where the names do not say so themselves.
 *
 * `aws:ec2/vpc:Vpc` finds `AWS::EC2::VPC`, and `cidrBlock` finds `CidrBlock`, by comparing names without regard to case and
 * plural; only what that does not find is listed. A type or property that is found by neither has no such constraint.
 */
export interface CloudFormationMapping {
    type: string;
    /** Pulumi property to CloudFormation property; `null` parts two that are alike in name only. */
    properties?: Record<string, string | null>;
}

const named = (type: string, property: string, cloudFormationName: string): CloudFormationMapping => ({
    type,
    properties: { [property]: cloudFormationName },
});

const loadBalancing: Record<string, CloudFormationMapping> = {};
for (const module of ["lb", "alb"]) {
    loadBalancing[`aws:${module}/loadBalancer:LoadBalancer`] = {
        type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
        properties: { loadBalancerType: "Type" },
    };
    loadBalancing[`aws:${module}/targetGroup:TargetGroup`] = { type: "AWS::ElasticLoadBalancingV2::TargetGroup" };
    loadBalancing[`aws:${module}/listener:Listener`] = { type: "AWS::ElasticLoadBalancingV2::Listener" };
    loadBalancing[`aws:${module}/listenerRule:ListenerRule`] = { type: "AWS::ElasticLoadBalancingV2::ListenerRule" };
}

export const cloudFormationTypes: Record<string, CloudFormationMapping> = {
    ...loadBalancing,
    "aws:acm/certificate:Certificate": { type: "AWS::CertificateManager::Certificate" },
    "aws:cloudwatch/eventBus:EventBus": { type: "AWS::Events::EventBus" },
    "aws:cloudwatch/eventRule:EventRule": { type: "AWS::Events::Rule" },
    "aws:cloudwatch/logGroup:LogGroup": {
        type: "AWS::Logs::LogGroup",
        properties: {
            name: "LogGroupName",
            // CloudFormation leaves the property out for "never"; the provider writes 0.
            retentionInDays: null,
        },
    },
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": named("AWS::Logs::MetricFilter", "name", "FilterName"),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { type: "AWS::Logs::ResourcePolicy" },
    "aws:cloudwatch/metricAlarm:MetricAlarm": { type: "AWS::CloudWatch::Alarm", properties: { name: "AlarmName" } },
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": { type: "AWS::CloudWatch::CompositeAlarm" },
    "aws:ec2/eip:Eip": { type: "AWS::EC2::EIP", properties: { instance: "InstanceId" } },
    "aws:ec2/launchTemplate:LaunchTemplate": named("AWS::EC2::LaunchTemplate", "name", "LaunchTemplateName"),
    "aws:ec2/networkAclRule:NetworkAclRule": { type: "AWS::EC2::NetworkAclEntry" },
    "aws:ec2/routeTableAssociation:RouteTableAssociation": { type: "AWS::EC2::SubnetRouteTableAssociation" },
    "aws:ec2/securityGroup:SecurityGroup": {
        type: "AWS::EC2::SecurityGroup",
        properties: { name: "GroupName", description: "GroupDescription" },
    },
    "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": { type: "AWS::EC2::DHCPOptions" },
    "aws:ecr/repository:Repository": {
        type: "AWS::ECR::Repository",
        properties: { name: "RepositoryName", imageScanningConfiguration: "ImageScanningConfiguration" },
    },
    "aws:eks/addon:Addon": { type: "AWS::EKS::Addon", properties: { serviceAccountRoleArn: "ServiceAccountRoleArn" } },
    "aws:eks/cluster:Cluster": {
        type: "AWS::EKS::Cluster",
        properties: { vpcConfig: "ResourcesVpcConfig", enabledClusterLogTypes: null },
    },
    "aws:eks/nodeGroup:NodeGroup": {
        type: "AWS::EKS::Nodegroup",
        properties: { nodeRoleArn: "NodeRole", subnetIds: "Subnets" },
    },
    "aws:elasticache/cluster:Cluster": { type: "AWS::ElastiCache::CacheCluster" },
    "aws:elasticache/parameterGroup:ParameterGroup": named(
        "AWS::ElastiCache::ParameterGroup",
        "family",
        "CacheParameterGroupFamily",
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": {
        type: "AWS::ElastiCache::ReplicationGroup",
        properties: {
            description: "ReplicationGroupDescription",
            nodeType: "CacheNodeType",
            parameterGroupName: "CacheParameterGroupName",
            subnetGroupName: "CacheSubnetGroupName",
        },
    },
    "aws:elasticache/subnetGroup:SubnetGroup": named("AWS::ElastiCache::SubnetGroup", "name", "CacheSubnetGroupName"),
    "aws:iam/instanceProfile:InstanceProfile": named("AWS::IAM::InstanceProfile", "name", "InstanceProfileName"),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": { type: "AWS::IAM::OIDCProvider" },
    // CloudFormation's AWS::IAM::Policy is an inline policy; the managed one is what Pulumi calls Policy.
    "aws:iam/policy:Policy": named("AWS::IAM::ManagedPolicy", "name", "ManagedPolicyName"),
    "aws:iam/role:Role": named("AWS::IAM::Role", "name", "RoleName"),
    "aws:kms/alias:Alias": { type: "AWS::KMS::Alias", properties: { name: "AliasName" } },
    "aws:kms/key:Key": { type: "AWS::KMS::Key", properties: { customerMasterKeySpec: "KeySpec" } },
    "aws:rds/cluster:Cluster": {
        type: "AWS::RDS::DBCluster",
        properties: {
            clusterIdentifier: "DBClusterIdentifier",
            dbSubnetGroupName: "DBSubnetGroupName",
            // The provider calls the log exports and the port by the same names but takes other values.
            engineMode: "EngineMode",
        },
    },
    "aws:rds/clusterInstance:ClusterInstance": {
        type: "AWS::RDS::DBInstance",
        properties: {
            identifier: "DBInstanceIdentifier",
            clusterIdentifier: "DBClusterIdentifier",
            instanceClass: "DBInstanceClass",
        },
    },
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": named(
        "AWS::RDS::DBClusterParameterGroup",
        "name",
        "DBClusterParameterGroupName",
    ),
    "aws:rds/instance:Instance": {
        type: "AWS::RDS::DBInstance",
        properties: { identifier: "DBInstanceIdentifier", instanceClass: "DBInstanceClass" },
    },
    "aws:rds/parameterGroup:ParameterGroup": named("AWS::RDS::DBParameterGroup", "name", "DBParameterGroupName"),
    "aws:rds/proxy:Proxy": named("AWS::RDS::DBProxy", "name", "DBProxyName"),
    "aws:rds/subnetGroup:SubnetGroup": named("AWS::RDS::DBSubnetGroup", "name", "DBSubnetGroupName"),
    "aws:route53/record:Record": { type: "AWS::Route53::RecordSet", properties: { zoneId: "HostedZoneId" } },
    "aws:route53/zone:Zone": { type: "AWS::Route53::HostedZone" },
    "aws:s3/bucket:Bucket": { type: "AWS::S3::Bucket", properties: { bucket: "BucketName", bucketPrefix: null } },
    "aws:secretsmanager/secretPolicy:SecretPolicy": named(
        "AWS::SecretsManager::ResourcePolicy",
        "secretArn",
        "SecretId",
    ),
    "aws:sns/topicSubscription:TopicSubscription": named("AWS::SNS::Subscription", "topic", "TopicArn"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": { type: "AWS::EC2::SecurityGroupEgress" },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": { type: "AWS::EC2::SecurityGroupIngress" },
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": { type: "AWS::WAFv2::LoggingConfiguration" },
};

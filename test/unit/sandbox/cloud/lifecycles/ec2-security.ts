import type { Cases } from "./world";

const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const securityGroup = "aws:ec2/securityGroup:SecurityGroup";

const gatewayPolicy = (action: string) =>
    JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: action, Resource: "*" }],
    });

export const ec2SecurityCases: Cases = {
    [securityGroup]: {
        inputs: async (world) => ({
            vpcId: await world.id(vpc),
            description: "application",
            ingress: [
                {
                    protocol: "tcp",
                    fromPort: 443,
                    toPort: 443,
                    cidrBlocks: ["10.0.0.0/16", "10.1.0.0/16"],
                    description: "TLS",
                },
                { protocol: "-1", fromPort: 0, toPort: 0, self: true },
            ],
            egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
            tags: { Name: "app" },
        }),
        change: {
            ingress: [{ protocol: "tcp", fromPort: 8443, toPort: 8443, cidrBlocks: ["10.0.0.0/16"] }],
            egress: [],
            tags: { Name: "renamed" },
        },
    },
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
        inputs: async (world) => ({ vpcId: await world.id(vpc), tags: { Name: "empty" } }),
        change: {
            ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/16"] }],
            tags: undefined,
        },
        adopts: true,
    },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
        inputs: async (world) => ({
            securityGroupId: await world.id(securityGroup),
            ipProtocol: "tcp",
            fromPort: 5432,
            toPort: 5432,
            cidrIpv4: "10.9.0.0/16",
            description: "database",
            tags: { Name: "database" },
        }),
        change: {
            fromPort: 6379,
            toPort: 6379,
            cidrIpv4: "10.8.0.0/16",
            description: undefined,
            tags: { Name: "cache" },
        },
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
        inputs: async (world) => ({
            securityGroupId: await world.id(securityGroup),
            ipProtocol: "-1",
            cidrIpv4: "10.9.0.0/16",
        }),
        change: { cidrIpv4: "10.8.0.0/16", description: "peers" },
    },
    "aws:ec2/securityGroupRule:SecurityGroupRule": {
        inputs: async (world) => ({
            type: "ingress",
            securityGroupId: await world.id(securityGroup),
            protocol: "tcp",
            fromPort: 9090,
            toPort: 9090,
            cidrBlocks: ["10.7.0.0/16", "10.6.0.0/16"],
        }),
        change: { description: "metrics" },
    },
    "aws:ec2/vpcEndpoint:VpcEndpoint": {
        inputs: async (world) => ({
            vpcId: await world.id(vpc),
            serviceName: "com.amazonaws.eu-central-1.logs",
            vpcEndpointType: "Interface",
            subnetIds: [await world.id(subnet)],
            securityGroupIds: [await world.id(securityGroup)],
            privateDnsEnabled: true,
            policy: gatewayPolicy("logs:PutLogEvents"),
            tags: { Name: "logs" },
        }),
        change: { policy: gatewayPolicy("logs:*"), tags: { Name: "renamed" } },
    },
    "aws:ec2/flowLog:FlowLog": {
        inputs: async (world) => ({
            vpcId: await world.id(vpc),
            trafficType: "ALL",
            logDestinationType: "s3",
            logDestination: await world.output("aws:s3/bucket:Bucket", "arn"),
            maxAggregationInterval: 60,
            tags: { Name: "flows" },
        }),
        change: { tags: { Name: "renamed" } },
    },
    "aws:ec2/launchTemplate:LaunchTemplate": {
        inputs: () =>
            Promise.resolve({
                description: "nodes",
                instanceType: "m7g.large",
                ebsOptimized: "true",
                metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1, httpEndpoint: "enabled" },
                blockDeviceMappings: [
                    { deviceName: "/dev/xvda", ebs: { volumeSize: 50, volumeType: "gp3", encrypted: "true" } },
                ],
                tagSpecifications: [{ resourceType: "instance", tags: { Name: "node" } }],
                tags: { Name: "nodes" },
            }),
        change: { instanceType: "m7g.xlarge", description: "larger", tags: { Name: "large nodes" } },
    },
};

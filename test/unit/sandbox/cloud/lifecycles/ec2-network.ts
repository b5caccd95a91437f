import type { Cases } from "./world";

const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const routeTable = "aws:ec2/routeTable:RouteTable";
const internetGateway = "aws:ec2/internetGateway:InternetGateway";

export const ec2NetworkCases: Cases = {
    [vpc]: {
        inputs: () => Promise.resolve({ cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, tags: { Name: "main" } }),
        change: { enableDnsHostnames: false, enableDnsSupport: false, tags: { Name: "other", added: "yes" } },
    },
    [subnet]: {
        inputs: async (world) => ({
            vpcId: await world.id(vpc),
            cidrBlock: "10.0.1.0/24",
            availabilityZone: "eu-central-1a",
            tags: { Name: "a" },
        }),
        change: { mapPublicIpOnLaunch: true, tags: undefined },
    },
    [internetGateway]: {
        inputs: async (world) => ({ vpcId: await world.id(vpc), tags: { Name: "way out" } }),
        change: { tags: { Name: "door" } },
    },
    "aws:ec2/eip:Eip": {
        inputs: () => Promise.resolve({ domain: "vpc", tags: { Name: "nat" } }),
        change: { tags: { Name: "renamed" } },
    },
    "aws:ec2/natGateway:NatGateway": {
        inputs: async (world) => ({
            subnetId: await world.id(subnet),
            allocationId: await world.id("aws:ec2/eip:Eip"),
            tags: { Name: "nat" },
        }),
        change: { tags: { Name: "renamed" } },
    },
    [routeTable]: {
        inputs: async (world) => ({
            vpcId: await world.id(vpc),
            routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: await world.id(internetGateway) }],
            tags: { Name: "public" },
        }),
        change: { routes: [], tags: { Name: "isolated" } },
    },
    "aws:ec2/route:Route": {
        inputs: async (world) => {
            const table = await world.create(routeTable, { vpcId: await world.id(vpc) });
            return {
                routeTableId: table.id,
                destinationCidrBlock: "0.0.0.0/0",
                gatewayId: await world.id(internetGateway),
            };
        },
        change: async (world) => ({
            gatewayId: undefined,
            natGatewayId: await world.id("aws:ec2/natGateway:NatGateway"),
        }),
    },
    "aws:ec2/routeTableAssociation:RouteTableAssociation": {
        inputs: async (world) => ({ routeTableId: await world.id(routeTable), subnetId: await world.id(subnet) }),
        change: async (world) => ({
            routeTableId: (await world.create(routeTable, { vpcId: await world.id(vpc) })).id,
        }),
    },
    "aws:ec2/defaultRouteTable:DefaultRouteTable": {
        inputs: async (world) => ({
            defaultRouteTableId: await world.output(vpc, "defaultRouteTableId"),
            routes: [],
            tags: { Name: "default" },
        }),
        change: async (world) => ({
            routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: await world.id(internetGateway) }],
            tags: undefined,
        }),
        adopts: true,
    },
    "aws:ec2/networkAcl:NetworkAcl": {
        inputs: async (world) => ({
            vpcId: await world.id(vpc),
            subnetIds: [await world.id(subnet)],
            ingress: [
                { protocol: "tcp", ruleNo: 100, action: "allow", cidrBlock: "10.0.0.0/8", fromPort: 443, toPort: 443 },
            ],
            egress: [{ protocol: "-1", ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 }],
            tags: { Name: "data" },
        }),
        change: {
            subnetIds: [],
            ingress: [
                { protocol: "tcp", ruleNo: 110, action: "deny", cidrBlock: "10.1.0.0/16", fromPort: 22, toPort: 22 },
            ],
        },
    },
    "aws:ec2/networkAclRule:NetworkAclRule": {
        inputs: async (world) => ({
            networkAclId: (await world.create("aws:ec2/networkAcl:NetworkAcl", { vpcId: await world.id(vpc) })).id,
            ruleNumber: 200,
            protocol: "tcp",
            ruleAction: "allow",
            cidrBlock: "10.0.0.0/8",
            fromPort: 5432,
            toPort: 5432,
        }),
    },
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": {
        inputs: async (world) => ({
            defaultNetworkAclId: await world.output(vpc, "defaultNetworkAclId"),
            tags: { Name: "default" },
        }),
        change: {
            ingress: [
                { protocol: "-1", ruleNo: 100, action: "allow", cidrBlock: "10.0.0.0/8", fromPort: 0, toPort: 0 },
            ],
        },
        adopts: true,
    },
};

import { deepEqual } from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { defaultSecurityGroupIsEmpty } from "../../policies/rules/network/default-security-group-is-empty";
import { noAutomaticPublicAddresses } from "../../policies/rules/network/no-automatic-public-addresses";
import { worldIngressOnlyOnEdgePorts } from "../../policies/rules/network/world-ingress-only-on-edge-ports";
import { judge, unknown } from "./support/judge";

describe("N1 world ingress", () => {
    const group = (ingress: unknown): Promise<string[]> =>
        judge(worldIngressOnlyOnEdgePorts, [{ type: aws.ec2.SecurityGroup, name: "sg", inputs: { ingress } }]);
    const ssh = { protocol: "tcp", fromPort: 22, toPort: 22 };

    it("refuses SSH from the world, in every form that a rule can be written", async () => {
        deepEqual(await group([{ ...ssh, cidrBlocks: ["0.0.0.0/0"] }]), ["sg: port 22 is open to 0.0.0.0/0"]);
        deepEqual(await group([{ ...ssh, ipv6CidrBlocks: ["::/0"] }]), ["sg: port 22 is open to ::/0"]);
        deepEqual(await group([{ ...ssh, ipv6CidrBlocks: ["0:0:0:0:0:0:0:0/0"] }]), [
            "sg: port 22 is open to 0:0:0:0:0:0:0:0/0",
        ]);
        const found = await judge(worldIngressOnlyOnEdgePorts, [
            {
                type: aws.ec2.SecurityGroupRule,
                name: "rule",
                inputs: { type: "ingress", ...ssh, cidrBlocks: ["0.0.0.0/0"] },
            },
            {
                type: aws.vpc.SecurityGroupIngressRule,
                name: "v4",
                inputs: { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" },
            },
            {
                type: aws.vpc.SecurityGroupIngressRule,
                name: "v6",
                inputs: { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv6: "::/0" },
            },
            {
                type: aws.ec2.DefaultSecurityGroup,
                name: "default",
                inputs: { ingress: [{ ...ssh, cidrBlocks: ["0.0.0.0/0"] }] },
            },
        ]);
        deepEqual(found, [
            "rule: port 22 is open to 0.0.0.0/0",
            "v4: port 22 is open to 0.0.0.0/0",
            "v6: port 22 is open to ::/0",
            "default: port 22 is open to 0.0.0.0/0",
        ]);
    });

    it("refuses the world cut into halves", async () => {
        const found = await group([{ ...ssh, cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }]);
        deepEqual(found, ["sg: port 22 is open to 0.0.0.0/1", "sg: port 22 is open to 128.0.0.0/1"]);
    });

    it("refuses every protocol, and ranges that cover more than the edge ports", async () => {
        const world = { cidrBlocks: ["0.0.0.0/0"] };
        deepEqual(await group([{ protocol: "-1", fromPort: 0, toPort: 0, ...world }]), [
            "sg: every protocol and port is open to 0.0.0.0/0",
        ]);
        deepEqual(await group([{ protocol: "tcp", fromPort: 440, toPort: 450, ...world }]), [
            "sg: ports 440-450 are open to 0.0.0.0/0",
        ]);
        deepEqual(await group([{ protocol: "icmp", fromPort: -1, toPort: -1, ...world }]), [
            "sg: protocol icmp is open to 0.0.0.0/0",
        ]);
    });

    it("allows declared edge ports, private sources and egress", async () => {
        deepEqual(await group([{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }]), []);
        deepEqual(await group([{ ...ssh, cidrBlocks: ["10.0.0.0/8", "203.0.113.0/24"] }]), []);
        deepEqual(await group([{ ...ssh, securityGroups: [unknown] }]), []);
        const egress = { type: "egress", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
        deepEqual(
            await judge(worldIngressOnlyOnEdgePorts, [{ type: aws.ec2.SecurityGroupRule, name: "r", inputs: egress }]),
            [],
        );
    });

    it("refuses prefix lists that nobody declared, and lists of the stack that hold the world", async () => {
        const rule = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };
        const found = await judge(worldIngressOnlyOnEdgePorts, [
            {
                type: aws.vpc.SecurityGroupIngressRule,
                name: "foreign",
                inputs: { ...rule, prefixListId: "pl-0123" },
            },
            { type: aws.ec2.ManagedPrefixList, name: "own", inputs: { entries: [{ cidr: "0.0.0.0/0" }] } },
            {
                type: aws.vpc.SecurityGroupIngressRule,
                name: "fine",
                inputs: { ...rule, prefixListId: unknown },
                from: { prefixListId: ["own"] },
            },
        ]);
        deepEqual(found, [
            "own: holds 0.0.0.0/0: a rule that names the list is open to the world",
            "foreign: prefixListId names pl-0123, whose addresses are not declared: port 22 is open to them, and comes from no resource rather than aws:ec2/managedPrefixList:ManagedPrefixList",
        ]);
    });

    it("refuses what is unknown, unless the address is one of the stack's own network", async () => {
        deepEqual(await group([{ ...ssh, cidrBlocks: [unknown] }]), [
            "sg: ingress.0.cidrBlocks.0 is set, but unknown until the update, and comes from no resource rather than aws:ec2/vpc:Vpc or aws:ec2/subnet:Subnet or aws:ec2/eip:Eip or aws:ec2/natGateway:NatGateway",
        ]);
        deepEqual(await group(unknown), ["sg: ingress is set, but unknown until the update"]);
        const found = await judge(worldIngressOnlyOnEdgePorts, [
            { type: aws.ec2.Vpc, name: "vpc", inputs: {} },
            {
                type: aws.ec2.SecurityGroup,
                name: "sg",
                inputs: { ingress: [{ ...ssh, cidrBlocks: [unknown] }] },
                from: { ingress: ["vpc"] },
            },
        ]);
        deepEqual(found, []);
    });

    it("lets an unknown rule hide nothing", async () => {
        const found = await group([
            { protocol: unknown, fromPort: 1, toPort: 1, cidrBlocks: ["0.0.0.0/0"] },
            { ...ssh, cidrBlocks: ["0.0.0.0/0"] },
        ]);
        deepEqual(found, [
            "sg: ingress.0.protocol is set, but unknown until the update",
            "sg: port 22 is open to 0.0.0.0/0",
        ]);
    });
});

describe("N2 default security group", () => {
    const vpc = { type: aws.ec2.Vpc, name: "vpc", inputs: { cidrBlock: "10.0.0.0/16" }, outputs: { id: unknown } };
    const emptied = (inputs: object): Parameters<typeof judge>[1][number] => ({
        type: aws.ec2.DefaultSecurityGroup,
        name: "default",
        inputs: { vpcId: unknown, ...inputs },
        outputs: { vpcId: unknown, ingress: unknown, egress: unknown },
        from: { vpcId: ["vpc"] },
    });

    it("refuses a VPC whose default group nobody emptied", async () => {
        deepEqual(await judge(defaultSecurityGroupIsEmpty, [vpc]), [
            "vpc: its default security group is not managed, so it lets its members reach each other",
        ]);
        const other = { type: aws.ec2.Vpc, name: "other", inputs: {} };
        deepEqual(await judge(defaultSecurityGroupIsEmpty, [vpc, other, emptied({})]), [
            "other: its default security group is not managed, so it lets its members reach each other",
        ]);
    });

    it("allows an emptied group, joined by dependency or by value", async () => {
        deepEqual(await judge(defaultSecurityGroupIsEmpty, [vpc, emptied({})]), []);
        deepEqual(await judge(defaultSecurityGroupIsEmpty, [vpc, emptied({ ingress: [], egress: [] })]), []);
        const deployed = [
            { ...vpc, outputs: { id: "vpc-1" } },
            { type: aws.ec2.DefaultSecurityGroup, name: "default", inputs: { vpcId: "vpc-1" } },
        ];
        deepEqual(await judge(defaultSecurityGroupIsEmpty, deployed), []);
    });

    it("refuses rules in it, known or not", async () => {
        deepEqual(await judge(defaultSecurityGroupIsEmpty, [vpc, emptied({ ingress: [{ self: true }] })]), [
            "default: the default security group has ingress rules",
        ]);
        deepEqual(await judge(defaultSecurityGroupIsEmpty, [vpc, emptied({ egress: unknown })]), [
            "default: egress is set, but unknown until the update",
        ]);
    });
});

describe("N5 automatic public addresses", () => {
    it("refuses subnets, instances, templates and tasks that get one", async () => {
        const found = await judge(noAutomaticPublicAddresses, [
            { type: aws.ec2.Subnet, name: "subnet", inputs: { mapPublicIpOnLaunch: true } },
            { type: aws.ec2.Instance, name: "instance", inputs: { associatePublicIpAddress: true } },
            {
                type: aws.ec2.LaunchTemplate,
                name: "template",
                inputs: { networkInterfaces: [{ associatePublicIpAddress: "true" }] },
            },
            { type: aws.ecs.Service, name: "task", inputs: { networkConfiguration: { assignPublicIp: true } } },
        ]);
        deepEqual(found, [
            "subnet: mapPublicIpOnLaunch is true",
            "instance: associatePublicIpAddress is true",
            "template: networkInterfaces[0].associatePublicIpAddress is true",
            "task: networkConfiguration.assignPublicIp is true",
        ]);
    });

    it("allows them without, and refuses what is unknown", async () => {
        const subnet = (inputs: object): Promise<string[]> =>
            judge(noAutomaticPublicAddresses, [{ type: aws.ec2.Subnet, name: "subnet", inputs }]);
        deepEqual(await subnet({ mapPublicIpOnLaunch: false }), []);
        deepEqual(await subnet({}), []);
        deepEqual(await subnet({ mapPublicIpOnLaunch: unknown }), [
            "subnet: mapPublicIpOnLaunch is set, but unknown until the update",
        ]);
    });
});

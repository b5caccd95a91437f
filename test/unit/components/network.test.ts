import { deepEqual, equal, rejects, throws } from "node:assert/strict";

import fc from "fast-check";
import ipaddr from "ipaddr.js";

import type { NetworkArgs } from "../../../components/network/network";
import { Network } from "../../../components/network/network";
import type { SubnetPlan } from "../../../components/network/subnets";
import { planSubnets } from "../../../components/network/subnets";
import type { Deployment } from "../../support/deploy";
import { deploy } from "../../support/deploy";

const LOGS_KEY = "arn:aws:kms:us-east-1:123456789012:key/logs";
const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"];

function network(changes: Partial<NetworkArgs> = {}): Promise<Deployment<unknown>> {
    return deploy(() => {
        const { vpcId, privateSubnetIds } = new Network("net", {
            cidrBlock: "10.0.0.0/16",
            region: "us-east-1",
            zoneNames: ZONES,
            nat: "perZone",
            interfaceEndpoints: ["sts", "ecr.api"],
            flowLogRetentionDays: 30,
            logsKeyArn: LOGS_KEY,
            durability: "protected",
            ...changes,
        });
        return { vpcId, privateSubnetIds };
    });
}

/** Where each subnet of a tier sends what is not local; every subnet has exactly one table. */
function defaultRoutes(stack: Deployment<unknown>, tier: string): string[] {
    return stack
        .findAll("aws:ec2/subnet:Subnet")
        .filter(({ name }) => name.startsWith(`net-${tier}-`))
        .sort((one, other) => one.name.localeCompare(other.name))
        .flatMap((subnet) => {
            const tables = stack
                .findAll("aws:ec2/routeTableAssociation:RouteTableAssociation")
                .filter(({ inputs }) => inputs["subnetId"] === `${subnet.name}-id`)
                .map(({ inputs }) => inputs["routeTableId"]);
            equal(tables.length, 1, subnet.name);
            return stack
                .findAll("aws:ec2/route:Route")
                .filter(({ inputs }) => inputs["routeTableId"] === tables[0])
                .map(({ inputs }) => String(inputs["natGatewayId"] ?? inputs["gatewayId"]));
        });
}

describe("Network", () => {
    it("keeps the data tier away from the internet", async () => {
        const stack = await network();
        deepEqual(defaultRoutes(stack, "data"), []);
        deepEqual(defaultRoutes(stack, "public"), Array(3).fill("net-internet-id"));
    });

    it("sends each zone out through its own gateway, or all through the one there is", async () => {
        deepEqual(defaultRoutes(await network(), "private"), ["net-nat-0-id", "net-nat-1-id", "net-nat-2-id"]);
        deepEqual(defaultRoutes(await network({ nat: "single" }), "private"), Array(3).fill("net-nat-0-id"));
        deepEqual(defaultRoutes(await network({ nat: "none" }), "private"), []);
    });

    it("gives no subnet public addresses", async () => {
        const subnets = (await network()).findAll("aws:ec2/subnet:Subnet");
        equal(subnets.length, 9);
        deepEqual([...new Set(subnets.map(({ inputs }) => inputs["mapPublicIpOnLaunch"]))], [false]);
    });

    it("leaves the default security group without a rule", async () => {
        const { inputs } = (await network()).find("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
        deepEqual([inputs["ingress"], inputs["egress"]], [[], []]);
    });

    it("lets only the VPC reach the endpoints, and only over HTTPS", async () => {
        const stack = await network();
        const rules = stack.findAll("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
        deepEqual(
            rules.map(({ inputs }) => [inputs["cidrIpv4"], inputs["fromPort"], inputs["toPort"], inputs["ipProtocol"]]),
            [["10.0.0.0/16", 443, 443, "tcp"]],
        );
        const endpoints = stack.findAll("aws:ec2/vpcEndpoint:VpcEndpoint");
        deepEqual(
            endpoints.map(({ inputs }) => [inputs["serviceName"], inputs["vpcEndpointType"]]),
            [
                ["com.amazonaws.us-east-1.s3", "Gateway"],
                ["com.amazonaws.us-east-1.dynamodb", "Gateway"],
                ["com.amazonaws.us-east-1.sts", "Interface"],
                ["com.amazonaws.us-east-1.ecr.api", "Interface"],
            ],
        );
    });

    it("records every flow in a log group with a key and an end", async () => {
        const stack = await network();
        equal(stack.find("aws:ec2/flowLog:FlowLog").inputs["trafficType"], "ALL");
        const { inputs } = stack.find("aws:cloudwatch/logGroup:LogGroup");
        deepEqual([inputs["kmsKeyId"], inputs["retentionInDays"]], [LOGS_KEY, 30]);
    });

    it("changes no resource of the zones there are when one is added", async () => {
        const inputsByName = (stack: Deployment<unknown>, type: string) =>
            new Map(stack.findAll(type).map(({ name, inputs }) => [name, inputs]));
        const [before, after] = [await network({ zoneNames: ZONES.slice(0, 2) }), await network()];
        for (const type of ["aws:ec2/subnet:Subnet", "aws:ec2/natGateway:NatGateway", "aws:ec2/route:Route"]) {
            const grown = inputsByName(after, type);
            inputsByName(before, type).forEach((inputs, name) => deepEqual(grown.get(name), inputs));
        }
    });

    it("protects the VPC of a protected environment only", async () => {
        equal((await network()).find("aws:ec2/vpc:Vpc").protect, true);
        equal((await network({ durability: "destroyable" })).find("aws:ec2/vpc:Vpc").protect, false);
    });

    it("refuses nodes that could reach nothing, before anything is created", async () => {
        await rejects(network({ nat: "none", interfaceEndpoints: [] }), /network\.nat is "none" and .* is empty/);
    });

    it("refuses to keep flow logs for a time that CloudWatch does not offer", async () => {
        await rejects(network({ flowLogRetentionDays: 31 }), /network\.flowLogRetentionDays is 31; .* 30, 60, 90/);
        await rejects(network({ flowLogRetentionDays: 0 }), /network\.flowLogRetentionDays is 0/);
    });

    it("refuses a block that is too small, naming the key", async () => {
        await rejects(network({ cidrBlock: "10.0.0.0/24" }), /network\.cidrBlock.*"10\.0\.0\.0\/24" is too small/);
    });
});

describe("planSubnets", () => {
    const zoneNames = Array.from({ length: 6 }, (_, index) => `zone-${index}`);
    const block = fc
        .record({ second: fc.nat(255), third: fc.nat(255), prefix: fc.integer({ min: 16, max: 20 }) })
        .map(
            ({ second, third, prefix }) =>
                `${ipaddr.IPv4.networkAddressFromCIDR(`10.${second}.${third}.0/${prefix}`).toString()}/${prefix}`,
        );
    const all = (plan: SubnetPlan) => [...plan.public, ...plan.private, ...plan.data].map(({ cidr }) => cidr);
    const range = (cidr: string): [number, number] => {
        const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
        const first = address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
        return [first, first + 2 ** (32 - prefix) - 1];
    };

    it("never lets two subnets overlap, nor leave the block", () => {
        fc.assert(
            fc.property(block, fc.integer({ min: 1, max: 6 }), (cidr, zones) => {
                const [first, last] = range(cidr);
                const ranges = all(planSubnets(cidr, zoneNames.slice(0, zones)))
                    .map(range)
                    .sort(([a], [b]) => a - b);
                equal(ranges.length, 3 * zones);
                let free = first;
                for (const [start, end] of ranges) {
                    if (start < free || end > last) {
                        throw new Error(`a subnet of ${cidr} overlaps or sticks out`);
                    }
                    free = end + 1;
                }
            }),
        );
    });

    it("moves no subnet when a zone is added", () => {
        fc.assert(
            fc.property(block, fc.integer({ min: 1, max: 5 }), (cidr, zones) => {
                const before = planSubnets(cidr, zoneNames.slice(0, zones));
                const after = planSubnets(cidr, zoneNames.slice(0, zones + 1));
                for (const tier of ["public", "private", "data"] as const) {
                    deepEqual(after[tier].slice(0, zones), before[tier]);
                }
            }),
        );
    });

    it("gives each tier subnets that AWS accepts and a load balancer fits in", () => {
        fc.assert(
            fc.property(block, (cidr) => {
                for (const subnet of all(planSubnets(cidr, zoneNames))) {
                    const [, prefix] = ipaddr.IPv4.parseCIDR(subnet);
                    equal(prefix >= 16 && prefix <= 27, true, subnet);
                }
            }),
        );
    });

    const refused: [string, string, string[], RegExp][] = [
        ["a block too small for three tiers", "10.0.0.0/21", ["a"], /too small/],
        ["a block larger than a VPC", "10.0.0.0/8", ["a"], /larger than a VPC/],
        ["host bits", "10.0.1.0/16", ["a"], /host bits set; its network is "10\.0\.0\.0\/16"/],
        ["what is no block", "10.0.0.0", ["a"], /not an IPv4 block/],
        ["IPv6", "fd00::/48", ["a"], /not an IPv4 block/],
        ["a public range", "8.8.0.0/16", ["a"], /not a private range/],
        ["no zone", "10.0.0.0/16", [], /0 zones/],
        ["seven zones", "10.0.0.0/16", [...zoneNames, "zone-6"], /7 zones/],
        ["a zone listed twice", "10.0.0.0/16", ["a", "b", "a"], /"a" is listed twice/],
    ];
    for (const [what, cidr, zones, message] of refused) {
        it(`refuses ${what}`, () => {
            throws(() => planSubnets(cidr, zones), { name: "RangeError", message });
        });
    }
});

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Durability } from "../durability";
import { lifecycle } from "../durability";
import { refuseUnknownRetention } from "../log-retention";
import { componentTags } from "../tags";
import type { Transforms } from "../transforms";
import { childTransform } from "../transforms";
import { createEndpoints } from "./endpoints";
import { recordFlows } from "./flow-log";
import type { PlannedSubnet, SubnetPlan } from "./subnets";
import { planSubnets } from "./subnets";

/** How private subnets reach the internet. */
export type NatMode = "none" | "single" | "perZone";

/** How a {@link Network} is laid out. */
export interface NetworkArgs {
    /** Private IPv4 block of the VPC, /16 to /20. Cannot change later: everything inside would be replaced. */
    cidrBlock: string;
    region: string;
    /** Zones by name, such as `us-east-1a`. Add new ones at the end: the place in this list decides the addresses. */
    zoneNames: string[];
    /**
     * - `none`: no way out; AWS is reached through the endpoints only.
     * - `single`: one gateway; its zone's failure cuts every zone off.
     * - `perZone`: a zone's failure stays in the zone.
     *
     * @cost about 33 USD a month for each gateway, and 0.045 USD for each GB
     */
    nat: NatMode;
    /**
     * AWS services reached through private addresses, by their short names, such as `ecr.api` or `sts`.
     * S3 and DynamoDB are always there, through gateway endpoints that cost nothing.
     *
     * @cost about 7.30 USD a month for each service in each zone
     */
    interfaceEndpoints: string[];
    /** Days; one of the values that CloudWatch Logs offers. */
    flowLogRetentionDays: number;
    /** Key of the `logs` data class. */
    logsKeyArn: pulumi.Input<string>;
    durability: Durability;
    transforms?: Transforms<{ vpc: aws.ec2.VpcArgs }>;
}

/**
 * A VPC with three tiers in every zone: `public` (NAT gateways, and load balancers if one must be public), `private` (nodes
 * and pods) and `data` (stores, without a route to the internet). No tier gives out public addresses, the default security
 * group allows nothing, and every flow is logged.
 *
 * Controls: EC2.2, EC2.6, EC2.10, EC2.15, CIS 4.7, CIS 6.5, SC-7, AU-12.
 *
 * @throws pulumi.ResourceError when the block cannot hold the subnets, or `nat: none` leaves nodes without any way to AWS.
 */
export class Network extends pulumi.ComponentResource {
    public readonly vpcId: pulumi.Output<string>;
    public readonly cidrBlock: string;
    /** In the order of the zones, like those of the other tiers. */
    public readonly publicSubnetIds: pulumi.Output<string>[];
    public readonly privateSubnetIds: pulumi.Output<string>[];
    public readonly dataSubnetIds: pulumi.Output<string>[];

    constructor(name: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:network:Network", name, {}, opts);
        refuseUnknownRetention(this, "network.flowLogRetentionDays", args.flowLogRetentionDays);
        const plan = planOrRefuse(this, args);

        const vpc = this.createVpc(name, args);
        this.emptyDefaultSecurityGroup(name, vpc);
        const publicSubnets = this.createTier(name, vpc, "public", plan.public, { "kubernetes.io/role/elb": "1" });
        const privateSubnets = this.createTier(name, vpc, "private", plan.private, {
            "kubernetes.io/role/internal-elb": "1",
        });
        const dataSubnets = this.createTier(name, vpc, "data", plan.data);

        const internet = this.routePublicTier(name, vpc, publicSubnets);
        const gateways = this.createNatGateways(name, args.nat, publicSubnets, internet);
        const privateTables = this.routePrivateTier(name, vpc, privateSubnets, gateways);
        this.isolateDataTier(name, vpc, dataSubnets);
        createEndpoints(this, name, { ...args, vpcId: vpc.id, subnets: privateSubnets, routeTables: privateTables });
        recordFlows(this, name, { ...args, vpcId: vpc.id });

        this.vpcId = vpc.id;
        this.cidrBlock = args.cidrBlock;
        this.publicSubnetIds = publicSubnets.map((subnet) => subnet.id);
        this.privateSubnetIds = privateSubnets.map((subnet) => subnet.id);
        this.dataSubnetIds = dataSubnets.map((subnet) => subnet.id);
        this.registerOutputs({
            vpcId: this.vpcId,
            cidrBlock: this.cidrBlock,
            publicSubnetIds: this.publicSubnetIds,
            privateSubnetIds: this.privateSubnetIds,
            dataSubnetIds: this.dataSubnetIds,
        });
    }

    private createVpc(name: string, args: NetworkArgs): aws.ec2.Vpc {
        return new aws.ec2.Vpc(
            `${name}-vpc`,
            childTransform(args.transforms?.vpc, {
                cidrBlock: args.cidrBlock,
                // Private DNS of the interface endpoints needs both.
                enableDnsSupport: true,
                enableDnsHostnames: true,
                tags: { ...componentTags("network"), Name: `${name}-vpc` },
            }),
            { parent: this, ...lifecycle(args.durability) },
        );
    }

    /** Adopts the group that every VPC comes with and leaves it without a rule, so that forgetting a group allows nothing. */
    private emptyDefaultSecurityGroup(name: string, vpc: aws.ec2.Vpc): void {
        new aws.ec2.DefaultSecurityGroup(
            `${name}-default-group`,
            { vpcId: vpc.id, ingress: [], egress: [], tags: { ...componentTags("network"), Name: `${name}-unused` } },
            { parent: this },
        );
    }

    private createTier(
        name: string,
        vpc: aws.ec2.Vpc,
        tier: keyof SubnetPlan,
        subnets: PlannedSubnet[],
        roleTags: Record<string, string> = {},
    ): aws.ec2.Subnet[] {
        return subnets.map(
            ({ zone, cidr }, index) =>
                new aws.ec2.Subnet(
                    `${name}-${tier}-${index}`,
                    {
                        vpcId: vpc.id,
                        availabilityZone: zone,
                        cidrBlock: cidr,
                        mapPublicIpOnLaunch: false,
                        tags: { ...componentTags("network"), Name: `${name}-${tier}-${zone}`, tier, ...roleTags },
                    },
                    { parent: this },
                ),
        );
    }

    private routePublicTier(name: string, vpc: aws.ec2.Vpc, subnets: aws.ec2.Subnet[]): aws.ec2.InternetGateway {
        const internet = new aws.ec2.InternetGateway(
            `${name}-internet`,
            { vpcId: vpc.id, tags: { ...componentTags("network"), Name: `${name}-internet` } },
            { parent: this },
        );
        const table = this.createRouteTable(name, vpc, "public");
        new aws.ec2.Route(
            `${name}-public-internet`,
            { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: internet.id },
            { parent: this },
        );
        subnets.forEach((subnet, index) => this.associate(`${name}-public-${index}`, subnet, table));
        return internet;
    }

    private createNatGateways(
        name: string,
        nat: NatMode,
        publicSubnets: aws.ec2.Subnet[],
        internet: aws.ec2.InternetGateway,
    ): aws.ec2.NatGateway[] {
        const count = { none: 0, single: 1, perZone: publicSubnets.length }[nat];
        return publicSubnets.slice(0, count).map((subnet, index) => {
            const tags = { ...componentTags("network"), Name: `${name}-nat-${index}` };
            const address = new aws.ec2.Eip(
                `${name}-nat-${index}-address`,
                { domain: "vpc", tags },
                { parent: this, dependsOn: [internet] },
            );
            return new aws.ec2.NatGateway(
                `${name}-nat-${index}`,
                { subnetId: subnet.id, allocationId: address.allocationId, tags },
                { parent: this, dependsOn: [internet] },
            );
        });
    }

    /** One table for each subnet, also with a single gateway: going to one gateway a zone then changes routes, not subnets. */
    private routePrivateTier(
        name: string,
        vpc: aws.ec2.Vpc,
        subnets: aws.ec2.Subnet[],
        gateways: aws.ec2.NatGateway[],
    ): aws.ec2.RouteTable[] {
        return subnets.map((subnet, index) => {
            const table = this.createRouteTable(name, vpc, `private-${index}`);
            const gateway = gateways[index] ?? gateways[0];
            if (gateway) {
                new aws.ec2.Route(
                    `${name}-private-${index}-nat`,
                    { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id },
                    { parent: this },
                );
            }
            this.associate(`${name}-private-${index}`, subnet, table);
            return table;
        });
    }

    /** A table of its own without any route but the local one; the VPC's main table could gain one by accident. */
    private isolateDataTier(name: string, vpc: aws.ec2.Vpc, subnets: aws.ec2.Subnet[]): void {
        const table = this.createRouteTable(name, vpc, "data");
        subnets.forEach((subnet, index) => this.associate(`${name}-data-${index}`, subnet, table));
    }

    private createRouteTable(name: string, vpc: aws.ec2.Vpc, suffix: string): aws.ec2.RouteTable {
        return new aws.ec2.RouteTable(
            `${name}-${suffix}-routes`,
            { vpcId: vpc.id, tags: { ...componentTags("network"), Name: `${name}-${suffix}` } },
            { parent: this },
        );
    }

    private associate(prefix: string, subnet: aws.ec2.Subnet, table: aws.ec2.RouteTable): void {
        new aws.ec2.RouteTableAssociation(
            `${prefix}-association`,
            { subnetId: subnet.id, routeTableId: table.id },
            { parent: this },
        );
    }
}

function planOrRefuse(network: Network, args: NetworkArgs): SubnetPlan {
    if (args.nat === "none" && args.interfaceEndpoints.length === 0) {
        throw new pulumi.ResourceError(
            'network.nat is "none" and network.interfaceEndpoints is empty: nodes could reach neither the registry nor the ' +
                'cluster. Set network.nat to "single", or list the endpoints',
            network,
        );
    }
    try {
        return planSubnets(args.cidrBlock, args.zoneNames);
    } catch (error) {
        if (error instanceof RangeError) {
            throw new pulumi.ResourceError(`network.cidrBlock, network.zoneNames: ${error.message}`, network);
        }
        throw error;
    }
}

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { componentTags } from "../tags";

interface EndpointsArgs {
    vpcId: pulumi.Input<string>;
    cidrBlock: string;
    region: string;
    interfaceEndpoints: string[];
    /** Where the interface endpoints take their addresses. */
    subnets: aws.ec2.Subnet[];
    /** Tables that gain the routes of the gateway endpoints. */
    routeTables: aws.ec2.RouteTable[];
}

const HTTPS = 443;

/** Services whose gateway endpoints cost nothing and keep their traffic off the NAT gateways. */
const GATEWAY_SERVICES = ["s3", "dynamodb"];

/** Private ways to AWS: gateway endpoints always, interface endpoints for the services asked for. */
export function createEndpoints(parent: pulumi.Resource, name: string, args: EndpointsArgs): void {
    for (const service of GATEWAY_SERVICES) {
        new aws.ec2.VpcEndpoint(
            `${name}-gateway-${service}`,
            {
                vpcId: args.vpcId,
                serviceName: `com.amazonaws.${args.region}.${service}`,
                vpcEndpointType: "Gateway",
                routeTableIds: args.routeTables.map((table) => table.id),
                tags: { ...componentTags("network"), Name: `${name}-${service}` },
            },
            { parent },
        );
    }
    if (args.interfaceEndpoints.length === 0) {
        return;
    }
    const group = allowHttpsFromInside(parent, name, args);
    for (const service of args.interfaceEndpoints) {
        new aws.ec2.VpcEndpoint(
            `${name}-endpoint-${service}`,
            {
                vpcId: args.vpcId,
                serviceName: `com.amazonaws.${args.region}.${service}`,
                vpcEndpointType: "Interface",
                privateDnsEnabled: true,
                subnetIds: args.subnets.map((subnet) => subnet.id),
                securityGroupIds: [group.id],
                tags: { ...componentTags("network"), Name: `${name}-${service}` },
            },
            { parent },
        );
    }
}

function allowHttpsFromInside(parent: pulumi.Resource, name: string, args: EndpointsArgs): aws.ec2.SecurityGroup {
    const group = new aws.ec2.SecurityGroup(
        `${name}-endpoints`,
        {
            vpcId: args.vpcId,
            description: "AWS endpoints, from inside the VPC only",
            tags: { ...componentTags("network"), Name: `${name}-endpoints` },
        },
        { parent },
    );
    new aws.vpc.SecurityGroupIngressRule(
        `${name}-endpoints-https`,
        {
            securityGroupId: group.id,
            description: "HTTPS from inside the VPC",
            ipProtocol: "tcp",
            fromPort: HTTPS,
            toPort: HTTPS,
            cidrIpv4: args.cidrBlock,
            tags: componentTags("network"),
        },
        { parent },
    );
    return group;
}

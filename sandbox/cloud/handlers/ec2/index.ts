import type { ResourceHandler } from "../../handler";
import { classicSecurityGroupRule } from "./classic-security-group-rule";
import { eip } from "./eip";
import { flowLog } from "./flow-log";
import { internetGateway } from "./internet-gateway";
import { launchTemplate } from "./launch-template";
import { natGateway } from "./nat-gateway";
import { defaultNetworkAcl, networkAcl } from "./network-acl";
import { networkAclRule } from "./network-acl-rule";
import { route } from "./route";
import { defaultRouteTable, routeTable } from "./route-table";
import { routeTableAssociation } from "./route-table-association";
import { defaultSecurityGroup, securityGroup } from "./security-group";
import { securityGroupEgressRule, securityGroupIngressRule } from "./security-group-rule";
import { subnet } from "./subnet";
import { vpc } from "./vpc";
import { vpcEndpoint } from "./vpc-endpoint";

export const handlers: ResourceHandler[] = [
    classicSecurityGroupRule,
    defaultNetworkAcl,
    defaultRouteTable,
    defaultSecurityGroup,
    // DHCP options are left to the record: the emulator cannot delete a set that a VPC has ever used.
    eip,
    flowLog,
    internetGateway,
    launchTemplate,
    natGateway,
    networkAcl,
    networkAclRule,
    route,
    routeTable,
    routeTableAssociation,
    securityGroup,
    securityGroupEgressRule,
    securityGroupIngressRule,
    subnet,
    vpc,
    vpcEndpoint,
];

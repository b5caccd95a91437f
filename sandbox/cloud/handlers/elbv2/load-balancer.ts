import {
    CreateLoadBalancerCommand,
    DeleteLoadBalancerCommand,
    DescribeLoadBalancerAttributesCommand,
    DescribeLoadBalancersCommand,
    ModifyLoadBalancerAttributesCommand,
    SetIpAddressTypeCommand,
    SetSecurityGroupsCommand,
    SetSubnetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type {
    IpAddressType,
    LoadBalancer,
    LoadBalancerTypeEnum,
    SubnetMapping,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { wantedTags } from "../shared/tags";
import { prefixOnly } from "../shared/unmodelled";
import { until } from "../shared/wait";
import { arnSuffix, attributeMap, elbv2, fromAttributes, readTags, toAttributes, updateTags } from "./client";
import type { AttributeMapping, Attributes } from "./client";

const common: AttributeMapping = {
    enableDeletionProtection: { key: "deletion_protection.enabled", byDefault: false },
    enableZonalShift: { key: "zonal_shift.config.enabled", byDefault: false },
};

const application: AttributeMapping = {
    ...common,
    clientKeepAlive: { key: "client_keep_alive.seconds", byDefault: 3600 },
    desyncMitigationMode: { key: "routing.http.desync_mitigation_mode", byDefault: "defensive" },
    dropInvalidHeaderFields: { key: "routing.http.drop_invalid_header_fields.enabled", byDefault: false },
    enableHttp2: { key: "routing.http2.enabled", byDefault: true },
    enableTlsVersionAndCipherSuiteHeaders: {
        key: "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
        byDefault: false,
    },
    enableWafFailOpen: { key: "waf.fail_open.enabled", byDefault: false },
    enableXffClientPort: { key: "routing.http.xff_client_port.enabled", byDefault: false },
    idleTimeout: { key: "idle_timeout.timeout_seconds", byDefault: 60 },
    preserveHostHeader: { key: "routing.http.preserve_host_header.enabled", byDefault: false },
    xffHeaderProcessingMode: { key: "routing.http.xff_header_processing.mode", byDefault: "append" },
};

const network: AttributeMapping = {
    ...common,
    dnsRecordClientRoutingPolicy: { key: "dns_record.client_routing_policy", byDefault: "any_availability_zone" },
    enableCrossZoneLoadBalancing: { key: "load_balancing.cross_zone.enabled", byDefault: false },
};

const mappingOf = (properties: Properties): AttributeMapping =>
    properties.loadBalancerType === "network" ? network : application;

interface LogDestination {
    bucket: string;
    enabled?: boolean;
    prefix?: string;
}

const logKinds: Record<string, string> = { accessLogs: "access_logs", connectionLogs: "connection_logs" };

function logAttributes(inputs: Properties, old: Properties): { Key: string; Value: string }[] {
    return Object.entries(logKinds).flatMap(([property, kind]) => {
        const logs = inputs[property] as LogDestination | undefined;
        if (logs === undefined) {
            return old[property] === undefined ? [] : [{ Key: `${kind}.s3.enabled`, Value: "false" }];
        }
        return [
            { Key: `${kind}.s3.enabled`, Value: String(logs.enabled ?? false) },
            { Key: `${kind}.s3.bucket`, Value: logs.bucket },
            { Key: `${kind}.s3.prefix`, Value: logs.prefix ?? "" },
        ];
    });
}

function fromLogAttributes(actual: Attributes, recorded: Properties): Properties {
    return Object.fromEntries(
        Object.entries(logKinds).map(([property, kind]) => {
            const asked = recorded[property] as LogDestination | undefined;
            const enabled = actual[`${kind}.s3.enabled`] === "true";
            if (asked === undefined && !enabled) {
                return [property, null];
            }
            const prefix = actual[`${kind}.s3.prefix`] ?? "";
            return [
                property,
                {
                    bucket: actual[`${kind}.s3.bucket`],
                    ...(asked?.enabled === undefined && !enabled ? {} : { enabled }),
                    ...(prefix === "" ? {} : { prefix }),
                },
            ];
        }),
    );
}

async function find(arn: string, context: HandlerContext): Promise<LoadBalancer | undefined> {
    const answer = await unlessGone(elbv2(context).send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] })));
    return answer?.LoadBalancers?.[0];
}

async function setAttributes(arn: string, old: Properties, inputs: Properties, context: HandlerContext): Promise<void> {
    const attributes = [...toAttributes(inputs, old, mappingOf(inputs)), ...logAttributes(inputs, old)];
    if (attributes.length > 0) {
        await elbv2(context).send(
            new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: arn, Attributes: attributes }),
        );
    }
}

function mappings(inputs: Properties): SubnetMapping[] | undefined {
    return (inputs.subnetMappings as Record<string, string>[] | undefined)?.map((mapping) => ({
        SubnetId: mapping.subnetId,
        AllocationId: mapping.allocationId,
        PrivateIPv4Address: mapping.privateIpv4Address,
    }));
}

export const loadBalancer = resource({
    type: "aws:lb/loadBalancer:LoadBalancer",
    autoname: { property: "name", maxLength: 32 },
    // CloudFormation calls it the scheme.
    replaceOn: ["internal"],
    defaults: { loadBalancerType: "application" },
    unmodelled: { namePrefix: prefixOnly },

    async create(inputs, context) {
        const { LoadBalancers } = await elbv2(context).send(
            new CreateLoadBalancerCommand({
                Name: inputs.name as string,
                Type: inputs.loadBalancerType as LoadBalancerTypeEnum,
                Scheme: inputs.internal === true ? "internal" : "internet-facing",
                IpAddressType: inputs.ipAddressType as IpAddressType | undefined,
                SecurityGroups: inputs.securityGroups as string[] | undefined,
                Subnets: inputs.subnets as string[] | undefined,
                SubnetMappings: mappings(inputs),
                Tags: wantedTags(inputs),
            }),
        );
        const arn = LoadBalancers?.[0]?.LoadBalancerArn ?? "";
        await setAttributes(arn, {}, inputs, context);
        await until(
            `load balancer ${String(inputs.name)} to be active`,
            async () => ((await find(arn, context))?.State?.Code === "active" ? true : undefined),
            context,
        );
        return arn;
    },

    async describe(id, recorded, context) {
        const found = await find(id, context);
        if (found === undefined) {
            return undefined;
        }
        const { Attributes } = await elbv2(context).send(
            new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: id }),
        );
        const attributes = attributeMap(Attributes);
        const zones = found.AvailabilityZones ?? [];
        return {
            ...fromAttributes(attributes, recorded, mappingOf({ loadBalancerType: found.Type })),
            ...fromLogAttributes(attributes, recorded),
            arn: id,
            arnSuffix: arnSuffix(id),
            dnsName: found.DNSName,
            internal: found.Scheme === "internal",
            ipAddressType: found.IpAddressType,
            loadBalancerType: found.Type,
            name: found.LoadBalancerName,
            securityGroups: found.SecurityGroups ?? [],
            subnets: zones.map((zone) => zone.SubnetId),
            subnetMappings: recorded.subnetMappings ?? zones.map((zone) => ({ subnetId: zone.SubnetId })),
            vpcId: found.VpcId,
            zoneId: found.CanonicalHostedZoneId,
            ...(await readTags(id, recorded, context)),
        };
    },

    async update(id, old, inputs, context) {
        await setAttributes(id, old, inputs, context);
        const changed = (property: string): boolean =>
            inputs[property] !== undefined && !isDeepStrictEqual(inputs[property], old[property]);
        if (changed("securityGroups")) {
            await elbv2(context).send(
                new SetSecurityGroupsCommand({
                    LoadBalancerArn: id,
                    SecurityGroups: inputs.securityGroups as string[],
                }),
            );
        }
        if (changed("subnets")) {
            await elbv2(context).send(
                new SetSubnetsCommand({ LoadBalancerArn: id, Subnets: inputs.subnets as string[] }),
            );
        }
        if (changed("ipAddressType")) {
            await elbv2(context).send(
                new SetIpAddressTypeCommand({
                    LoadBalancerArn: id,
                    IpAddressType: inputs.ipAddressType as IpAddressType,
                }),
            );
        }
        await updateTags(id, old, inputs, context);
    },

    async delete(id, _state, context) {
        if ((await find(id, context)) === undefined) {
            return;
        }
        const { Attributes } = await elbv2(context).send(
            new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: id }),
        );
        if (attributeMap(Attributes)["deletion_protection.enabled"] === "true") {
            // The emulator keeps the setting without heeding it.
            throw new Error(
                `OperationNotPermitted: Load balancer '${id}' cannot be deleted because deletion protection is enabled`,
            );
        }
        await unlessGone(elbv2(context).send(new DeleteLoadBalancerCommand({ LoadBalancerArn: id })));
    },
});

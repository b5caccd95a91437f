import {
    CreateTargetGroupCommand,
    DeleteTargetGroupCommand,
    DescribeTargetGroupAttributesCommand,
    DescribeTargetGroupsCommand,
    ModifyTargetGroupAttributesCommand,
    ModifyTargetGroupCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type {
    ProtocolEnum,
    TargetGroup,
    TargetGroupIpAddressTypeEnum,
    TargetTypeEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { overlay } from "../shared/observe";
import { resource } from "../shared/resource";
import { wantedTags } from "../shared/tags";
import { prefixOnly } from "../shared/unmodelled";
import { arnSuffix, attributeMap, elbv2, fromAttributes, readTags, toAttributes, updateTags } from "./client";
import type { AttributeMapping, Attributes } from "./client";

const attributes: AttributeMapping = {
    deregistrationDelay: { key: "deregistration_delay.timeout_seconds", byDefault: 300 },
    loadBalancingAlgorithmType: { key: "load_balancing.algorithm.type", byDefault: "round_robin" },
    loadBalancingCrossZoneEnabled: {
        key: "load_balancing.cross_zone.enabled",
        byDefault: "use_load_balancer_configuration",
    },
    slowStart: { key: "slow_start.duration_seconds", byDefault: 0 },
};

interface HealthCheck {
    enabled?: boolean;
    healthyThreshold?: number;
    interval?: number;
    matcher?: string;
    path?: string;
    port?: string;
    protocol?: string;
    timeout?: number;
    unhealthyThreshold?: number;
}

interface Stickiness {
    type: string;
    enabled?: boolean;
    cookieDuration?: number;
    cookieName?: string;
}

function toHealthCheck(inputs: Properties) {
    const check = (inputs.healthCheck ?? {}) as HealthCheck;
    return {
        HealthCheckEnabled: check.enabled,
        HealthyThresholdCount: check.healthyThreshold,
        HealthCheckIntervalSeconds: check.interval,
        Matcher: check.matcher === undefined ? undefined : { HttpCode: check.matcher },
        HealthCheckPath: check.path,
        HealthCheckPort: check.port,
        HealthCheckProtocol: check.protocol as ProtocolEnum | undefined,
        HealthCheckTimeoutSeconds: check.timeout,
        UnhealthyThresholdCount: check.unhealthyThreshold,
    };
}

function fromHealthCheck(group: TargetGroup): Properties {
    return {
        enabled: group.HealthCheckEnabled,
        healthyThreshold: group.HealthyThresholdCount,
        interval: group.HealthCheckIntervalSeconds,
        matcher: group.Matcher?.HttpCode,
        path: group.HealthCheckPath,
        port: group.HealthCheckPort,
        protocol: group.HealthCheckProtocol,
        timeout: group.HealthCheckTimeoutSeconds,
        unhealthyThreshold: group.UnhealthyThresholdCount,
    };
}

function toStickiness(inputs: Properties): { Key: string; Value: string }[] {
    const stickiness = inputs.stickiness as Stickiness | undefined;
    if (stickiness === undefined) {
        return [];
    }
    const duration = stickiness.cookieDuration ?? 86_400;
    return [
        { Key: "stickiness.enabled", Value: String(stickiness.enabled ?? true) },
        { Key: "stickiness.type", Value: stickiness.type },
        ...(/cookie$/.test(stickiness.type)
            ? [{ Key: `stickiness.${stickiness.type}.duration_seconds`, Value: String(duration) }]
            : []),
        ...(stickiness.cookieName === undefined
            ? []
            : [{ Key: "stickiness.app_cookie.cookie_name", Value: stickiness.cookieName }]),
    ];
}

function fromStickiness(actual: Attributes): Properties {
    const type = actual["stickiness.type"] ?? "";
    const duration = actual[`stickiness.${type}.duration_seconds`];
    return {
        enabled: actual["stickiness.enabled"] === "true",
        type,
        ...(duration === undefined ? {} : { cookieDuration: Number(duration) }),
        cookieName: actual["stickiness.app_cookie.cookie_name"],
    };
}

async function find(arn: string, context: HandlerContext): Promise<TargetGroup | undefined> {
    const answer = await unlessGone(elbv2(context).send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] })));
    return answer?.TargetGroups?.[0];
}

async function setAttributes(arn: string, old: Properties, inputs: Properties, context: HandlerContext): Promise<void> {
    const Attributes = [...toAttributes(inputs, old, attributes), ...toStickiness(inputs)];
    if (Attributes.length > 0) {
        await elbv2(context).send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes }));
    }
}

export const targetGroup = resource({
    type: "aws:lb/targetGroup:TargetGroup",
    autoname: { property: "name", maxLength: 32 },
    defaults: { targetType: "instance" },
    unmodelled: { namePrefix: prefixOnly },

    async create(inputs, context) {
        const { TargetGroups } = await elbv2(context).send(
            new CreateTargetGroupCommand({
                Name: inputs.name as string,
                Port: inputs.port as number | undefined,
                Protocol: inputs.protocol as ProtocolEnum | undefined,
                ProtocolVersion: inputs.protocolVersion as string | undefined,
                TargetType: inputs.targetType as TargetTypeEnum,
                IpAddressType: inputs.ipAddressType as TargetGroupIpAddressTypeEnum | undefined,
                VpcId: inputs.vpcId as string | undefined,
                ...toHealthCheck(inputs),
                Tags: wantedTags(inputs),
            }),
        );
        const arn = TargetGroups?.[0]?.TargetGroupArn ?? "";
        await setAttributes(arn, {}, inputs, context);
        return arn;
    },

    async describe(id, recorded, context) {
        const found = await find(id, context);
        if (found === undefined) {
            return undefined;
        }
        const { Attributes } = await elbv2(context).send(
            new DescribeTargetGroupAttributesCommand({ TargetGroupArn: id }),
        );
        const actual = attributeMap(Attributes);
        return {
            ...fromAttributes(actual, recorded, attributes),
            arn: id,
            arnSuffix: arnSuffix(id),
            healthCheck: overlay(recorded.healthCheck, fromHealthCheck(found)),
            ipAddressType: found.IpAddressType,
            loadBalancerArns: found.LoadBalancerArns ?? [],
            name: found.TargetGroupName,
            port: found.Port,
            protocol: found.Protocol,
            protocolVersion: found.ProtocolVersion ?? recorded.protocolVersion ?? "HTTP1",
            stickiness: overlay(recorded.stickiness, fromStickiness(actual)),
            targetType: found.TargetType,
            vpcId: found.VpcId,
            ...(await readTags(id, recorded, context)),
        };
    },

    async update(id, old, inputs, context) {
        await elbv2(context).send(new ModifyTargetGroupCommand({ TargetGroupArn: id, ...toHealthCheck(inputs) }));
        await setAttributes(id, old, inputs, context);
        await updateTags(id, old, inputs, context);
    },

    async delete(id, _state, context) {
        await unlessGone(elbv2(context).send(new DeleteTargetGroupCommand({ TargetGroupArn: id })));
    },
});

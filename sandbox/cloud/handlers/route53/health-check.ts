import {
    CreateHealthCheckCommand,
    DeleteHealthCheckCommand,
    GetHealthCheckCommand,
    UpdateHealthCheckCommand,
} from "@aws-sdk/client-route-53";
import type { HealthCheckConfig, UpdateHealthCheckRequest } from "@aws-sdk/client-route-53";
import { randomUUID } from "node:crypto";
import { unlessGone } from "../../errors";
import { fromApi, toApi } from "../shared/mapping";
import type { Mapping, SharedMapping } from "../shared/mapping";
import { resource } from "../shared/resource";
import { readTags, route53, updateTags } from "./client";

const modifiable: SharedMapping<HealthCheckConfig, UpdateHealthCheckRequest> = {
    childHealthThreshold: "HealthThreshold",
    childHealthchecks: "ChildHealthChecks",
    disabled: "Disabled",
    enableSni: "EnableSNI",
    failureThreshold: "FailureThreshold",
    fqdn: "FullyQualifiedDomainName",
    insufficientDataHealthStatus: "InsufficientDataHealthStatus",
    invertHealthcheck: "Inverted",
    ipAddress: "IPAddress",
    port: "Port",
    regions: "Regions",
    resourcePath: "ResourcePath",
    searchString: "SearchString",
};

const configuration: Mapping<HealthCheckConfig> = {
    ...modifiable,
    measureLatency: "MeasureLatency",
    requestInterval: "RequestInterval",
    routingControlArn: "RoutingControlArn",
    type: "Type",
};

export const healthCheck = resource({
    type: "aws:route53/healthCheck:HealthCheck",
    replaceOn: ["type", "requestInterval", "measureLatency", "referenceName"],

    async create(inputs, context) {
        const reference = inputs.referenceName as string | undefined;
        const { HealthCheck } = await route53(context).send(
            new CreateHealthCheckCommand({
                CallerReference: reference === undefined ? randomUUID() : `${reference}-${randomUUID()}`,
                HealthCheckConfig: toApi(inputs, configuration) as HealthCheckConfig,
            }),
        );
        const id = HealthCheck?.Id ?? "";
        await updateTags("healthcheck", id, {}, inputs, context);
        return id;
    },

    async describe(id, recorded, context) {
        const found = await unlessGone(route53(context).send(new GetHealthCheckCommand({ HealthCheckId: id })));
        if (found?.HealthCheck?.HealthCheckConfig === undefined) {
            return undefined;
        }
        const actual = fromApi(found.HealthCheck.HealthCheckConfig, configuration);
        return {
            // Route 53 has no region.
            region: null,
            // What the program left out and the service fills in is no property, except where the provider computes it.
            ...Object.fromEntries(
                Object.entries(actual).filter(([key]) => recorded[key] !== undefined || computed.includes(key)),
            ),
            arn: `arn:${context.partition}:route53:::healthcheck/${id}`,
            ...(await readTags("healthcheck", id, recorded, context)),
        };
    },

    async update(id, old, inputs, context) {
        await route53(context).send(
            new UpdateHealthCheckCommand({ ...toApi<UpdateHealthCheckRequest>(inputs, modifiable), HealthCheckId: id }),
        );
        await updateTags("healthcheck", id, old, inputs, context);
    },

    async delete(id, _state, context) {
        await unlessGone(route53(context).send(new DeleteHealthCheckCommand({ HealthCheckId: id })));
    },
});

const computed = ["enableSni", "failureThreshold", "type"];

import { crc32 } from "node:zlib";
import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { changePermissions, flatten, type Permission, permissionOf, securityGroupRules } from "./permissions";

type Direction = "ingress" | "egress";

/** The older rule resource covers several sources at once, like an inline rule. */
function permissions(properties: Properties): Permission[] {
    const { sourceSecurityGroupId, securityGroupId } = properties;
    const securityGroups =
        typeof sourceSecurityGroupId === "string" && sourceSecurityGroupId !== "" ? [sourceSecurityGroupId] : [];
    return flatten([{ ...properties, securityGroups }], securityGroupId as string);
}

async function existing(properties: Properties, context: HandlerContext) {
    const rules = await securityGroupRules(properties.securityGroupId as string, context);
    return rules.filter(({ IsEgress }) => (IsEgress ?? false) === (properties.type === "egress"));
}

async function change(old: Properties, inputs: Properties, context: HandlerContext): Promise<void> {
    const id = (inputs.securityGroupId ?? old.securityGroupId) as string;
    const direction = (inputs.type ?? old.type) as Direction;
    const before = old.type === undefined ? [] : permissions(old);
    await changePermissions(id, direction, before, inputs.type === undefined ? [] : permissions(inputs), context);
}

export const classicSecurityGroupRule = resource({
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    defaults: { self: false },
    // CloudFormation has no such type; the provider changes nothing but the description in place.
    replaceOn: [
        "cidrBlocks",
        "fromPort",
        "ipv6CidrBlocks",
        "prefixListIds",
        "protocol",
        "securityGroupId",
        "self",
        "sourceSecurityGroupId",
        "toPort",
        "type",
    ],
    async create(inputs, context) {
        await change({}, inputs, context);
        // A rule over several sources has no id of its own in AWS; this is the provider's.
        return `sgrule-${crc32(JSON.stringify(permissions(inputs)))}`;
    },
    async describe(_id, recorded, context) {
        const rules = await existing(recorded, context);
        const found = permissions(recorded).map((wanted) =>
            rules.find((rule) => isDeepStrictEqual(permissionOf(rule), wanted)),
        );
        if (found.some((rule) => rule === undefined)) return undefined;
        return {
            securityGroupRuleId: found.length === 1 ? found[0]?.SecurityGroupRuleId : "",
            sourceSecurityGroupId: recorded.sourceSecurityGroupId ?? "",
        };
    },
    update: (_id, old, inputs, context) => change(old, inputs, context),
    delete: (_id, state, context) => change(state, {}, context),
});

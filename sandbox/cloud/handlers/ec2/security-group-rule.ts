import {
    AuthorizeSecurityGroupEgressCommand,
    AuthorizeSecurityGroupIngressCommand,
    DescribeSecurityGroupRulesCommand,
    type IpPermission,
    ModifySecurityGroupRulesCommand,
    RevokeSecurityGroupEgressCommand,
    RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext, ResourceHandler } from "../../handler";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, only, remove, taggedAs, updateTags } from "./client";

/** No protocol of its own means every port; the API then wants none named. */
function portRange(inputs: Properties): { FromPort?: number; ToPort?: number } {
    if (inputs.ipProtocol === "-1") return {};
    return { FromPort: inputs.fromPort as number | undefined, ToPort: inputs.toPort as number | undefined };
}

function toPermission(inputs: Properties): IpPermission {
    const Description = inputs.description as string | undefined;
    const { cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId } = inputs as Record<
        string,
        string | undefined
    >;
    return {
        IpProtocol: inputs.ipProtocol as string,
        ...portRange(inputs),
        ...(cidrIpv4 && { IpRanges: [{ CidrIp: cidrIpv4, Description }] }),
        ...(cidrIpv6 && { Ipv6Ranges: [{ CidrIpv6: cidrIpv6, Description }] }),
        ...(prefixListId && { PrefixListIds: [{ PrefixListId: prefixListId, Description }] }),
        ...(referencedSecurityGroupId && {
            UserIdGroupPairs: [{ GroupId: referencedSecurityGroupId, Description }],
        }),
    };
}

async function find(id: string, context: HandlerContext) {
    const call = ec2(context).send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] }));
    return only(call, (page) => page.SecurityGroupRules);
}

/** The two directions differ in the calls that make and end them. */
function ruleHandler(type: string, direction: "ingress" | "egress"): ResourceHandler {
    return resource({
        type,
        replaceOn: ["securityGroupId"],
        // The provider modifies a rule in place (ModifySecurityGroupRules); CloudFormation cannot.
        updatable: [
            "cidrIpv4",
            "cidrIpv6",
            "fromPort",
            "ipProtocol",
            "toPort",
            "prefixListId",
            "referencedSecurityGroupId",
        ],
        async create(inputs, context) {
            const request = {
                GroupId: inputs.securityGroupId as string,
                IpPermissions: [toPermission(inputs)],
                ...taggedAs("security-group-rule", inputs),
            };
            const { SecurityGroupRules } =
                direction === "ingress"
                    ? await ec2(context).send(new AuthorizeSecurityGroupIngressCommand(request))
                    : await ec2(context).send(new AuthorizeSecurityGroupEgressCommand(request));
            return SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? "";
        },
        async describe(id, recorded, context) {
            const found = await find(id, context);
            if (!found) return undefined;
            const allPorts = found.IpProtocol === "-1";
            return {
                arn: arn(context, "security-group-rule", id),
                cidrIpv4: found.CidrIpv4 ?? null,
                cidrIpv6: found.CidrIpv6 ?? null,
                description: found.Description === "" ? null : (found.Description ?? null),
                fromPort: allPorts ? null : found.FromPort,
                ipProtocol: found.IpProtocol,
                prefixListId: found.PrefixListId ?? null,
                referencedSecurityGroupId: found.ReferencedGroupInfo?.GroupId ?? null,
                securityGroupId: found.GroupId,
                securityGroupRuleId: id,
                toPort: allPorts ? null : found.ToPort,
                ...tagProperties(recorded, found.Tags),
            };
        },
        async update(id, old, inputs, context) {
            await ec2(context).send(
                new ModifySecurityGroupRulesCommand({
                    GroupId: old.securityGroupId as string,
                    SecurityGroupRules: [
                        {
                            SecurityGroupRuleId: id,
                            SecurityGroupRule: {
                                IpProtocol: inputs.ipProtocol as string,
                                // AWS takes -1 for every port as well as nothing; the emulator wants it said.
                                ...(inputs.ipProtocol === "-1" ? { FromPort: -1, ToPort: -1 } : portRange(inputs)),
                                CidrIpv4: inputs.cidrIpv4 as string | undefined,
                                CidrIpv6: inputs.cidrIpv6 as string | undefined,
                                Description: (inputs.description as string | undefined) ?? "",
                                PrefixListId: inputs.prefixListId as string | undefined,
                                ReferencedGroupId: inputs.referencedSecurityGroupId as string | undefined,
                            },
                        },
                    ],
                }),
            );
            await updateTags(id, old, inputs, context);
        },
        async delete(id, state, context) {
            const request = { GroupId: state.securityGroupId as string, SecurityGroupRuleIds: [id] };
            await remove(
                direction === "ingress"
                    ? ec2(context).send(new RevokeSecurityGroupIngressCommand(request))
                    : ec2(context).send(new RevokeSecurityGroupEgressCommand(request)),
            );
        },
    });
}

export const securityGroupIngressRule = ruleHandler(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "ingress",
);
export const securityGroupEgressRule = ruleHandler("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "egress");

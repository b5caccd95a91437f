import { isDeepStrictEqual } from "node:util";
import {
    AuthorizeSecurityGroupEgressCommand,
    AuthorizeSecurityGroupIngressCommand,
    type IpPermission,
    paginateDescribeSecurityGroupRules,
    RevokeSecurityGroupEgressCommand,
    RevokeSecurityGroupIngressCommand,
    type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { ec2, remove, unlessDone } from "./client";

/** Rules as security groups list them inline: one entry for several sources. */
type InlineRule = Properties;

/** One protocol, port range and source: what AWS keeps as a rule. */
export interface Permission {
    protocol: string;
    fromPort: number;
    toPort: number;
    kind: "cidrBlocks" | "ipv6CidrBlocks" | "prefixListIds" | "securityGroups";
    source: string;
    description: string;
}

const kinds = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"] as const;

/** Every protocol has no ports: the API says -1, the provider 0. */
function ports(protocol: string, from: unknown, to: unknown): { fromPort: number; toPort: number } {
    return protocol === "-1" ? { fromPort: 0, toPort: 0 } : { fromPort: Number(from ?? -1), toPort: Number(to ?? -1) };
}

export function flatten(rules: unknown, groupId: string): Permission[] {
    return ((rules ?? []) as InlineRule[]).flatMap((rule) => {
        const protocol = rule.protocol === "all" ? "-1" : String(rule.protocol);
        const common = { protocol, ...ports(protocol, rule.fromPort, rule.toPort) };
        const description = (rule.description as string | undefined) ?? "";
        const sources = kinds.flatMap((kind) =>
            ((rule[kind] ?? []) as string[]).map((source) => ({ ...common, kind, source, description })),
        );
        const self: Permission = { ...common, kind: "securityGroups", source: groupId, description };
        return rule.self === true ? [...sources, self] : sources;
    });
}

export function permissionOf(rule: SecurityGroupRule): Permission {
    const protocol = rule.IpProtocol ?? "-1";
    const sources: Record<Permission["kind"], string | undefined> = {
        cidrBlocks: rule.CidrIpv4,
        ipv6CidrBlocks: rule.CidrIpv6,
        prefixListIds: rule.PrefixListId,
        securityGroups: rule.ReferencedGroupInfo?.GroupId,
    };
    const kind = kinds.find((candidate) => Boolean(sources[candidate])) ?? "cidrBlocks";
    const source = sources[kind] ?? "";
    return {
        protocol,
        ...ports(protocol, rule.FromPort, rule.ToPort),
        kind,
        source,
        description: rule.Description ?? "",
    };
}

/** The rules of a group. AWS filters them by group only. */
export async function securityGroupRules(groupId: string, context: HandlerContext): Promise<SecurityGroupRule[]> {
    const rules: SecurityGroupRule[] = [];
    const filter = { Filters: [{ Name: "group-id", Values: [groupId] }] };
    for await (const page of paginateDescribeSecurityGroupRules({ client: ec2(context) }, filter)) {
        rules.push(...(page.SecurityGroupRules ?? []));
    }
    return rules;
}

/**
 * Rules as the group's own lists: those without tags. A rule with tags is a resource of its own and reports itself; listed here
 * too, every first refresh would be drift. A rule somebody adds by hand shows up here.
 */
export async function inlineRules(
    groupId: string,
    direction: "ingress" | "egress",
    recorded: unknown,
    context: HandlerContext,
): Promise<InlineRule[]> {
    const rules = await securityGroupRules(groupId, context);
    const own = rules
        .filter(({ IsEgress }) => (IsEgress ?? false) === (direction === "egress"))
        .filter(({ Tags }) => (Tags ?? []).length === 0);
    return bundle(own.map(permissionOf), groupId, (recorded ?? []) as InlineRule[]);
}

/** Permissions with the same ports and description become one inline rule, spelled as the program spelled it. */
function bundle(permissions: Permission[], groupId: string, recorded: InlineRule[]): InlineRule[] {
    const remaining = [...permissions];
    const take = (wanted: Permission) => {
        const index = remaining.findIndex((candidate) => isDeepStrictEqual(candidate, wanted));
        return index >= 0 && remaining.splice(index, 1).length > 0;
    };
    const kept = recorded.filter((rule) => {
        const parts = flatten(rule === undefined ? [] : [rule], groupId);
        const complete = parts.every((part) => remaining.some((candidate) => isDeepStrictEqual(candidate, part)));
        return complete && parts.length > 0 && parts.map(take).every(Boolean);
    });
    const bundles = new Map<string, InlineRule>();
    for (const { protocol, fromPort, toPort, kind, source, description } of remaining) {
        const key = JSON.stringify([protocol, fromPort, toPort, description]);
        const rule = bundles.get(key) ?? { protocol, fromPort, toPort, ...(description !== "" && { description }) };
        if (kind === "securityGroups" && source === groupId) rule.self = true;
        else rule[kind] = [...((rule[kind] ?? []) as string[]), source];
        bundles.set(key, rule);
    }
    return [...kept, ...bundles.values()];
}

function toIpPermission({ protocol, fromPort, toPort, kind, source, description }: Permission): IpPermission {
    const Description = description === "" ? undefined : description;
    const allPorts = protocol === "-1" ? {} : { FromPort: fromPort, ToPort: toPort };
    const sources: Record<Permission["kind"], IpPermission> = {
        cidrBlocks: { IpRanges: [{ CidrIp: source, Description }] },
        ipv6CidrBlocks: { Ipv6Ranges: [{ CidrIpv6: source, Description }] },
        prefixListIds: { PrefixListIds: [{ PrefixListId: source, Description }] },
        securityGroups: { UserIdGroupPairs: [{ GroupId: source, Description }] },
    };
    return { IpProtocol: protocol, ...allPorts, ...sources[kind] };
}

/** Turns one set of permissions into another; a changed description is a new permission, as the provider has it for inline rules. */
export async function changePermissions(
    GroupId: string,
    direction: "ingress" | "egress",
    before: Permission[],
    after: Permission[],
    context: HandlerContext,
): Promise<void> {
    const lacks = (list: Permission[]) => (one: Permission) => !list.some((other) => isDeepStrictEqual(one, other));
    const revoked = before.filter(lacks(after)).map(toIpPermission);
    const authorized = after.filter(lacks(before)).map(toIpPermission);
    const client = ec2(context);
    if (revoked.length > 0) {
        const request = { GroupId, IpPermissions: revoked };
        await remove(
            direction === "ingress"
                ? client.send(new RevokeSecurityGroupIngressCommand(request))
                : client.send(new RevokeSecurityGroupEgressCommand(request)),
        );
    }
    if (authorized.length > 0) {
        const request = { GroupId, IpPermissions: authorized };
        await unlessDone(
            direction === "ingress"
                ? client.send(new AuthorizeSecurityGroupIngressCommand(request))
                : client.send(new AuthorizeSecurityGroupEgressCommand(request)),
            "InvalidPermission.Duplicate",
        );
    }
}

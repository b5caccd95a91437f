import {
    CreateNetworkAclEntryCommand,
    DeleteNetworkAclEntryCommand,
    DescribeNetworkAclsCommand,
    type NetworkAcl,
    type NetworkAclEntry,
    ReplaceNetworkAclAssociationCommand,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { ec2, only, remove } from "./client";

/** The rule AWS puts at the end of every list; it can be neither changed nor deleted. */
const LAST_RULE = 32767;

const protocolNumbers: Record<string, string> = { all: "-1", icmp: "1", tcp: "6", udp: "17" };
const protocolNames: Record<string, string> = Object.fromEntries(
    Object.entries(protocolNumbers).map(([name, number]) => [number, name]),
);

export async function findNetworkAcl(id: string, context: HandlerContext): Promise<NetworkAcl | undefined> {
    const call = ec2(context).send(new DescribeNetworkAclsCommand({ NetworkAclIds: [id] }));
    return only(call, (page) => page.NetworkAcls);
}

/** The API wants numbers; programs mostly write names. */
export function protocolNumber(protocol: unknown): string {
    return protocolNumbers[String(protocol)] ?? String(protocol);
}

/** A protocol as the program wrote it, when it means the same. */
export function protocolAsAsked(asked: unknown, actual: string | undefined): string {
    if (asked !== undefined && protocolNumber(asked) === actual) return asked as string;
    return protocolNames[actual ?? ""] === "all" ? "-1" : (protocolNames[actual ?? ""] ?? actual ?? "-1");
}

export function entriesOf(acl: NetworkAcl, egress: boolean): NetworkAclEntry[] {
    return (acl.Entries ?? []).filter(
        ({ Egress, RuleNumber = LAST_RULE }) => (Egress ?? false) === egress && RuleNumber < LAST_RULE,
    );
}

/** The provider's spelling of a list's entries. */
export function inlineEntries(acl: NetworkAcl, egress: boolean, recorded: unknown): Properties[] {
    const asked = new Map(((recorded ?? []) as Properties[]).map((entry) => [entry.ruleNo, entry]));
    return entriesOf(acl, egress).map((entry) => {
        const prior = asked.get(entry.RuleNumber) ?? {};
        return {
            action: entry.RuleAction,
            ...(entry.CidrBlock && { cidrBlock: entry.CidrBlock }),
            fromPort: entry.PortRange?.From ?? 0,
            ...((prior.icmpCode ?? entry.IcmpTypeCode?.Code) !== undefined && {
                icmpCode: entry.IcmpTypeCode?.Code ?? 0,
            }),
            ...((prior.icmpType ?? entry.IcmpTypeCode?.Type) !== undefined && {
                icmpType: entry.IcmpTypeCode?.Type ?? 0,
            }),
            ...(entry.Ipv6CidrBlock && { ipv6CidrBlock: entry.Ipv6CidrBlock }),
            protocol: protocolAsAsked(prior.protocol, entry.Protocol),
            ruleNo: entry.RuleNumber,
            toPort: entry.PortRange?.To ?? 0,
        };
    });
}

/** Replaces what differs between two lists of entries, by rule number. */
export async function changeEntries(
    NetworkAclId: string,
    Egress: boolean,
    before: Properties[],
    after: Properties[],
    context: HandlerContext,
): Promise<void> {
    const same = (one: Properties, other: Properties) =>
        JSON.stringify(entryRequest(one)) === JSON.stringify(entryRequest(other));
    for (const entry of before.filter((old) => !after.some((wanted) => same(old, wanted)))) {
        const RuleNumber = entry.ruleNo as number;
        await remove(ec2(context).send(new DeleteNetworkAclEntryCommand({ NetworkAclId, Egress, RuleNumber })));
    }
    for (const entry of after.filter((wanted) => !before.some((old) => same(old, wanted)))) {
        await ec2(context).send(new CreateNetworkAclEntryCommand({ NetworkAclId, Egress, ...entryRequest(entry) }));
    }
}

function entryRequest(entry: Properties) {
    const hasPorts = ["6", "17"].includes(protocolNumber(entry.protocol));
    return {
        RuleNumber: entry.ruleNo as number,
        RuleAction: entry.action as "allow" | "deny",
        Protocol: protocolNumber(entry.protocol),
        CidrBlock: entry.cidrBlock as string | undefined,
        Ipv6CidrBlock: entry.ipv6CidrBlock as string | undefined,
        PortRange: hasPorts ? { From: entry.fromPort as number, To: entry.toPort as number } : undefined,
        IcmpTypeCode:
            entry.icmpType === undefined
                ? undefined
                : { Type: entry.icmpType as number, Code: (entry.icmpCode as number | undefined) ?? -1 },
    };
}

/** Puts subnets under this list; a subnet is always under exactly one. */
export async function associateSubnets(
    NetworkAclId: string,
    subnetIds: string[],
    context: HandlerContext,
): Promise<void> {
    for (const subnetId of subnetIds) {
        const filter = { Name: "association.subnet-id", Values: [subnetId] };
        const { NetworkAcls = [] } = await ec2(context).send(new DescribeNetworkAclsCommand({ Filters: [filter] }));
        const current = NetworkAcls.flatMap(({ Associations = [] }) => Associations).find(
            (association) => association.SubnetId === subnetId,
        );
        if (!current || current.NetworkAclId === NetworkAclId) continue;
        const AssociationId = current.NetworkAclAssociationId;
        await ec2(context).send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
    }
}

/** Gives subnets back to the VPC's default list. */
export async function releaseSubnets(acl: NetworkAcl, subnetIds: string[], context: HandlerContext): Promise<void> {
    if (subnetIds.length === 0) return;
    const filters = [
        { Name: "vpc-id", Values: [acl.VpcId ?? ""] },
        { Name: "default", Values: ["true"] },
    ];
    const { NetworkAcls = [] } = await ec2(context).send(new DescribeNetworkAclsCommand({ Filters: filters }));
    const defaultId = NetworkAcls[0]?.NetworkAclId;
    if (defaultId !== undefined) await associateSubnets(defaultId, subnetIds, context);
}

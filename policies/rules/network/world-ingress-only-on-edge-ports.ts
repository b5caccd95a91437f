import * as aws from "@pulumi/aws";
import { z } from "zod";
import { isWorld } from "../../framework/addresses";
import { from, known, list, Unjudgeable } from "../../framework/known";
import type { Context, Violation } from "../../framework/rule";
import { on, resourceRule } from "../../framework/rule";

const options = z.strictObject({
    ports: z
        .array(z.int().min(0).max(65535))
        .default([])
        .describe("TCP and UDP ports of the edge, which may face the world"),
    prefixLists: z
        .array(z.string().startsWith("pl-"))
        .default([])
        .describe("prefix lists kept by others that may use any port, e.g. the origin-facing list of CloudFront"),
});

type Options = z.output<typeof options>;

/** One ingress permission, whichever resource it was written in. */
interface Ingress {
    protocol?: string;
    fromPort?: number;
    toPort?: number;
}

/** Resources whose addresses are known to be narrow: those of the stack's own network. */
const ownAddresses = from(aws.ec2.Vpc, aws.ec2.Subnet, aws.ec2.Eip, aws.ec2.NatGateway);

/** What opening a permission to the world opens ("port 22 is"); `undefined` if all of it is a declared edge port. */
function problemOf(ingress: Ingress, ports: readonly number[]): string | undefined {
    const { protocol, fromPort, toPort } = ingress;
    if (protocol === undefined || ["-1", "all"].includes(protocol.toLowerCase())) {
        return "every protocol and port is";
    }
    if (!["tcp", "6", "udp", "17"].includes(protocol.toLowerCase())) {
        return `protocol ${protocol} is`;
    }
    if (fromPort === undefined || toPort === undefined) {
        return "every port is";
    }
    for (let port = fromPort; port <= toPort; port++) {
        if (!ports.includes(port)) {
            return fromPort === toPort ? `port ${String(port)} is` : `ports ${String(fromPort)}-${String(toPort)} are`;
        }
    }
    // A range that is upside down opens nothing that could be named.
    return fromPort > toPort ? `ports ${String(fromPort)}-${String(toPort)} are` : undefined;
}

function judge(
    block: Ingress,
    sources: { cidrs: readonly string[]; prefixLists: () => readonly string[]; prefixListPath: readonly string[] },
    violation: Violation,
    options: Options,
): void {
    violation.forEach(sources.cidrs.filter(isWorld), (cidr) => {
        const problem = problemOf(block, options.ports);
        if (problem !== undefined) {
            violation(`${problem} open to ${cidr}`);
        }
    });
    for (const prefixList of sources.prefixLists()) {
        const problem = problemOf(block, options.ports);
        if (problem !== undefined && !options.prefixLists.includes(prefixList)) {
            throw new Unjudgeable(
                sources.prefixListPath,
                from(aws.ec2.ManagedPrefixList),
                `names ${prefixList}, whose addresses are not declared: ${problem} open to them`,
            );
        }
    }
}

/** A permission in the form that `SecurityGroup`, `DefaultSecurityGroup` and `SecurityGroupRule` share. */
interface Block {
    protocol?: string;
    fromPort?: number;
    toPort?: number;
    cidrBlocks?: string[];
    ipv6CidrBlocks?: string[];
    prefixListIds?: string[];
}

function judgeBlock(block: Block, path: readonly string[], violation: Violation, options: Options): void {
    const cidrs = [...list(block, "cidrBlocks", ownAddresses), ...list(block, "ipv6CidrBlocks", ownAddresses)];
    const permission = {
        protocol: known(block, "protocol"),
        fromPort: known(block, "fromPort"),
        toPort: known(block, "toPort"),
    };
    const prefixLists = (): readonly string[] => list(block, "prefixListIds", from(aws.ec2.ManagedPrefixList));
    judge(permission, { cidrs, prefixLists, prefixListPath: [...path, "prefixListIds"] }, violation, options);
}

export const worldIngressOnlyOnEdgePorts = resourceRule({
    id: "N1",
    name: "world-ingress-only-on-edge-ports",
    topic: "exposure",
    severity: "critical",
    why: "A port that is open to the Internet is found and attacked within minutes.",
    mend: "Name the security group or the CIDR block that needs the port; declare a port of the edge in policies/config.",
    controls: ["CIS 6.3", "CIS 6.4", "EC2.13", "EC2.14", "EC2.18", "EC2.19", "NIST SC-7"],
    options,
    check: [
        on(aws.ec2.SecurityGroup, (group, violation, { options }: Context<Options>) => {
            violation.forEach(known(group, "ingress"), (block) => {
                judgeBlock(block, ["ingress"], violation, options);
            });
        }),
        on(aws.ec2.DefaultSecurityGroup, (group, violation, { options }: Context<Options>) => {
            violation.forEach(known(group, "ingress"), (block) => {
                judgeBlock(block, ["ingress"], violation, options);
            });
        }),
        on(aws.ec2.SecurityGroupRule, (rule, violation, { options }: Context<Options>) => {
            if (known(rule, "type") === "ingress") {
                judgeBlock(rule, [], violation, options);
            }
        }),
        on(aws.vpc.SecurityGroupIngressRule, (rule, violation, { options }: Context<Options>) => {
            const cidrs = [known(rule, "cidrIpv4", ownAddresses), known(rule, "cidrIpv6", ownAddresses)].filter(
                (cidr) => cidr !== undefined,
            );
            const prefixLists = (): readonly string[] =>
                [known(rule, "prefixListId", from(aws.ec2.ManagedPrefixList))].filter((id) => id !== undefined);
            const permission = {
                protocol: known(rule, "ipProtocol"),
                fromPort: known(rule, "fromPort"),
                toPort: known(rule, "toPort"),
            };
            judge(permission, { cidrs, prefixLists, prefixListPath: ["prefixListId"] }, violation, options);
        }),
        on(aws.ec2.ManagedPrefixList, (prefixList, violation) => {
            violation.forEach(known(prefixList, "entries"), (entry) => {
                const cidr = known(entry, "cidr", ownAddresses);
                if (cidr !== undefined && isWorld(cidr)) {
                    violation(`holds ${cidr}: a rule that names the list is open to the world`);
                }
            });
        }),
        on(aws.ec2.ManagedPrefixListEntry, (entry, violation) => {
            const cidr = known(entry, "cidr", ownAddresses);
            if (cidr !== undefined && isWorld(cidr)) {
                violation(`holds ${cidr}: a rule that names the list is open to the world`);
            }
        }),
    ],
});

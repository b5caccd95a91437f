import { LARGEST_PREFIX, SMALLEST_PREFIX } from "../../components/network/subnets";
import { isPrivate, overlaps, prefixLength } from "../cidr";
import { keyName, type Problem } from "../problems";
import { ENVIRONMENTS, stackSettings } from "../schema";
import { eachSound, soundView, untilUnsound } from "../sound";
import { stackFileName } from "../stack-file";
import { environmentOf, type Rule } from "./rule";

/** Each zone in use has a name. */
export const zonesHaveNames: Rule = function* ({ openhands: { network } }) {
    const { zones, zoneNames } = network;
    if (zones > zoneNames.length) {
        yield {
            key: "openhands:network.zones",
            wrong: `is ${zones}, but zoneNames lists only ${zoneNames.length}`,
            mend: `write at most ${zoneNames.length}, or add zones to openhands:network.zoneNames`,
        };
    }
};

/** A zone is named once; a second subnet of the same zone and tier would only pretend to be a second zone. */
export const zoneNamesAreDistinct: Rule = function* ({ openhands: { network } }) {
    yield* eachSound(network.zoneNames, function* (zone, index) {
        if (network.zoneNames.indexOf(zone) !== index) {
            yield {
                key: keyName(["openhands", "network", "zoneNames", index]),
                wrong: `is ${zone} a second time`,
                mend: "write another zone of the region",
            };
        }
    });
};

export const zonesAreOfTheRegion: Rule = function* ({ aws, openhands: { network } }) {
    const { region } = aws;
    yield* eachSound(network.zoneNames, function* (zone, index) {
        if (zone.slice(0, -1) !== region) {
            yield {
                key: keyName(["openhands", "network", "zoneNames", index]),
                wrong: `is ${zone}, but aws:region is ${region}`,
                mend: `write a zone such as ${region}a`,
            };
        }
    });
};

export const addressesArePrivate: Rule = function* ({ openhands: { network } }) {
    if (!isPrivate(network.cidrBlock)) {
        yield {
            key: "openhands:network.cidrBlock",
            wrong: `is ${network.cidrBlock}, which belongs to others on the internet`,
            mend: "write a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
        };
    }
};

/** AWS accepts no larger VPC, and a smaller one has no room for three tiers of subnets that never move. */
export const subnetsFit: Rule = function* ({ openhands: { network } }) {
    const { cidrBlock } = network;
    const bits = prefixLength(cidrBlock);
    if (bits < LARGEST_PREFIX || bits > SMALLEST_PREFIX) {
        const reason = bits > SMALLEST_PREFIX ? "too small for its subnets" : "larger than a VPC may be";
        yield {
            key: "openhands:network.cidrBlock",
            wrong: `is ${cidrBlock}, which is ${reason}`,
            mend: `write a block from /${LARGEST_PREFIX} to /${SMALLEST_PREFIX}`,
        };
    }
};

/** Networks that will be connected cannot share addresses, and the addresses of a VPC cannot be changed afterwards. */
export const reservedAddressesAreFree: Rule = function* ({ openhands: { network } }) {
    const { cidrBlock, reservedCidrs } = network;
    yield* eachSound(reservedCidrs, function* (block, name) {
        if (overlaps(cidrBlock, block)) {
            yield overlap(cidrBlock, `${block} of ${keyName(["openhands", "network", "reservedCidrs", name])}`);
        }
    });
};

/** Environments are kept apart, so that they can be connected; ephemeral ones come and go and never are. */
export const environmentsDoNotOverlap: Rule = function* ({ openhands: { network } }, context) {
    const environment = environmentOf(context);
    const others = ENVIRONMENTS.filter((name) => name !== environment && name !== "test");
    for (const other of environment === "test" ? [] : others) {
        const block = cidrBlockOf(context.sibling(other));
        if (block !== undefined && overlaps(network.cidrBlock, block)) {
            yield overlap(network.cidrBlock, `${block} of ${stackFileName(other)}`);
        }
    }
};

function overlap(block: string, other: string): Problem {
    return {
        key: "openhands:network.cidrBlock",
        wrong: `is ${block}, which overlaps ${other}`,
        mend: "write a block that no connected network uses",
    };
}

/** The network of a sibling, unless that file is itself wrong there: it is reported when that stack is deployed. */
function cidrBlockOf(sibling: Record<string, unknown> | undefined): string | undefined {
    return untilUnsound(() => readCidrBlock(sibling))[0];
}

function* readCidrBlock(sibling: Record<string, unknown> | undefined): Iterable<string> {
    if (sibling !== undefined) {
        yield soundView(stackSettings, { openhands: sibling }).openhands.network.cidrBlock;
    }
}

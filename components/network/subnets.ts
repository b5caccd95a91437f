import ipaddr from "ipaddr.js";

/** One subnet of a tier: the zone it lives in and its block. */
export interface PlannedSubnet {
    zone: string;
    cidr: string;
}

/** Subnets of the three tiers, each in the order of the zones. */
export interface SubnetPlan {
    public: PlannedSubnet[];
    private: PlannedSubnet[];
    data: PlannedSubnet[];
}

/** No region offers an account more zones than this; every tier keeps room for all of them. */
export const MAX_ZONES = 6;

/** The largest block a VPC may have. */
export const LARGEST_PREFIX = 16;

/** With anything smaller, the /27 that a load balancer needs no longer fits in the public tier. */
export const SMALLEST_PREFIX = 20;

/**
 * The block is cut in eight. Six eighths are the private subnets, one a zone: pods take their addresses there.
 * The last two eighths hold four small tiers of eight slots each: public, data, and two left free for tiers to come.
 */
const PRIVATE_BITS = 3;
const SMALL_TIER_BITS = 4;
const SLOT_BITS = SMALL_TIER_BITS + 3;
const SMALL_TIERS = { public: 12, data: 13 };

/**
 * Addresses of every subnet, decided by tier and by the zone's place in the list and by nothing else: adding a zone at the
 * end moves no subnet. In a /16 a private subnet is a /19 (8,187 usable addresses), a public or data subnet a /23 (507).
 *
 * @throws RangeError when the block is no private IPv4 network from /16 to /20, or there are no, repeated or more than six zones.
 */
export function planSubnets(cidr: string, zones: readonly string[]): SubnetPlan {
    const { base, prefix } = parseBlock(cidr);
    checkZones(zones);
    const subnet = (index: number, bits: number): string => {
        const size = 2 ** (32 - prefix - bits);
        return `${formatAddress(base + index * size)}/${prefix + bits}`;
    };
    const smallTier = (tier: number): PlannedSubnet[] => {
        const firstSlot = tier * 2 ** (SLOT_BITS - SMALL_TIER_BITS);
        return zones.map((zone, index) => ({ zone, cidr: subnet(firstSlot + index, SLOT_BITS) }));
    };
    return {
        public: smallTier(SMALL_TIERS.public),
        private: zones.map((zone, index) => ({ zone, cidr: subnet(index, PRIVATE_BITS) })),
        data: smallTier(SMALL_TIERS.data),
    };
}

function parseBlock(cidr: string): { base: number; prefix: number } {
    if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) {
        throw new RangeError(`"${cidr}" is not an IPv4 block; write it like "10.0.0.0/16"`);
    }
    const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
    const network = ipaddr.IPv4.networkAddressFromCIDR(cidr);
    if (address.toString() !== network.toString()) {
        throw new RangeError(`"${cidr}" has host bits set; its network is "${network.toString()}/${prefix}"`);
    }
    if (prefix > SMALLEST_PREFIX) {
        throw new RangeError(`"${cidr}" is too small for three tiers of subnets; use a block from /16 to /20`);
    }
    if (prefix < LARGEST_PREFIX) {
        throw new RangeError(`"${cidr}" is larger than a VPC may be; use a block from /16 to /20`);
    }
    if (!["private", "carrierGradeNat"].includes(address.range())) {
        throw new RangeError(`"${cidr}" is not a private range; use one of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16`);
    }
    return { base: address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0), prefix };
}

function checkZones(zones: readonly string[]): void {
    if (zones.length === 0 || zones.length > MAX_ZONES) {
        throw new RangeError(`${zones.length} zones; a network spans 1 to ${MAX_ZONES}`);
    }
    const repeated = zones.find((zone, index) => zones.indexOf(zone) !== index);
    if (repeated !== undefined) {
        throw new RangeError(`zone "${repeated}" is listed twice`);
    }
}

function formatAddress(value: number): string {
    return new ipaddr.IPv4([24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256)).toString();
}

import * as ipaddr from "ipaddr.js";

/**
 * Prefix lengths below which a public block is as good as the whole Internet. Two halves (`0.0.0.0/1` and
 * `128.0.0.0/1`) make the world as surely as `0.0.0.0/0`, and nobody owns a block of this size.
 */
const smallestPrefix = { ipv4: 8, ipv6: 16 } as const;

/** Ranges that are not routed on the Internet. */
const privateRanges = ["private", "uniqueLocal", "loopback", "linkLocal", "carrierGradeNat"];

/** Whether a CIDR block lets the world in. A block that cannot be read is treated as the world. */
export function isWorld(cidr: string): boolean {
    if (!ipaddr.isValidCIDR(cidr)) {
        return true;
    }
    const [address, prefix] = ipaddr.parseCIDR(cidr);
    return prefix < smallestPrefix[address.kind()] && !(prefix > 0 && privateRanges.includes(address.range()));
}

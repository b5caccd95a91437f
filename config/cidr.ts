import ipaddr from "ipaddr.js";

/** Blocks that nobody owns on the internet (RFC 1918 and, for carriers and clouds, RFC 6598). */
const PRIVATE_BLOCKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** Whether two blocks share an address. Two blocks overlap exactly if one contains the other's first address. */
export function overlaps(one: string, other: string): boolean {
    const [first, firstBits] = ipaddr.IPv4.parseCIDR(one);
    const [second, secondBits] = ipaddr.IPv4.parseCIDR(other);
    const bits = Math.min(firstBits, secondBits);
    return first.match(second, bits);
}

/** Whether every address of the block is private. */
export function isPrivate(block: string): boolean {
    return PRIVATE_BLOCKS.some((range) => contains(range, block));
}

function contains(outer: string, inner: string): boolean {
    return prefixLength(outer) <= prefixLength(inner) && overlaps(outer, inner);
}

/** The number after the slash. */
export function prefixLength(block: string): number {
    return ipaddr.IPv4.parseCIDR(block)[1];
}

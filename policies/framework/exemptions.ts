import type { Exemption } from "./settings";

/** Whether an exemption has run out; it holds through the day that it names, in UTC. */
export function isExpired(exemption: Exemption, now: Date): boolean {
    return now.toISOString().slice(0, "YYYY-MM-DD".length) > exemption.expires;
}

/** How an exemption appears in reports. */
export function describe(exemption: Exemption): string {
    return `exempt until ${exemption.expires}, ${exemption.owner}: ${exemption.reason}`;
}

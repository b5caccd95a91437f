import { createHash, randomBytes } from "node:crypto";

const SUFFIX_DIGITS = 7;

export interface AutonameOptions {
    /** Longest name the service accepts; the logical name is cut to leave room for the suffix. Default: no limit. */
    maxLength?: number;
    lowercase?: boolean;
}

/**
 * Physical name of a resource that the program does not name: its logical name and seven hexadecimal digits, as the official providers do.
 * The digits follow from the engine's seed, so that the update uses the name the preview showed; without a seed they are random.
 */
export function autoname(logicalName: string, randomSeed: Uint8Array, options: AutonameOptions = {}): string {
    const digits =
        randomSeed.length === 0 ? randomBytes(SUFFIX_DIGITS) : createHash("sha256").update(randomSeed).digest();
    const suffix = `-${digits.toString("hex").slice(0, SUFFIX_DIGITS)}`;
    const prefix = options.lowercase ? logicalName.toLowerCase() : logicalName;
    if (options.maxLength === undefined) {
        return prefix + suffix;
    }
    if (options.maxLength <= suffix.length) {
        throw new Error(`no room for a name of at most ${options.maxLength} characters for "${logicalName}"`);
    }
    // A cut that ends in a hyphen would leave two of them, which several AWS services refuse.
    return prefix.slice(0, options.maxLength - suffix.length).replace(/-+$/, "") + suffix;
}

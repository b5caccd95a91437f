import { equal } from "node:assert/strict";

import fc from "fast-check";

import { isPrivate, overlaps } from "../../../config/cidr";
import { edited, problemsOf } from "../../support/stack-files";

/** A block by first address and size, built with arithmetic that shares nothing with the code under test. */
const block = fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 8, max: 32 }))
    .map(([seed, bits]) => {
        const size = 2 ** (32 - bits);
        const first = Math.floor(seed / size) * size;
        return { first, last: first + size - 1, text: `${address(first)}/${bits}` };
    });

function address(value: number): string {
    return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

describe("CIDR rules", () => {
    it("overlap exactly where two blocks share an address", () => {
        fc.assert(
            fc.property(block, block, (one, other) => {
                equal(overlaps(one.text, other.text), one.first <= other.last && other.first <= one.last);
            }),
        );
    });

    it("see the overlap of a block with any block inside it", () => {
        fc.assert(
            fc.property(block, fc.integer({ min: 0, max: 24 }), fc.nat(), (outer, more, seed) => {
                const bits = Math.min(32, Number(outer.text.split("/")[1]) + more);
                const size = 2 ** (32 - bits);
                const inside = outer.first + (seed % ((outer.last - outer.first + 1) / size)) * size;
                equal(overlaps(outer.text, `${address(inside)}/${bits}`), true);
                equal(overlaps(`${address(inside)}/${bits}`, outer.text), true);
            }),
        );
    });

    it("call private only what is private to the last address", () => {
        const ranges = [
            [10 * 2 ** 24, 11 * 2 ** 24 - 1],
            [172 * 2 ** 24 + 16 * 2 ** 16, 172 * 2 ** 24 + 32 * 2 ** 16 - 1],
            [192 * 2 ** 24 + 168 * 2 ** 16, 192 * 2 ** 24 + 169 * 2 ** 16 - 1],
            [100 * 2 ** 24 + 64 * 2 ** 16, 100 * 2 ** 24 + 128 * 2 ** 16 - 1],
        ] as const;
        const nearEdge = fc.constantFrom(...ranges.flat()).chain((edge) =>
            fc.record({
                first: fc.integer({ min: edge - 2 ** 18, max: edge + 2 ** 18 }),
                bits: fc.integer({ min: 8, max: 32 }),
            }),
        );
        fc.assert(
            fc.property(nearEdge, ({ first, bits }) => {
                const size = 2 ** (32 - bits);
                const start = Math.floor(first / size) * size;
                const expected = ranges.some(([low, high]) => start >= low && start + size - 1 <= high);
                equal(isPrivate(`${address(start)}/${bits}`), expected);
            }),
        );
    });

    it("accept a private block exactly when it is from /16 to /20 and meets no other network", () => {
        fc.assert(
            fc.property(fc.nat({ max: 255 }), fc.integer({ min: 14, max: 28 }), (second, bits) => {
                const size = 2 ** (32 - bits);
                const first = Math.floor((10 * 2 ** 24 + second * 2 ** 16) / size) * size;
                const taken = [20, 30].some((octet) => {
                    const start = 10 * 2 ** 24 + octet * 2 ** 16;
                    return first <= start + 2 ** 16 - 1 && start <= first + size - 1;
                });
                const config = edited("dev", { "openhands:network.cidrBlock": `${address(first)}/${bits}` });
                equal(problemsOf("dev", config).length === 0, bits >= 16 && bits <= 20 && !taken);
            }),
            { numRuns: 60 },
        );
    });
});

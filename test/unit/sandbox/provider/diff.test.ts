import assert from "node:assert/strict";
import fc from "fast-check";
import { autoname } from "../../../../sandbox/provider/autoname";
import { diffProperties, replaces } from "../../../../sandbox/provider/diff";
import { formatPath, parsePath, type Segment } from "../../../../sandbox/provider/paths";
import { UNKNOWN } from "../../../../sandbox/provider/types";

const kinds = (...parameters: Parameters<typeof diffProperties>) =>
    Object.fromEntries(Object.entries(diffProperties(...parameters)).map(([path, change]) => [path, change.kind]));

describe("provider: diff", () => {
    it("names what changed by property path", () => {
        const before = { a: { b: [1, { c: 2 }] }, gone: 1, same: [1], tags: { "a.b/c": "x" } };
        const after = { a: { b: [1, { c: 3 }, 4] }, added: true, same: [1], tags: { "a.b/c": "y" } };
        assert.deepEqual(kinds(before, after), {
            "a.b[1].c": "update",
            "a.b[2]": "add",
            gone: "delete",
            added: "add",
            'tags["a.b/c"]': "update",
        });
    });

    it("takes null for absent", () => {
        assert.deepEqual(kinds({ a: null, b: 1 }, { b: 1, c: null }), {});
        assert.deepEqual(kinds({ a: 1 }, { a: null }), { a: "delete" });
    });

    it("counts a value that is not known yet as a change", () => {
        assert.deepEqual(kinds({ a: "x" }, { a: UNKNOWN, b: UNKNOWN }), { a: "update", b: "add" });
        assert.deepEqual(kinds({ a: UNKNOWN }, { a: UNKNOWN }), {});
    });

    it("leaves alone what the program ignores, and what lies below it", () => {
        const before = { a: { x: 1, y: 1 }, list: [{ n: 1, m: 1 }, { n: 1 }] };
        const after = { a: { x: 2, y: 2 }, list: [{ n: 2, m: 2 }, { n: 2 }] };
        assert.deepEqual(kinds(before, after, { ignoreChanges: ["a", "list[*].n"] }), { "list[0].m": "update" });
    });

    it("marks the changes that need a new resource", () => {
        const changes = diffProperties({ a: 1, b: 1 }, { a: 2, b: 2 }, { replaceOn: (path) => path === "b" });
        assert.deepEqual(changes, {
            a: { kind: "update", inputDiff: true },
            b: { kind: "update-replace", inputDiff: true },
        });
        assert.equal(replaces(changes), true);
        assert.equal(replaces(diffProperties({ a: 1 }, { a: 2 })), false);
    });

    it("asks the caller about values that differ in writing only", () => {
        const equal = (path: string, before: unknown, after: unknown) =>
            path === "cpu" && before === "1000m" && after === "1";
        assert.deepEqual(kinds({ cpu: "1000m", memory: "1000m" }, { cpu: "1", memory: "1" }, { equal }), {
            memory: "update",
        });
    });

    it("finds nothing between a value and its copy, and something as soon as a leaf differs", () => {
        const value = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true, minKeys: 1 });
        fc.assert(
            fc.property(value, fc.string(), (given, key) => {
                assert.deepEqual(diffProperties(given, structuredClone(given)), {});
                const changed = { ...structuredClone(given), [key]: Symbol("other") };
                assert.notDeepEqual(diffProperties(given, changed), {});
            }),
        );
    });
});

describe("provider: property paths", () => {
    it("are read back as they were written", () => {
        const key = fc.string({ minLength: 1 }).filter((text) => !text.includes("\\"));
        const segment: fc.Arbitrary<Segment> = fc.oneof(key, fc.nat());
        fc.assert(
            fc.property(key, fc.array(segment), (first, rest) => {
                assert.deepEqual(parsePath(formatPath([first, ...rest])), [first, ...rest]);
            }),
        );
    });

    it("are refused when they are none", () => {
        assert.throws(() => parsePath("a[b"), /"a\[b" is not a property path: unexpected "\[" at position 1/);
    });
});

describe("provider: autonaming", () => {
    const seed = Buffer.from("seed");

    it("gives the same name for the same seed, with seven hexadecimal digits", () => {
        assert.equal(autoname("web", seed), autoname("web", seed));
        assert.match(autoname("web", seed), /^web-[0-9a-f]{7}$/);
        assert.notEqual(autoname("web", seed), autoname("web", Buffer.from("other")));
    });

    it("keeps to the longest name of the service and never doubles the hyphen", () => {
        fc.assert(
            fc.property(fc.stringMatching(/^[a-z-]{1,40}$/), fc.integer({ min: 9, max: 40 }), (name, maxLength) => {
                const physical = autoname(name, seed, { maxLength });
                assert.ok(physical.length <= maxLength);
                assert.match(physical, /(^|[^-])-[0-9a-f]{7}$/);
            }),
        );
    });
});

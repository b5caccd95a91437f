import assert from "node:assert/strict";
import { compareSync } from "bcryptjs";
import fc from "fast-check";
import { RandomProvider } from "../../../../sandbox/random/provider";
import { type Properties, UNKNOWN } from "../../../../sandbox/provider/types";

const provider = new RandomProvider();
const PASSWORD = "random:index/randomPassword:RandomPassword";

function located(token: string) {
    const type = token.includes(":")
        ? token
        : `random:index/${token.charAt(0).toLowerCase()}${token.slice(1)}:${token}`;
    return { urn: `urn:pulumi:dev::openhands::${type}::it`, type, name: "it" };
}

async function check(token: string, inputs: Properties) {
    return await provider.check({ ...located(token), inputs, randomSeed: new Uint8Array() });
}

async function create(token: string, inputs: Properties, preview = false) {
    const checked = await check(token, inputs);
    assert.deepEqual(checked.failures, []);
    return await provider.create({
        ...located(token),
        inputs: checked.inputs,
        preview,
        timeout: 0,
        progress: () => undefined,
        signal: new AbortController().signal,
    });
}

const failures = async (token: string, inputs: Properties) =>
    (await check(token, inputs)).failures.map(({ property, reason }) => `${property} ${reason}`);

describe("random stand-in: checks", () => {
    it("names unknown, missing and ill-typed inputs", async () => {
        assert.deepEqual(await failures("RandomPassword", { lenght: 16, special: "no", keepers: { a: 1 } }), [
            `lenght is not an input of ${PASSWORD}`,
            "keepers must be a map of strings",
            "length is required",
            "special must be true or false",
        ]);
        assert.deepEqual(await failures("RandomPassword", { length: 1.5 }), ["length must be a whole number"]);
        assert.deepEqual(await failures("RandomId", { byteLength: 0 }), ["byteLength must be at least 1"]);
        assert.deepEqual(await failures("RandomShuffle", { inputs: ["a", 1] }), ["inputs must be a list of strings"]);
    });

    it("refuses inputs that contradict each other", async () => {
        assert.match(
            (await failures("RandomString", { length: 3, minLower: 2, minSpecial: 2 }))[0] ?? "",
            /^length is 3/,
        );
        assert.deepEqual(await failures("RandomInteger", { min: 2, max: 1 }), ["min is 2, more than max, 1"]);
        const nothing = { length: 8, lower: false, upper: false, numeric: false, special: false };
        assert.deepEqual(await failures("RandomString", nothing), [
            "special no kind of character is left to choose from",
        ]);
    });

    it("refuses a seed and a type that it does not model", async () => {
        assert.deepEqual(await failures("RandomInteger", { min: 1, max: 2, seed: "x" }), [
            "seed is not modelled by the sandbox: leave it out",
        ]);
        assert.deepEqual(await failures("random:index:Dice", {}), [
            " random:index:Dice is not a resource type of random",
        ]);
    });

    it("fills in the official defaults and lets unknowns pass", async () => {
        const { inputs, failures } = await check("RandomPassword", { length: UNKNOWN, minLower: 3 });
        assert.deepEqual(failures, []);
        assert.deepEqual(inputs, {
            length: UNKNOWN,
            lower: true,
            upper: true,
            numeric: true,
            number: true,
            special: true,
            minLower: 3,
            minUpper: 0,
            minNumeric: 0,
            minSpecial: 0,
            keepers: undefined,
            overrideSpecial: undefined,
        });
    });
});

describe("random stand-in: values", () => {
    it("honours length, kinds of characters and minima", async () => {
        const minimum = fc.integer({ min: 0, max: 5 });
        const inputs = fc.record({
            minLower: minimum,
            minUpper: minimum,
            minNumeric: minimum,
            minSpecial: minimum,
            length: fc.integer({ min: 20, max: 40 }),
            overrideSpecial: fc.constantFrom(undefined, "-_"),
            upper: fc.boolean(),
        });
        const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
        await fc.assert(
            fc.asyncProperty(inputs, async (given) => {
                const result = (await create("RandomString", given)).state["result"] as string;
                assert.equal(result.length, given.length);
                assert.ok(count(result, /[a-z]/g) >= given.minLower);
                assert.ok(count(result, /[A-Z]/g) >= given.minUpper);
                assert.ok(given.upper || count(result, /[A-Z]/g) === given.minUpper);
                assert.ok(count(result, /[0-9]/g) >= given.minNumeric);
                assert.ok(count(result, /[^a-zA-Z0-9]/g) >= given.minSpecial);
                assert.match(result, given.overrideSpecial ? /^[\w-]*$/ : /^[\w!@#$%&*()\-=+[\]{}<>:?]*$/);
            }),
        );
    });

    it("keeps a password and its hash secret", async () => {
        const { id, state, secrets } = await create("RandomPassword", { length: 24 });
        assert.equal(id, "none");
        assert.deepEqual(secrets, ["result", "bcryptHash"]);
        assert.ok(compareSync(state["result"] as string, state["bcryptHash"] as string));
    }).timeout(10_000);

    it("never gives the same value twice", async () => {
        const values = new Set<unknown>();
        for (let round = 0; round < 50; round++) {
            values.add((await create("RandomString", { length: 16 })).state["result"]);
        }
        assert.equal(values.size, 50);
    });

    it("gives one id in four forms", async () => {
        const { id, state } = await create("RandomId", { byteLength: 8, prefix: "p-" });
        const bytes = Buffer.from(id, "base64url");
        assert.equal(bytes.length, 8);
        assert.equal(state["hex"], `p-${bytes.toString("hex")}`);
        assert.equal(state["dec"], `p-${bytes.readBigUInt64BE()}`);
        assert.equal(state["b64Std"], `p-${bytes.toString("base64")}`);
    });

    it("gives pets, integers, bytes, shuffles and UUIDs", async () => {
        assert.match((await create("RandomPet", { length: 3, prefix: "my" })).id, /^my-[a-z]+-[a-z]+-[a-z]+$/);
        assert.equal((await create("RandomInteger", { min: 7, max: 7 })).state["result"], 7);
        const bytes = await create("RandomBytes", { length: 4 });
        assert.equal(Buffer.from(bytes.state["base64"] as string, "base64").toString("hex"), bytes.state["hex"]);
        assert.deepEqual(bytes.secrets, ["base64", "hex"]);
        const shuffled = await create("RandomShuffle", { inputs: ["a", "b"], resultCount: 4 });
        assert.deepEqual([...(shuffled.state["results"] as string[])].sort(), ["a", "a", "b", "b"]);
        assert.match((await create("RandomUuid", {})).id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.match((await create("RandomUuid7", {})).id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
    });

    it("has no value in a preview", async () => {
        const { id, state } = await create("RandomPassword", { length: 8 }, true);
        assert.deepEqual([id, state["result"], state["bcryptHash"]], ["", UNKNOWN, UNKNOWN]);
    });
});

describe("random stand-in: changes", () => {
    const diff = async (oldInputs: Properties, inputs: Properties, ignoreChanges: string[] = []) =>
        (
            await provider.diff({
                ...located("RandomPassword"),
                id: "none",
                oldInputs,
                oldState: {},
                inputs,
                ignoreChanges,
            })
        ).changes;

    it("replaces on any input, keepers too, and on nothing else", async () => {
        assert.deepEqual(await diff({ length: 8 }, { length: 8, keepers: undefined }), {});
        assert.deepEqual(await diff({ keepers: { a: "1" } }, { keepers: { a: "2" } }), {
            "keepers.a": { kind: "update-replace", inputDiff: true },
        });
        assert.deepEqual(await diff({ length: 8 }, { length: 9 }, ["length"]), {});
    });
});

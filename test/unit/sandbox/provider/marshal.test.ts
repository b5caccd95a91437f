import assert from "node:assert/strict";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import fc from "fast-check";
import { decode, encode, hasUnknowns, isAsset } from "../../../../sandbox/provider/marshal";
import { type Properties, UNKNOWN } from "../../../../sandbox/provider/types";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Through the bytes that go over the wire. */
function roundTrip(properties: Properties, secrets: string[] = []): Properties {
    return decode(Struct.deserializeBinary(encode(properties, secrets).serializeBinary()));
}

// The protobuf library keeps maps in plain objects, so that this one name cannot cross the wire, whoever writes it.
const key = fc.string().filter((text) => text !== "__proto__");
const leaf = fc.oneof(fc.string(), fc.boolean(), fc.double({ noNaN: true }), fc.constant(null), fc.constant(UNKNOWN));
const value = fc.letrec((tie) => ({
    any: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("any")),
        fc.dictionary(key, tie("any"), { noNullPrototype: true }),
    ),
})).any;
const properties = fc.dictionary(key, value, { noNullPrototype: true });

describe("provider: marshalling", () => {
    it("gives back every value, unknowns among them", () => {
        fc.assert(fc.property(properties, (given) => assert.deepEqual(roundTrip(given), given)));
    });

    it("unwraps what was marked secret, whatever lies beside it", () => {
        fc.assert(
            fc.property(properties, value, (given, secret) => {
                const whole = { ...given, password: secret };
                assert.deepEqual(roundTrip(whole, ["password"]), whole);
            }),
        );
    });

    it("marks exactly the named paths secret on the wire", () => {
        const wire = encode({ a: { b: ["x", "y"] }, "c.d": 1, e: 2 }, ["a.b[1]", '["c.d"]']).toJavaScript();
        const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
        assert.deepEqual(wire, { a: { b: ["x", secret("y")] }, "c.d": secret(1), e: 2 });
    });

    it("reads outputs, resource references and every sentinel of an unknown", () => {
        const signed = (signature: string, fields: object) => ({ [SIGNATURE]: signature, ...fields });
        const wire = {
            known: signed("d0e6a833031e9bbcd3f4e8bde6ca49a4", { value: "v", secret: true }),
            unknown: signed("d0e6a833031e9bbcd3f4e8bde6ca49a4", {}),
            reference: signed("5cf8f73096256a8f31e491e813e4eb8e", { urn: "urn:x", id: "i-1" }),
            array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
            number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        };
        assert.deepEqual(decode(Struct.fromJavaScript(wire)), {
            known: "v",
            unknown: UNKNOWN,
            reference: "i-1",
            array: UNKNOWN,
            number: UNKNOWN,
        });
    });

    it("refuses a signature it does not know", () => {
        const wire = Struct.fromJavaScript({ a: { [SIGNATURE]: "new" } });
        assert.throws(() => decode(wire), /unknown kind came from the engine: new/);
    });

    it("keeps assets as they came", () => {
        const asset = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "hello" };
        const back = roundTrip({ asset });
        assert.ok(isAsset(back["asset"]));
        assert.deepEqual(back, { asset });
    });

    it("leaves out undefined and refuses what no property can hold", () => {
        assert.deepEqual(roundTrip({ a: undefined, b: 1 }), { b: 1 });
        assert.throws(() => encode({ a: { b: () => 1 } }), /^Error: a\.b: a function cannot be a property value/);
    });

    it("finds unknowns at any depth", () => {
        assert.equal(hasUnknowns({ a: [{ b: UNKNOWN }] }), true);
        assert.equal(hasUnknowns({ a: [{ b: null }] }), false);
    });
});

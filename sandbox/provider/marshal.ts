import { ListValue, NullValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import { formatPath, type Path } from "./paths";
import { type Properties, UNKNOWN } from "./types";

/**
 * Property values on the wire. The protocol carries what JSON cannot (unknowns, secrets, outputs, resource references) as strings and
 * objects with agreed signatures; see sdk/go/common/resource/plugin/rpc.go of Pulumi.
 */

/** Stands for any value when the stand-in sends it. */
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine keeps one sentinel for each kind of value; to a stand-in they all say "not known yet". */
const UNKNOWNS: ReadonlySet<string> = new Set([
    UNKNOWN_STRING,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** True for a file, text or remote asset. Assets and archives keep their wire form, so that they go back to the engine as they came. */
export function isAsset(value: unknown): value is { hash?: string; text?: string; path?: string; uri?: string } {
    return signatureOf(value) === ASSET;
}

/** True for an archive of assets. */
export function isArchive(
    value: unknown,
): value is { hash?: string; assets?: Properties; path?: string; uri?: string } {
    return signatureOf(value) === ARCHIVE;
}

function signatureOf(value: unknown): unknown {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[SIGNATURE_KEY] : undefined;
}

/** Properties as the engine sent them: secrets unwrapped, unknowns as {@link UNKNOWN}, resource references as their id. */
export function decode(struct: Struct | undefined): Properties {
    return struct === undefined ? {} : decodeFields(struct);
}

function decodeFields(struct: Struct): Properties {
    const entries: [string, unknown][] = [];
    struct.getFieldsMap().forEach((value: Value, key: string) => entries.push([key, decodeValue(value)]));
    return Object.fromEntries(entries);
}

function decodeValue(value: Value): unknown {
    switch (value.getKindCase()) {
        case Value.KindCase.BOOL_VALUE:
            return value.getBoolValue();
        case Value.KindCase.NUMBER_VALUE:
            return value.getNumberValue();
        case Value.KindCase.STRING_VALUE: {
            const text = value.getStringValue();
            return UNKNOWNS.has(text) ? UNKNOWN : text;
        }
        case Value.KindCase.LIST_VALUE:
            return (value.getListValue()?.getValuesList() ?? []).map(decodeValue);
        case Value.KindCase.STRUCT_VALUE:
            return decodeSigned(decode(value.getStructValue()));
        default:
            return null;
    }
}

function decodeSigned(fields: Properties): unknown {
    switch (fields[SIGNATURE_KEY]) {
        case SECRET:
            return fields["value"];
        case OUTPUT:
            return "value" in fields ? fields["value"] : UNKNOWN;
        case RESOURCE:
            return fields["id"] ?? fields["urn"];
        case undefined:
        case ASSET:
        case ARCHIVE:
            return fields;
        default:
            throw new Error(
                `a property value of an unknown kind came from the engine: ${String(fields[SIGNATURE_KEY])}`,
            );
    }
}

/** The wire form of properties. `undefined` is left out; what lies at one of the `secrets` paths is marked secret. */
export function encode(properties: Properties, secrets: readonly string[] = []): Struct {
    return encodeFields(properties, [], new Set(secrets));
}

function encodeFields(properties: object, path: Path, secrets: ReadonlySet<string>): Struct {
    const struct = new Struct();
    const fields = struct.getFieldsMap();
    for (const [key, value] of Object.entries(properties)) {
        if (value !== undefined) {
            fields.set(key, encodeValue(value, [...path, key], secrets));
        }
    }
    return struct;
}

function encodeValue(value: unknown, path: Path, secrets: ReadonlySet<string>): Value {
    const encoded = encodeContent(value, path, secrets);
    if (secrets.size === 0 || !secrets.has(formatPath(path))) {
        return encoded;
    }
    const secret = new Struct();
    secret.getFieldsMap().set(SIGNATURE_KEY, new Value().setStringValue(SECRET));
    secret.getFieldsMap().set("value", encoded);
    return new Value().setStructValue(secret);
}

function encodeContent(value: unknown, path: Path, secrets: ReadonlySet<string>): Value {
    const wire = new Value();
    if (value === UNKNOWN) {
        return wire.setStringValue(UNKNOWN_STRING);
    }
    switch (typeof value) {
        case "string":
            return wire.setStringValue(value);
        case "boolean":
            return wire.setBoolValue(value);
        case "number":
            return wire.setNumberValue(value);
        case "undefined":
            return wire.setNullValue(NullValue.NULL_VALUE);
        case "object":
            break;
        default:
            throw new Error(`${formatPath(path)}: a ${typeof value} cannot be a property value`);
    }
    if (value === null) {
        return wire.setNullValue(NullValue.NULL_VALUE);
    }
    if (Array.isArray(value)) {
        const items = value.map((item: unknown, index) => encodeValue(item, [...path, index], secrets));
        return wire.setListValue(new ListValue().setValuesList(items));
    }
    return wire.setStructValue(encodeFields(value, path, secrets));
}

/** True when the value, or anything inside it, is not known yet. */
export function hasUnknowns(value: unknown): boolean {
    if (value === UNKNOWN) {
        return true;
    }
    return typeof value === "object" && value !== null && Object.values(value).some(hasUnknowns);
}

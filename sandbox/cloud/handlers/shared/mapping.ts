import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../../provider/types";

/** Which member of an API shape carries which Pulumi property; the member names are checked by the compiler. */
export type Mapping<Shape> = Readonly<Record<string, keyof Shape & string>>;

/** A mapping that two shapes share, as the requests to create and to modify mostly do. */
export type SharedMapping<One, Other> = Mapping<Pick<One, keyof One & keyof Other>>;

/** The members of an API request for the properties that are set. */
export function toApi<Request>(properties: Properties, mapping: Mapping<Request>): Partial<Request> {
    const request: Record<string, unknown> = {};
    for (const [property, member] of Object.entries(mapping)) {
        if (properties[property] !== undefined) {
            request[member] = properties[property];
        }
    }
    return request as Partial<Request>;
}

/** {@link toApi} for those properties only that differ from the recorded state, as an update call wants it. */
export function changedToApi<Request>(
    old: Properties,
    inputs: Properties,
    mapping: Mapping<Request>,
): Partial<Request> {
    const changed = Object.entries(inputs).filter(([property, value]) => !isDeepStrictEqual(value, old[property]));
    return toApi(Object.fromEntries(changed), mapping);
}

/** The properties for the members of an API response; `undefined` for those the response lacks. */
export function fromApi<Response>(response: Response, mapping: Mapping<Response>): Properties {
    const properties: Properties = {};
    for (const [property, member] of Object.entries(mapping)) {
        properties[property] = plain(response[member as keyof Response]);
    }
    return properties;
}

type Renames = Readonly<Record<string, string>>;

/**
 * A nested block in the API's spelling (`maxCapacity` -> `MaxCapacity`), at every depth. `renames` is for members that do not
 * follow the rule. For blocks only: keys of free maps would be spelled anew too.
 */
export function pascal<Shape>(value: unknown, renames: Renames = {}): Shape {
    return respell(value, (key) => renames[key] ?? key.charAt(0).toUpperCase() + key.slice(1)) as Shape;
}

/** A nested API block in Pulumi's spelling (`MaxCapacity` -> `maxCapacity`), at every depth; absent members are left out. */
export function camel(value: unknown, renames: Renames = {}): unknown {
    return respell(plain(value), (key) => renames[key] ?? key.charAt(0).toLowerCase() + key.slice(1));
}

function respell(value: unknown, spell: (key: string) => string): unknown {
    if (Array.isArray(value)) {
        return value.map((element) => respell(element, spell));
    }
    if (value !== null && typeof value === "object") {
        return Object.fromEntries(
            Object.entries(value)
                .filter(([, member]) => member !== undefined && member !== null)
                .map(([key, member]) => [spell(key), respell(member, spell)]),
        );
    }
    return value;
}

/** Dates as the state keeps them: ISO 8601 text. */
function plain(value: unknown): unknown {
    if (value instanceof Date) {
        return value.toISOString();
    }
    if (Array.isArray(value)) {
        return value.map(plain);
    }
    if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
        return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
    }
    return value;
}

import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { hashSync } from "bcryptjs";
import type { Created, Properties } from "../provider/types";
import { ADJECTIVES, ADVERBS, ANIMALS } from "./words";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const NUMERIC = "0123456789";
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** bcrypt reads no more of a password than this. */
const BCRYPT_MAX_BYTES = 72;

/** Id and outputs of a new resource; its inputs have been checked and carry defaults. */
export type Generated = Omit<Created, "state"> & { outputs: Properties };

interface CharacterInputs {
    length: number;
    lower: boolean;
    upper: boolean;
    numeric: boolean;
    special: boolean;
    minLower: number;
    minUpper: number;
    minNumeric: number;
    minSpecial: number;
    overrideSpecial?: string;
}

/** What each type makes of its inputs. Every byte of randomness is from the system's cryptographic source. */
export const GENERATORS: Readonly<
    Record<string, { outputs: readonly string[]; generate(inputs: Properties): Generated }>
> = {
    "random:index/randomPassword:RandomPassword": {
        outputs: ["result", "bcryptHash"],
        generate: (inputs) => {
            const result = characters(inputs as unknown as CharacterInputs);
            const bcryptHash = hashSync(Buffer.from(result).subarray(0, BCRYPT_MAX_BYTES).toString());
            return { id: "none", outputs: { result, bcryptHash }, secrets: ["result", "bcryptHash"] };
        },
    },
    "random:index/randomString:RandomString": {
        outputs: ["result"],
        generate: (inputs) => named(characters(inputs as unknown as CharacterInputs)),
    },
    "random:index/randomId:RandomId": {
        outputs: ["b64Std", "b64Url", "dec", "hex"],
        generate: ({ byteLength, prefix = "" }) => {
            const bytes = randomBytes(byteLength as number);
            const hex = bytes.toString("hex");
            const forms = {
                b64Std: bytes.toString("base64"),
                b64Url: bytes.toString("base64url"),
                dec: BigInt(`0x${hex}`).toString(),
                hex,
            };
            const prefixed = Object.entries(forms).map(([form, text]) => [form, `${prefix as string}${text}`]);
            return { id: forms.b64Url, outputs: Object.fromEntries(prefixed) as Properties };
        },
    },
    "random:index/randomPet:RandomPet": {
        outputs: [],
        generate: ({ length, prefix, separator }) => {
            const words = [pick(ANIMALS)];
            if ((length as number) > 1) {
                words.unshift(pick(ADJECTIVES));
            }
            while (words.length < (length as number)) {
                words.unshift(pick(ADVERBS));
            }
            if (typeof prefix === "string") {
                words.unshift(prefix);
            }
            return { id: words.join(separator as string), outputs: {} };
        },
    },
    "random:index/randomInteger:RandomInteger": {
        outputs: ["result"],
        generate: ({ min, max }) => {
            const result = (min as number) + randomInt((max as number) - (min as number) + 1);
            return { id: String(result), outputs: { result } };
        },
    },
    "random:index/randomBytes:RandomBytes": {
        outputs: ["base64", "hex"],
        generate: ({ length }) => {
            const bytes = randomBytes(length as number);
            const outputs = { base64: bytes.toString("base64"), hex: bytes.toString("hex") };
            return { id: "none", outputs, secrets: ["base64", "hex"] };
        },
    },
    "random:index/randomShuffle:RandomShuffle": {
        outputs: ["results"],
        generate: ({ inputs, resultCount }) => {
            const items = inputs as string[];
            const count = typeof resultCount === "number" ? resultCount : items.length;
            const results: string[] = [];
            // More results than items: every item once before any comes again, as the official provider does.
            while (results.length < count && items.length > 0) {
                results.push(...shuffle(items).slice(0, count - results.length));
            }
            return { id: "-", outputs: { results } };
        },
    },
    "random:index/randomUuid:RandomUuid": { outputs: ["result"], generate: () => named(randomUUID()) },
    "random:index/randomUuid4:RandomUuid4": { outputs: ["result"], generate: () => named(randomUUID()) },
    "random:index/randomUuid7:RandomUuid7": { outputs: ["result"], generate: () => named(uuid7()) },
};

function named(result: string): Generated {
    return { id: result, outputs: { result } };
}

function pick<T>(items: readonly T[]): T {
    return items[randomInt(items.length)] as T;
}

/** Fisher and Yates. */
function shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
        const other = randomInt(last + 1);
        [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
}

function characters(inputs: CharacterInputs): string {
    const special = inputs.overrideSpecial ?? SPECIAL;
    const draw = (from: string, count: number) => Array.from({ length: count }, () => pick([...from]));
    const required = [
        ...draw(LOWER, inputs.minLower),
        ...draw(UPPER, inputs.minUpper),
        ...draw(NUMERIC, inputs.minNumeric),
        ...draw(special, inputs.minSpecial),
    ];
    const all =
        (inputs.lower ? LOWER : "") +
        (inputs.upper ? UPPER : "") +
        (inputs.numeric ? NUMERIC : "") +
        (inputs.special ? special : "");
    return shuffle([...required, ...draw(all, inputs.length - required.length)]).join("");
}

/** RFC 9562: 48 bits of milliseconds, version and variant, the rest random. */
function uuid7(): string {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(Date.now(), 0, 6);
    bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
    bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
    const hex = bytes.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

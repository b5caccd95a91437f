import { equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";

import { parse } from "yaml";
import { z } from "zod";

import { configurationReference } from "../../../config/reference";
import { stackSettings } from "../../../config/schema";
import { metaOf, unwrapped } from "../../../config/schema/shape";

interface Declaration {
    type?: string;
    default?: unknown;
    value?: unknown;
    description?: string;
}

describe("what is written about the configuration", () => {
    it("is current in docs/configuration.md (npm run docs:configuration writes it)", () => {
        equal(readFileSync("docs/configuration.md", "utf8"), configurationReference());
    });

    it("gives every key a meaning", () => {
        const bare = configurationReference()
            .split("\n")
            .filter((line) => /\|\s*\|$/.test(line));
        equal(bare.join("\n"), "");
    });

    it("says the same in Pulumi.yaml as in the schema, for every key that holds a single value", () => {
        const { config } = parse(readFileSync("Pulumi.yaml", "utf8")) as { config: Record<string, Declaration> };
        const scalars = Object.entries(stackSettings.shape.openhands.shape).filter(
            ([, schema]) => !(unwrapped(schema) instanceof z.ZodObject),
        );
        ok(scalars.length > 0);
        for (const [key, schema] of scalars) {
            const declared = config[key];
            ok(declared, `${key} is not declared`);
            equal(declared.type, "string");
            equal(declared.description, metaOf(schema).description);
            // An environment is never assumed; see the comment in the file.
            equal(declared.default, schema instanceof z.ZodDefault ? schema.def.defaultValue : "");
        }
    });
});

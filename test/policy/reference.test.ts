import { deepEqual, equal, match, ok } from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { renderReference } from "../../policies/reference";
import { rules } from "../../policies/rules";

describe("Policy reference", () => {
    it("is current (npx tsx policies/write-reference.ts)", () => {
        equal(fs.readFileSync(path.join(__dirname, "../../docs/policies.md"), "utf8"), renderReference());
    });

    it("tells of every rule what is wrong, why, how to mend it and which controls it implements", () => {
        for (const rule of rules) {
            match(rule.name, /^[a-z]+(-[a-z]+)+$/);
            ok(rule.why.endsWith("."), rule.name);
            ok(rule.mend.endsWith("."), rule.name);
            ok(rule.controls.length > 0, rule.name);
            ok(rule.checks.length > 0, rule.name);
        }
        const ids = rules.map(({ id }) => id);
        deepEqual([...new Set(ids)], ids);
    });

    it("has one file for each rule, named like it", () => {
        const folder = path.join(__dirname, "../../policies/rules");
        const files = fs
            .readdirSync(folder, { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts") && file !== "index.ts")
            .map((file) => path.basename(file, ".ts"));
        deepEqual(files.sort(), rules.map(({ name }) => name).sort());
    });
});

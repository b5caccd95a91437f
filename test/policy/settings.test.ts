import { deepEqual, equal, ok } from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readSettings, settingsOf, SettingsError, strictest } from "../../policies/framework/settings";
import { rules } from "../../policies/rules";

const folder = path.join(__dirname, "../../policies/config");
const urn = (stack: string): string => `urn:pulumi:${stack}::openhands::aws:s3/bucket:Bucket::state`;
const find = settingsOf(readSettings(folder, rules), strictest(rules));

/** The problems of a folder with these files. */
function problemsOf(files: Readonly<Record<string, unknown>>): readonly string[] {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "policy-settings-"));
    try {
        for (const [name, content] of Object.entries(files)) {
            const text = typeof content === "string" ? content : JSON.stringify(content);
            fs.writeFileSync(path.join(folder, name), text);
        }
        readSettings(folder, rules);
        return [];
    } catch (error) {
        if (error instanceof SettingsError) {
            return error.problems;
        }
        throw error;
    } finally {
        fs.rmSync(folder, { recursive: true });
    }
}

const prod = JSON.parse(fs.readFileSync(path.join(folder, "prod.json"), "utf8")) as Record<string, object>;
const exemption = {
    rule: "key-rotates",
    urn: urn("prod"),
    owner: "platform team",
    reason: "imported key, replaced in January",
    expires: "2026-12-31",
};

describe("Policy configuration", () => {
    it("is found by the name of the stack; an ephemeral test stack has that of dev", () => {
        equal(find(urn("dev")).source, "dev.json");
        equal(find(urn("staging")).source, "staging.json");
        equal(find(urn("prod")).source, "prod.json");
        equal(find(urn("test-pull-42")).source, "dev.json");
    });

    it("is the strictest there is for a stack that no file names", () => {
        const stray = find(urn("production"));
        ok(stray.source.startsWith("strictest defaults"));
        ok(rules.every((rule) => stray.level(rule) === "mandatory"));
        equal(stray.durability, "protected");
    });

    it("enforces everything in staging and prod, and what protects data and access in dev", () => {
        for (const stack of ["staging", "prod"]) {
            ok(rules.every((rule) => find(urn(stack)).level(rule) === "mandatory"));
        }
        const advisory = rules.filter((rule) => find(urn("dev")).level(rule) === "advisory").map(({ topic }) => topic);
        deepEqual(
            [...new Set(advisory)].filter((topic) => topic !== "cost" && topic !== "availability"),
            [],
        );
    });

    it("names every problem of every file at once", () => {
        const problems = problemsOf({
            "a.json": {
                ...prod,
                rules: {
                    "key-rotate": {},
                    "image-is-pinned": { tags: "sometimes", registry: [] },
                    "database-keeps-backups": { enforcement: "off" },
                },
            },
            "b.json": "{",
        });
        deepEqual(
            problems.map((problem) => problem.split(":").slice(0, 2).join(":")),
            [
                "a.json: rules.database-keeps-backups.enforcement",
                "b.json: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
            ],
        );
        deepEqual(
            problemsOf({
                "a.json": { ...prod, rules: { "key-rotate": {}, "image-is-pinned": { tags: "no", registry: [] } } },
            }),
            [
                'a.json: rules: there is no rule "key-rotate"; did you mean "key-rotates"?',
                'a.json: rules.image-is-pinned.tags: Invalid option: expected one of "refused"|"allowed"',
                'a.json: rules.image-is-pinned: Unrecognized key: "registry"',
            ],
        );
    });

    it("refuses unknown keys and topics that are left out", () => {
        const enforcement: Record<string, unknown> = { ...prod["enforcement"] };
        delete enforcement["cost"];
        deepEqual(problemsOf({ "a.json": { ...prod, enforcement, extra: 1 } }).length, 2);
    });

    it("refuses exemptions without owner, reason, day, resource or rule", () => {
        const broken = [
            { ...exemption, owner: " " },
            { ...exemption, reason: "because" },
            { ...exemption, expires: "soon" },
            { ...exemption, urn: "*" },
            { rule: "key-rotates", urn: urn("prod"), reason: exemption.reason, expires: exemption.expires },
        ];
        deepEqual(
            problemsOf({ "a.json": { ...prod, exemptions: broken } }).map((problem) => problem.split(": ")[1]),
            [
                "exemptions.0.owner",
                "exemptions.1.reason",
                "exemptions.2.expires",
                "exemptions.3.urn",
                "exemptions.4.owner",
            ],
        );
        deepEqual(problemsOf({ "a.json": { ...prod, exemptions: [{ ...exemption, rule: "key-rotation" }] } }), [
            'a.json: exemptions.0.rule: there is no rule "key-rotation"; did you mean "key-rotates"?',
        ]);
        deepEqual(problemsOf({ "a.json": { ...prod, exemptions: [exemption] } }), []);
    });

    it("refuses two files for one stack", () => {
        deepEqual(problemsOf({ "a.json": prod, "b.json": prod }), [
            'b.json: stacks: "prod" is claimed by a.json already',
        ]);
    });
});

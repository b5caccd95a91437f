import { z } from "zod";
import { allRulesRan } from "./framework/all-rules-ran";
import type { Rule } from "./framework/rule";
import { rules } from "./rules";

/** The page that tells every rule of the pack, for `docs/policies.md`. */
export function renderReference(): string {
    const all = [...rules, allRulesRan];
    return [
        "# Policies",
        "",
        "<!-- Written by `npx tsx policies/write-reference.ts` from the rules themselves; a test keeps it current. -->",
        "",
        "Every preview and update runs the CrossGuard pack in `policies/` (`--policy-pack policies`). Resource rules judge",
        "the inputs of a resource before it is created or changed; stack rules judge at the end how resources belong",
        "together. A value that is set but unknown at preview is a violation, unless it comes from a resource of an allowed",
        "type; then it is judged with its real value before the resource that uses it is created.",
        "",
        "Which rules stop a deployment is decided per environment in `policies/config/*.json`: a file names the stacks it is",
        "for, a level for each topic, the options of single rules and the exemptions. A stack that no file names is judged by",
        "the strictest values. See `docs/decisions/0020-policies-fail-closed.md`.",
        "",
        "## Overview",
        "",
        "| id | rule | topic | severity |",
        "| --- | --- | --- | --- |",
        ...all.map(
            ({ id, name, topic, severity }) => `| ${id} | [${name}](#${anchor(id, name)}) | ${topic} | ${severity} |`,
        ),
        "",
        "## Exempting a resource",
        "",
        "```json",
        JSON.stringify(
            {
                exemptions: [
                    {
                        rule: "key-rotates",
                        urn: "urn:pulumi:prod::openhands::aws:kms/key:Key::imported",
                        owner: "platform team",
                        reason: "imported key material, replaced when the partner has moved",
                        expires: "2027-03-31",
                    },
                ],
            },
            undefined,
            4,
        ),
        "```",
        "",
        "An exemption is for one rule and one resource, and turns its violations into advisory reports that name the owner,",
        "the reason and the last day. After that day it is a mandatory violation itself. A missing owner, reason or day, an",
        "unknown rule and an unknown key stop the pack from starting; all such problems are told at once.",
        "",
        "## Rules",
        "",
        ...all.flatMap(section),
    ].join("\n");
}

function anchor(id: string, name: string): string {
    return `${id.toLowerCase()}-${name}`;
}

function section(rule: Rule): string[] {
    const options = optionsOf(rule);
    return [
        `### ${rule.id} ${rule.name}`,
        "",
        `- Severity: ${rule.severity}; topic: ${rule.topic}`,
        `- Why: ${rule.why}`,
        `- Mend: ${rule.mend}`,
        `- Controls: ${rule.controls.join(", ")}`,
        ...(options.length > 0 ? ["- Options:", ...options.map((option) => `    - ${option}`)] : []),
        "",
    ];
}

const schema = z.object({
    properties: z
        .record(z.string(), z.object({ description: z.string().optional(), default: z.unknown().optional() }))
        .optional(),
});

function optionsOf(rule: Rule): string[] {
    const { properties = {} } = schema.parse(z.toJSONSchema(rule.options));
    return Object.entries(properties).map(
        ([key, { description, default: preset }]) =>
            `\`${key}\`: ${description ?? ""} (default \`${JSON.stringify(preset)}\`)`,
    );
}

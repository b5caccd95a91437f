import * as fs from "node:fs";
import * as path from "node:path";
import { closest } from "fastest-levenshtein";
import { z } from "zod";
import type { Rule, Topic } from "./rule";
import { topics } from "./rule";
import type { Durability } from "../../components/durability";

export type Level = "advisory" | "mandatory";

const level = z.enum(["advisory", "mandatory"]);
const day = z.iso.date("must be a day, as YYYY-MM-DD");

const exemptionSchema = z.strictObject({
    /** Name of the rule. */
    rule: z.string(),
    /** URN of the one resource (or of the stack) that is exempt. */
    urn: z.string().startsWith("urn:pulumi:", "must be the full URN that the violation names"),
    /** Who answers for it: a team or a person. */
    owner: z.string().trim().min(1, "must name who answers for the exemption"),
    reason: z.string().trim().min(10, "must say why, in a sentence"),
    /** Last day on which it holds. */
    expires: day,
});

export type Exemption = z.output<typeof exemptionSchema>;

const settingsSchema = z.strictObject({
    /** Stack names that the file is for; a trailing `*` stands for any ending. */
    stacks: z.array(z.string().min(1)).min(1),
    durability: z.enum(["destroyable", "protected"]),
    /** Level per topic; every topic must be named. */
    enforcement: z.record(z.enum(topics), level),
    /** Per rule: `enforcement` to override its topic, and the rule's own options. */
    rules: z.record(z.string(), z.looseObject({ enforcement: level.optional() })),
    exemptions: z.array(exemptionSchema),
});

/** The rules' configuration for one environment. */
export interface Settings {
    /** Where it comes from, for messages. */
    readonly source: string;
    readonly stacks: readonly string[];
    readonly durability: Durability;
    readonly exemptions: readonly Exemption[];
    level(rule: Rule): Level;
    options(rule: Rule): unknown;
}

/** Every problem of the configuration files, at once. */
export class SettingsError extends Error {
    constructor(readonly problems: readonly string[]) {
        super(
            `The policy configuration has ${String(problems.length)} problem(s):\n${problems.map((p) => `  - ${p}`).join("\n")}`,
        );
        this.name = "SettingsError";
    }
}

/** What holds for a stack that no file names: every rule mandatory, strictest options, no exemptions. */
export function strictest(rules: readonly Rule[]): Settings {
    const options = new Map(rules.map((rule) => [rule.name, rule.options.parse({})]));
    return {
        source: "strictest defaults: no file in policies/config names this stack",
        stacks: [],
        durability: "protected",
        exemptions: [],
        level: () => "mandatory",
        options: (rule) => options.get(rule.name),
    };
}

/** Validates the content of one configuration file; problems are collected, not thrown. */
export function parseSettings(
    source: string,
    content: unknown,
    rules: readonly Rule[],
    problems: string[],
): Settings | undefined {
    const parsed = settingsSchema.safeParse(content);
    if (!parsed.success) {
        problems.push(...parsed.error.issues.map((issue) => `${source}: ${issue.path.join(".")}: ${issue.message}`));
        return undefined;
    }
    const { data } = parsed;
    const names = rules.map((rule) => rule.name);
    const mustExist = (name: string, where: string): void => {
        if (!names.includes(name)) {
            problems.push(`${source}: ${where}: there is no rule "${name}"; did you mean "${closest(name, names)}"?`);
        }
    };
    Object.keys(data.rules).forEach((name) => {
        mustExist(name, "rules");
    });
    data.exemptions.forEach((exemption, index) => {
        mustExist(exemption.rule, `exemptions.${String(index)}.rule`);
    });
    const options = new Map<string, unknown>();
    for (const rule of rules) {
        const own: Record<string, unknown> = { ...data.rules[rule.name] };
        delete own["enforcement"];
        const result = rule.options.safeParse(own);
        if (result.success) {
            options.set(rule.name, result.data);
        } else {
            const at = (key: PropertyKey[]): string => ["rules", rule.name, ...key.map(String)].join(".");
            problems.push(...result.error.issues.map((issue) => `${source}: ${at(issue.path)}: ${issue.message}`));
        }
    }
    const enforcement: Record<Topic, Level> = data.enforcement;
    return {
        source,
        stacks: data.stacks,
        durability: data.durability,
        exemptions: data.exemptions,
        level: (rule) => data.rules[rule.name]?.enforcement ?? enforcement[rule.topic],
        options: (rule) => options.get(rule.name),
    };
}

/** Reads every `*.json` of a folder. @throws SettingsError with every problem of every file. */
export function readSettings(folder: string, rules: readonly Rule[]): Settings[] {
    const problems: string[] = [];
    const all: Settings[] = [];
    for (const file of fs
        .readdirSync(folder)
        .filter((name) => name.endsWith(".json"))
        .sort()) {
        let content: unknown;
        try {
            content = JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"));
        } catch (error) {
            problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
            continue;
        }
        const settings = parseSettings(file, content, rules, problems);
        if (settings) {
            all.push(settings);
        }
    }
    const claimed = new Map<string, string>();
    for (const { source, stacks } of all) {
        for (const stack of stacks) {
            const other = claimed.get(stack);
            if (other !== undefined) {
                problems.push(`${source}: stacks: "${stack}" is claimed by ${other} already`);
            }
            claimed.set(stack, source);
        }
    }
    if (problems.length > 0) {
        throw new SettingsError(problems);
    }
    return all;
}

/** Finds the settings of the stack that a URN belongs to. An exact name wins over a pattern. */
export function settingsOf(all: readonly Settings[], fallback: Settings): (urn: string) => Settings {
    const matches = (pattern: string, stack: string): boolean =>
        pattern.endsWith("*") ? stack.startsWith(pattern.slice(0, -1)) : pattern === stack;
    return (urn) => {
        const stack = stackOf(urn);
        return (
            all.find((settings) => settings.stacks.includes(stack)) ??
            all.find((settings) => settings.stacks.some((pattern) => matches(pattern, stack))) ??
            fallback
        );
    };
}

/** The stack in a URN: `urn:pulumi:STACK::PROJECT::TYPE::NAME`. */
export function stackOf(urn: string): string {
    return urn.split("::")[0]?.slice("urn:pulumi:".length) ?? "";
}

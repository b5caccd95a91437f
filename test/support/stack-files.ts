import { readFileSync } from "node:fs";

import { parse } from "yaml";

import { parseEnvironment, type Environment } from "../../config/environment";
import { ConfigurationError, type Problem } from "../../config/problems";
import { readPlatformSettings, stackFileName } from "../../config/stack-file";

/** The environments whose stack files are shipped. */
export const SHIPPED = ["dev", "staging", "prod"] as const;

/** `openhands:` and `aws:` keys of a stack file, as a program that edits YAML would hold them. */
export type StackConfig = Record<string, unknown>;

/** The `config:` block of a shipped stack file, to be changed at will. */
export function shipped(stack: string): StackConfig {
    return (parse(readFileSync(stackFileName(stack), "utf8")) as { config: StackConfig }).config;
}

/** A shipped stack file with values changed by path (`openhands:network.zones`); `undefined` removes the key. */
export function edited(stack: string, changes: Record<string, unknown>): StackConfig {
    const config = shipped(stack);
    for (const [path, value] of Object.entries(changes)) {
        const keys = path.split(".");
        const last = keys.pop();
        if (last === undefined) {
            throw new Error(`"${path}" is no path`);
        }
        const parent = keys.reduce<StackConfig>((at, key) => (at[key] ??= {}) as StackConfig, config);
        if (value === undefined) {
            delete parent[last];
        } else {
            parent[last] = value;
        }
    }
    return config;
}

/** Configuration as the engine hands it over: text, objects and lists as JSON. */
export function asHandedOver(config: StackConfig): Record<string, string> {
    return Object.fromEntries(
        Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    );
}

/** The environment that a configuration describes, with the shipped stack files as its siblings. */
export function parsed(stack: string, config: StackConfig = shipped(stack)): Environment {
    return parseEnvironment(asHandedOver(config), { stack, sibling: (other) => readPlatformSettings(".", other) });
}

/** What is wrong with a configuration; empty when nothing is. */
export function problemsOf(stack: string, config: StackConfig): readonly Problem[] {
    try {
        parsed(stack, config);
        return [];
    } catch (error) {
        if (error instanceof ConfigurationError) {
            return error.problems;
        }
        throw error;
    }
}

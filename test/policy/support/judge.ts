import * as path from "node:path";
import { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } from "@pulumi/policy/server";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { allRulesRanPolicy } from "../../../policies/framework/all-rules-ran";
import { Ledger } from "../../../policies/framework/ledger";
import type { Rule } from "../../../policies/framework/rule";
import { tokenOf } from "../../../policies/framework/rule";
import { policyOf } from "../../../policies/framework/run";
import type { Settings } from "../../../policies/framework/settings";
import { parseSettings, readSettings, settingsOf, strictest } from "../../../policies/framework/settings";
import { rules as allRules } from "../../../policies/rules";

/** How the engine writes a value that is not known during preview. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** One resource of the stack under judgement. */
export interface Resource {
    /** A class of a Pulumi SDK, or a type token. */
    readonly type: object | string;
    readonly name: string;
    /** Derived from stack, type and name if it is not given. */
    readonly urn?: string;
    readonly inputs?: object;
    /** What the provider answered; the inputs if it is not given. */
    readonly outputs?: object;
    /** Names or URNs of the resources that a property was computed from. */
    readonly from?: Readonly<Record<string, readonly string[]>>;
    readonly protect?: boolean;
    readonly ignoreChanges?: readonly string[];
    /** Only read by the program: the engine does not ask about its inputs. */
    readonly read?: boolean;
}

/** One violation, as the engine receives it. */
export interface Finding {
    readonly rule: string;
    readonly level: "advisory" | "mandatory";
    readonly resource: string;
    readonly message: string;
}

export interface Circumstances {
    /** Name of the stack; decides the configuration file. */
    readonly stack?: string;
    readonly rules?: readonly Rule[];
    /** Content of a configuration file, instead of those of the pack. */
    readonly configuration?: object;
    readonly now?: Date;
    /** Rules that a `--policy-pack-config` switched off. */
    readonly disabled?: readonly string[];
}

export const typeToken = ({ type }: Resource): string => (typeof type === "string" ? type : tokenOf(type));

export function urnOf(stack: string, resource: Resource): string {
    return resource.urn ?? `urn:pulumi:${stack}::openhands::${typeToken(resource)}::${resource.name}`;
}

function settingsFor(circumstances: Circumstances, rules: readonly Rule[]): Settings[] {
    if (!circumstances.configuration) {
        return readSettings(path.join(__dirname, "../../../policies/config"), allRules);
    }
    const problems: string[] = [];
    const settings = parseSettings("test.json", circumstances.configuration, rules, problems);
    if (!settings) {
        throw new Error(problems.join("\n"));
    }
    return [settings];
}

/** A pack in a fresh process, as the engine starts one for each preview and each update. */
export class Pack {
    private readonly rules: readonly Rule[];
    private readonly stack: string;
    private readonly policies;

    constructor(circumstances: Circumstances = {}) {
        this.rules = circumstances.rules ?? allRules;
        this.stack = circumstances.stack ?? "prod";
        const setting = {
            settings: settingsOf(settingsFor(circumstances, this.rules), strictest(this.rules)),
            ledger: new Ledger(),
            now: () => circumstances.now ?? new Date("2026-11-23T12:00:00Z"),
        };
        const policies = [...this.rules.map((rule) => policyOf(rule, setting)), allRulesRanPolicy(this.rules, setting)];
        this.policies = policies.filter(({ name }) => circumstances.disabled?.includes(name) !== true);
    }

    /** A whole preview or update: each resource's inputs in order, then the stack. */
    async run(resources: readonly Resource[]): Promise<Finding[]> {
        const findings: Finding[] = [];
        for (const resource of resources.filter(({ read }) => read !== true)) {
            findings.push(...(await this.analyze(resource)));
        }
        return [...findings, ...(await this.analyzeStack(resources))];
    }

    async analyze(resource: Resource): Promise<Finding[]> {
        const request = new proto.AnalyzeRequest();
        request.setType(typeToken(resource));
        request.setName(resource.name);
        request.setUrn(urnOf(this.stack, resource));
        request.setProperties(Struct.fromJavaScript(plain(resource.inputs)));
        request.setOptions(optionsOf(resource));
        const handler = makeAnalyzeRpcFun("test", "1.0.0", "mandatory", this.policies);
        return this.ask((callback) => handler({ request }, callback), resource.name);
    }

    async analyzeStack(resources: readonly Resource[]): Promise<Finding[]> {
        const request = new proto.AnalyzeStackRequest();
        const urns = new Map(resources.map((resource) => [resource.name, urnOf(this.stack, resource)]));
        const urnFor = (name: string): string => (name.startsWith("urn:") ? name : required(urns.get(name), name));
        request.setResourcesList(
            resources.map((resource) => {
                const message = new proto.AnalyzerResource();
                message.setType(typeToken(resource));
                message.setName(resource.name);
                message.setUrn(urnOf(this.stack, resource));
                message.setProperties(Struct.fromJavaScript(plain(resource.outputs ?? resource.inputs)));
                message.setOptions(optionsOf(resource));
                for (const [property, names] of Object.entries(resource.from ?? {})) {
                    const dependencies = new proto.AnalyzerPropertyDependencies();
                    dependencies.setUrnsList(names.map(urnFor));
                    message.getPropertydependenciesMap().set(property, dependencies);
                }
                return message;
            }),
        );
        const handler = makeAnalyzeStackRpcFun("test", "1.0.0", "mandatory", this.policies);
        return this.ask((callback) => handler({ request }, callback), "stack");
    }

    private async ask(
        call: (callback: (error: Error | null | undefined, response?: proto.AnalyzeResponse) => void) => Promise<void>,
        fallback: string,
    ): Promise<Finding[]> {
        const response = await new Promise<proto.AnalyzeResponse>((resolve, reject) => {
            call((error, answer) => {
                if (error) {
                    reject(error);
                } else {
                    resolve(required(answer, "answer"));
                }
            }).catch(reject);
        });
        return response.getDiagnosticsList().map((diagnostic) => ({
            rule: diagnostic.getPolicyname(),
            level: diagnostic.getEnforcementlevel() === proto.EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
            resource: diagnostic.getUrn().split("::").at(-1) || fallback,
            message: diagnostic.getMessage(),
        }));
    }
}

/** Judges a stack with one rule (or more) and returns what that rule found, as `resource: first line`. */
export async function judge(
    rule: Rule | readonly Rule[],
    resources: readonly Resource[],
    stack = "prod",
): Promise<string[]> {
    const rules = Array.isArray(rule) ? (rule as readonly Rule[]) : [rule as Rule];
    const findings = await new Pack({ stack }).run(resources);
    return findings
        .filter((finding) => rules.some(({ name }) => name === finding.rule))
        .map((finding) => `${finding.resource}: ${firstLine(finding.message).replace(/^\S+ /, "")}`);
}

export function firstLine(text: string): string {
    return text.split("\n")[0] ?? "";
}

function plain(value: object | undefined): Record<string, never> {
    return JSON.parse(JSON.stringify(value ?? {})) as Record<string, never>;
}

function optionsOf(resource: Resource): proto.AnalyzerResourceOptions {
    const options = new proto.AnalyzerResourceOptions();
    options.setProtect(resource.protect ?? false);
    options.setIgnorechangesList([...(resource.ignoreChanges ?? [])]);
    return options;
}

function required<T>(value: T | undefined, what: string): T {
    if (value === undefined) {
        throw new Error(`${what} is missing`);
    }
    return value;
}

import { parse } from "shell-quote";

/** `runtime.options` of Pulumi.yaml, as the official Node.js language host understands them. */
export interface RuntimeOptions {
    /** Compile TypeScript with the SDK's own ts-node (default true); off when `nodeargs` brings another loader. */
    typescript: boolean;
    /** Arguments for node itself, before the program. */
    nodeArgs: string[];
    /** Path of the tsconfig to use instead of tsconfig.json. */
    tsconfig?: string;
}

/** Options that concern `pulumi install` and scaffolding only; running a program does not depend on them. */
const IGNORED = new Set(["packagemanager"]);

/** @throws Error naming the option when it is unknown or its value has the wrong type. */
export function parseRuntimeOptions(options: Record<string, unknown>): RuntimeOptions {
    const result: RuntimeOptions = { typescript: true, nodeArgs: [] };
    for (const [name, value] of Object.entries(options)) {
        if (name === "typescript") {
            result.typescript = booleanOption(name, value);
        } else if (name === "nodeargs") {
            result.nodeArgs = shellWords(stringOption(name, value));
        } else if (name === "tsconfig") {
            result.tsconfig = stringOption(name, value);
        } else if (!IGNORED.has(name)) {
            throw new Error(`runtime option "${name}" is not supported; known: typescript, nodeargs, tsconfig`);
        }
    }
    return result;
}

function booleanOption(name: string, value: unknown): boolean {
    if (value === true || value === "true") {
        return true;
    }
    if (value === false || value === "false") {
        return false;
    }
    throw new Error(`runtime option "${name}" must be true or false, not ${JSON.stringify(value)}`);
}

function stringOption(name: string, value: unknown): string {
    if (typeof value !== "string") {
        throw new Error(`runtime option "${name}" must be a string, not ${JSON.stringify(value)}`);
    }
    return value;
}

/** Quotes are honoured; anything a shell would have to interpret is refused, because no shell is involved. */
function shellWords(text: string): string[] {
    return parse(text).map((word) => {
        if (typeof word !== "string") {
            throw new Error(`runtime option "nodeargs" holds shell syntax that cannot be run: ${text}`);
        }
        return word;
    });
}

/** What `cmd/run` of the SDK is told about one run of the program. */
export interface RunSettings {
    runScript: string;
    monitor: string;
    engine: string;
    organization: string;
    project: string;
    stack: string;
    rootDirectory: string;
    pwd: string;
    parallel: number;
    dryRun: boolean;
    entryPoint: string;
    args: string[];
}

/** Command line of node for one run, loader arguments first. */
export function runArguments(options: RuntimeOptions, run: RunSettings): string[] {
    const flags: Record<string, string> = {
        monitor: run.monitor,
        engine: run.engine,
        organization: run.organization,
        project: run.project,
        "root-directory": run.rootDirectory,
        stack: run.stack,
        pwd: run.pwd,
        parallel: String(run.parallel),
    };
    return [
        ...options.nodeArgs,
        run.runScript,
        ...Object.entries(flags).flatMap(([name, value]) => (value === "" ? [] : [`--${name}=${value}`])),
        ...(run.dryRun ? ["--dry-run"] : []),
        run.entryPoint === "" ? "." : run.entryPoint,
        ...run.args,
    ];
}

/** Environment by which `cmd/run` receives configuration and TypeScript settings. */
export function runEnvironment(
    options: RuntimeOptions,
    config: Record<string, string>,
    secretKeys: string[],
): Record<string, string> {
    return {
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
        PULUMI_NODEJS_TYPESCRIPT: String(options.typescript),
        ...(options.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
    };
}

import * as pulumi from "@pulumi/pulumi";

/** One thing that is wrong with a stack file. */
export interface Problem {
    /** Key as in the stack file: `openhands:network.zones`. */
    key: string;
    /** What is wrong, as the end of a sentence that starts with the key: `is 4; zoneNames lists 3`. */
    wrong: string;
    /** What to write instead, as an imperative. */
    mend: string;
}

/**
 * A stack file that cannot be deployed, with every problem of it. Thrown before the first resource; Pulumi prints the
 * message without a stack trace, because the mistake is in the file and not in the program.
 */
export class ConfigurationError extends pulumi.RunError {
    constructor(
        /** Name of the stack file: `Pulumi.dev.yaml`. */
        readonly file: string,
        readonly problems: readonly Problem[],
    ) {
        super(formatProblems(file, problems));
    }
}

/** All problems of a file as text for a terminal, one numbered paragraph each. */
function formatProblems(file: string, problems: readonly Problem[]): string {
    const headline = `${file} has ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}; nothing was deployed.`;
    const paragraphs = problems.map(
        ({ key, wrong, mend }, index) => `${index + 1}. ${file}: ${key} ${wrong}.\n   Instead: ${mend}.`,
    );
    return [headline, ...paragraphs].join("\n");
}

/**
 * A key with its place in the file, in the notation of `pulumi config --path`: `openhands:network.zoneNames[1]` for
 * `["openhands", "network", "zoneNames", 1]`.
 */
export function keyName(path: readonly PropertyKey[]): string {
    const [namespace, key, ...rest] = path;
    const suffix = rest.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
    return `${String(namespace)}:${String(key)}${suffix}`;
}

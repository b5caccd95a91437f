import type { ResourceHandler } from "./handler";

/**
 * Folders under handlers/ by module of the token, as `ec2` in `aws:ec2/vpc:Vpc`: modules of `@pulumi/aws` and AWS services do
 * not always coincide.
 */
const folders: Record<string, readonly string[]> = {
    acm: ["acm"],
    alb: ["elbv2"],
    cloudfront: ["cloudfront"],
    cloudwatch: ["logs", "cloudwatch"],
    ec2: ["ec2"],
    ecr: ["ecr"],
    eks: ["eks"],
    elasticache: ["elasticache"],
    iam: ["iam"],
    kms: ["kms"],
    lb: ["elbv2"],
    rds: ["rds"],
    route53: ["route53"],
    s3: ["s3"],
    secretsmanager: ["secretsmanager"],
    sns: ["sns"],
    vpc: ["ec2"],
    wafv2: ["wafv2"],
};

const loaded = new Map<string, readonly ResourceHandler[]>();

/** A service's handlers and, with them, its SDK client, read when the first of its types is met: together they take seconds. */
function load(folder: string): readonly ResourceHandler[] {
    const known = loaded.get(folder);
    if (known) return known;
    // Not `import()`: that resolves by the rules of ES modules, which do not know TypeScript files. The whole file name lets
    // the bundler find what the variable may stand for.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { handlers } = require(`./handlers/${folder}/index.ts`) as { handlers: readonly ResourceHandler[] };
    loaded.set(folder, handlers);
    return handlers;
}

/** The handler of a type; `undefined` for a type that is recorded only. */
export function handlerOf(token: string): ResourceHandler | undefined {
    const module = token.split(":")[1]?.split("/")[0] ?? "";
    for (const folder of folders[module] ?? []) {
        const handler = load(folder).find(({ type }) => type === token);
        if (handler) return handler;
    }
    return undefined;
}

/** Every handler there is; reads all services, so not for the provider's own start. */
export function allHandlers(): ResourceHandler[] {
    return [...new Set(Object.values(folders).flat())].flatMap(load);
}

/** Tokens of the resource types that are real API calls to the emulator, in alphabetical order. */
export function modelledTypes(): string[] {
    return allHandlers()
        .map(({ type }) => type)
        .sort();
}

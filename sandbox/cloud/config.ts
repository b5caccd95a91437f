import { type CheckFailure, type Properties, UNKNOWN } from "../provider/types";
import type { Clients } from "./clients";
import { checkProperties } from "./schemas/check-values";
import type { SchemaIndex } from "./schemas/schema";

/** What the provider's configuration comes to. */
export interface Settings {
    region: string;
    accountId: string;
    partition: string;
    /** Merged into `tags` of every resource that has them; may hold unknown values during preview. */
    defaultTags: Properties;
}

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d$/;

/** Everything that is wrong with the provider's configuration. */
export function checkConfig(inputs: Properties, index: SchemaIndex): CheckFailure[] {
    const config = parseConfig(inputs);
    const failures = checkProperties(config, index.provider, index.providerTypes);
    const { region } = config;
    if (typeof region === "string" && !REGION.test(region)) {
        failures.push({ property: "region", reason: `"${region}" is not an AWS region` });
    }
    if (config.endpoints !== undefined) {
        const reason = "the sandbox sends every call to its own emulator; endpoints cannot be set here";
        failures.push({ property: "endpoints", reason });
    }
    return failures;
}

/** @throws when no region is set, or the account is not one of those the stack is meant for. */
export async function readSettings(
    inputs: Properties,
    clients: Clients,
    defaultRegion: string | undefined,
): Promise<Settings> {
    const config = parseConfig(inputs);
    const region = config.region ?? defaultRegion;
    if (typeof region !== "string" || region === "") throw new Error("no AWS region: set aws:region in the stack file");
    const identity = await callerIdentity(clients, region);
    const allowed = config.allowedAccountIds as string[] | undefined;
    if (allowed && allowed.length > 0 && !allowed.includes(identity.accountId)) {
        throw new Error(
            `AWS account ${identity.accountId} is not one of aws:allowedAccountIds (${allowed.join(", ")})`,
        );
    }
    const forbidden = config.forbiddenAccountIds as string[] | undefined;
    if (forbidden?.includes(identity.accountId)) {
        throw new Error(`AWS account ${identity.accountId} is one of aws:forbiddenAccountIds`);
    }
    const defaultTags = (config.defaultTags as { tags?: Properties } | undefined)?.tags ?? {};
    return { region, defaultTags, ...identity };
}

async function callerIdentity(clients: Clients, region: string): Promise<{ accountId: string; partition: string }> {
    const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
    const { Account, Arn } = await clients.get(STSClient, region).send(new GetCallerIdentityCommand({}));
    const partition = Arn?.split(":")[1];
    if (Account === undefined || partition === undefined)
        throw new Error("the emulator does not say which account it is");
    return { accountId: Account, partition };
}

/** Pulumi sends provider configuration that is not text as JSON text. */
function parseConfig(inputs: Properties): Properties {
    const structured = /^\s*([{[]|true$|false$|-?\d+$)/;
    const parse = (key: string, value: unknown): unknown =>
        typeof value === "string" && structured.test(value) && key !== "region"
            ? (JSON.parse(value) as unknown)
            : value;
    return Object.fromEntries(
        Object.entries(inputs)
            // The engine adds the version of the plugin that it chose.
            .filter(([key, value]) => key !== "version" && value !== UNKNOWN)
            .map(([key, value]) => [key, parse(key, value)]),
    );
}

import * as pulumi from "@pulumi/pulumi";

import { decode, type RawConfig } from "./decode";
import { deepFreeze, type Frozen } from "./freeze";
import { ConfigurationError } from "./problems";
import { rules } from "./rules";
import type { RuleContext } from "./rules/rule";
import { stackSettings, type StackSettings } from "./schema";
import { schemaProblems } from "./schema-problems";
import { soundView, untilUnsound } from "./sound";
import { readPlatformSettings, stackFileName } from "./stack-file";

/** One environment as its stack file describes it: complete, checked, and frozen. */
export type Environment = Frozen<
    StackSettings["openhands"] & {
        /** Name of the stack: `dev`, or that of an ephemeral environment such as `pr-12`. */
        stack: string;
        /** Region of everything but the edge. */
        region: string;
        /** The one AWS account of the environment. */
        accountId: string;
    }
>;

/**
 * The environment of the stack that is being deployed; the only reader of the configuration.
 *
 * @throws ConfigurationError with every problem of the stack file.
 */
export function loadEnvironment(): Environment {
    const directory = pulumi.getRootDirectory();
    return parseEnvironment(pulumi.runtime.allConfig(), {
        stack: pulumi.getStack(),
        sibling: (stack) => readPlatformSettings(directory, stack),
    });
}

/**
 * Checks a stack's configuration as the engine hands it over (`openhands:network` to JSON text).
 *
 * @throws ConfigurationError with every problem of the stack file.
 */
export function parseEnvironment(raw: RawConfig, context: RuleContext): Environment {
    const value = decode(raw, stackSettings);
    const result = stackSettings.safeParse(value);
    const view = soundView(stackSettings, value);
    const problems = [
        ...(result.success ? [] : schemaProblems(stackSettings, value, result.error.issues)),
        ...rules.flatMap((rule) => untilUnsound(() => rule(view, context))),
    ];
    if (!result.success || problems.length > 0) {
        const byKey = problems.toSorted((a, b) => a.key.localeCompare(b.key));
        throw new ConfigurationError(stackFileName(context.stack), byKey);
    }
    const { aws, openhands } = result.data;
    const [accountId] = aws.allowedAccountIds;
    return deepFreeze({ ...openhands, stack: context.stack, region: aws.region, accountId });
}

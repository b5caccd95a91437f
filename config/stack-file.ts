import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

/** Name of the file that describes a stack. */
export function stackFileName(stack: string): string {
    return `Pulumi.${stack}.yaml`;
}

const stackFile = z.object({ config: z.record(z.string(), z.unknown()).default({}) });

/**
 * What a stack file of the project says under `openhands:`, unchecked, for comparing environments.
 *
 * @returns undefined if there is no such file
 * @throws if there is one that is not a stack file
 */
export function readPlatformSettings(directory: string, stack: string): Record<string, unknown> | undefined {
    const file = join(directory, stackFileName(stack));
    if (!existsSync(file)) {
        return undefined;
    }
    const { config } = stackFile.parse(parse(readFileSync(file, "utf8")));
    const prefix = "openhands:";
    return Object.fromEntries(
        Object.entries(config)
            .filter(([key]) => key.startsWith(prefix))
            .map(([key, value]) => [key.slice(prefix.length), value]),
    );
}

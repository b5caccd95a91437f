import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Snapshot } from "./snapshot";

const EXPECTED = join("test", "snapshot", "expected");
const SUFFIX = ".yaml";

/** Areas of the recorded snapshot of an environment. */
export function recordedAreas(stack: string): string[] {
    return readdirSync(join(EXPECTED, stack)).map((file) => file.slice(0, -SUFFIX.length));
}

/** Recorded text of one area. */
export function recorded(stack: string, area: string): string {
    return readFileSync(fileOf(stack, area), "utf8");
}

/** Replaces what is recorded. Only the explicit command does so; a check that fails changes nothing. */
export function record(stack: string, snapshot: Snapshot): void {
    rmSync(join(EXPECTED, stack), { recursive: true, force: true });
    mkdirSync(join(EXPECTED, stack), { recursive: true });
    for (const [area, text] of snapshot) {
        writeFileSync(fileOf(stack, area), text);
    }
}

function fileOf(stack: string, area: string): string {
    return join(EXPECTED, stack, `${area}${SUFFIX}`);
}

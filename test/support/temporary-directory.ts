import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory for the length of one call; gone afterwards, whatever happened. */
export function inTemporaryDirectory<Result>(use: (directory: string) => Result): Result {
    const directory = mkdtempSync(join(tmpdir(), "openhands-test-"));
    try {
        return use(directory);
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Folder that exists during each test of the suite and is gone after it. */
export function temporaryDirectory(): () => string {
    let directory: string;
    beforeEach(() => {
        directory = mkdtempSync(path.join(tmpdir(), "sandbox-test-"));
    });
    afterEach(() => rmSync(directory, { recursive: true, force: true }));
    return () => directory;
}

import { createHash } from "node:crypto";
import { existsSync, writeFileSync, renameSync, mkdirSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { repositoryRoot, sandboxRoot } from "../services/paths";

/**
 * Compiles one of the sandbox's programs into a single file and returns its path. The engine starts a plugin several
 * times in one operation; compiled, it starts in a tenth of the time that transpiling its modules takes.
 *
 * Packages stay outside and are found in `node_modules` of the repository, in which `.sandbox/` lies.
 */
export async function bundle(entry: string): Promise<string> {
    const result = await build({
        absWorkingDir: repositoryRoot,
        entryPoints: [entry],
        bundle: true,
        packages: "external",
        platform: "node",
        format: "cjs",
        target: "node22",
        sourcemap: "inline",
        write: false,
    });
    const [output] = result.outputFiles;
    if (output === undefined) {
        throw new Error(`${entry} could not be compiled`);
    }
    // Named by content: a plugin that is running keeps the file that it was started from.
    const hash = createHash("sha256").update(output.contents).digest("hex").slice(0, 16);
    const name = entry
        .replace(/^sandbox\//, "")
        .replace(/\.ts$/, "")
        .replaceAll("/", "-");
    const file = path.join(sandboxRoot, "programs", `${name}-${hash}.cjs`);
    if (!existsSync(file)) {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(`${file}.${process.pid}`, output.contents);
        renameSync(`${file}.${process.pid}`, file);
    }
    return file;
}

import { linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { writeAtomically } from "../services/files";
import { binDirectory } from "../services/paths";
import { bundle } from "./bundle";
import { hasOfficialLanguageHost } from "./engine";
import type { Installation } from "./install";

/** Stand-ins for the official provider plugins: the engine takes what it finds on PATH. */
const PLUGINS: Record<string, string> = {
    "pulumi-resource-aws": "sandbox/cloud/main.ts",
    "pulumi-resource-kubernetes": "sandbox/kubernetes/main.ts",
    "pulumi-resource-random": "sandbox/random/main.ts",
};

const LANGUAGE_HOST = "pulumi-language-nodejs";

/** Writes the executables that the sandbox puts on PATH, for itself and for whoever follows `make status`. */
export async function writeWrappers(installation: Installation): Promise<void> {
    mkdirSync(binDirectory, { recursive: true });
    for (const [name, entry] of Object.entries(PLUGINS)) {
        wrapper(name, program(await bundle(entry)));
    }
    if (hasOfficialLanguageHost()) {
        rmSync(path.join(binDirectory, LANGUAGE_HOST), { force: true });
    } else {
        wrapper(LANGUAGE_HOST, program(await bundle("sandbox/engine/language-host/main.ts")));
    }
    placeEngine(installation.pulumi);
    wrapper("kubectl", `exec ${quote(installation.cluster.kubectl)} "$@"`);
    // Version 1 of the AWS CLI knows better than AWS_ENDPOINT_URL where RDS is in us-east-1, unless it is told as an option.
    const endpoint = '${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"}';
    wrapper("aws", `exec ${quote(installation.python)} -m awscli ${endpoint} "$@"`);
    for (const name of ["promtool", "amtool"]) {
        wrapper(name, `exec ${quote(path.join(installation.telemetry, name))} "$@"`);
    }
}

/**
 * The engine takes a language host for its own only when it lies beside it, and otherwise warns of it each time; one that
 * was built is therefore put there itself.
 */
function placeEngine(pulumi: string): void {
    const target = path.join(binDirectory, "pulumi");
    if (hasOfficialLanguageHost()) {
        wrapper("pulumi", `exec ${quote(pulumi)} "$@"`);
        return;
    }
    const temporary = `${target}.${process.pid}`;
    rmSync(temporary, { force: true });
    linkSync(pulumi, temporary);
    renameSync(temporary, target);
    // Renaming a link onto another one of the same file leaves both.
    rmSync(temporary, { force: true });
}

function wrapper(name: string, body: string): void {
    writeAtomically(path.join(binDirectory, name), `#!/bin/sh\n${body}\n`, 0o755);
}

function program(file: string): string {
    return `exec ${quote(process.execPath)} --enable-source-maps ${quote(file)} "$@"`;
}

function quote(text: string): string {
    return `'${text.replaceAll("'", `'\\''`)}'`;
}

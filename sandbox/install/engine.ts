import path from "node:path";
import { execFileSync } from "node:child_process";
import semver from "semver";
import { binDirectory, repositoryRoot } from "../services/paths";
import { findExecutable, runCommand } from "./command";
import { goExecutable } from "./go";
import type { Step } from "./step";

/** Version that is built; the same as that of the SDK in package.json. */
const ENGINE_VERSION = "3.250.0";

/** Versions of an installed Pulumi that are used as they are. */
const FITTING = ">=3.250.0 <4";

const MODULE = path.join("sandbox", "engine");

/** The Pulumi CLI and engine, from its Go module. */
export const engineStep: Step = {
    name: "engine",
    title: `Pulumi ${ENGINE_VERSION}`,
    usually: "about 5 min the first time",
    registry: "the Go module proxy",
    files: [path.join(MODULE, "go.mod"), path.join(MODULE, "go.sum")],
    values: [ENGINE_VERSION],
    async build(target, log) {
        const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${ENGINE_VERSION}`;
        await runCommand({
            command: goExecutable(),
            args: ["build", "-mod=readonly", "-buildvcs=false", `-ldflags=-s -w ${version}`, "-o", target].concat([
                "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
            ]),
            cwd: path.join(repositoryRoot, MODULE),
            log,
        });
    },
};

/** An installed Pulumi CLI of a fitting version; `undefined` when it has to be built. */
export function installedEngine(): string | undefined {
    const pulumi = findExecutable("pulumi", [binDirectory]);
    if (pulumi === undefined) {
        return undefined;
    }
    const version = execFileSync(pulumi, ["version"], {
        encoding: "utf8",
        env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    return semver.satisfies(version.trim(), FITTING) ? pulumi : undefined;
}

/** True when the machine brings the official Node.js language host, so that ours stays away. */
export function hasOfficialLanguageHost(): boolean {
    return findExecutable("pulumi-language-nodejs", [binDirectory]) !== undefined;
}

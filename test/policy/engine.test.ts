import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as aws from "@pulumi/aws";
import type { Resource } from "./support/judge";
import { firstLine, typeToken, urnOf } from "./support/judge";
import { deployment, podSpec, withContext } from "./support/pods";

const repository = path.join(__dirname, "../..");
/** Where the sandbox keeps the engine and the Node language host. */
const tools = path.join(repository, ".sandbox", "bin");

interface PolicyEvent {
    readonly policyName: string;
    readonly enforcementLevel: string;
    readonly message: string;
}

interface Outcome {
    readonly exitCode: number | null;
    readonly events: readonly PolicyEvent[];
    readonly errors: string;
}

/** Has the real engine judge a state with the pack, as `pulumi policy analyze` does, far from the repository. */
function analyze(stack: string, resources: readonly Resource[], pack = path.join(repository, "policies")): Outcome {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "policy-engine-"));
    try {
        const root = { urn: `urn:pulumi:${stack}::openhands::pulumi:pulumi:Stack::openhands-${stack}` };
        const state = {
            version: 3,
            deployment: {
                manifest: { time: "2026-11-23T00:00:00Z", magic: "", version: "" },
                resources: [
                    { ...root, type: "pulumi:pulumi:Stack", custom: false },
                    ...resources.map((resource) => ({
                        urn: urnOf(stack, resource),
                        type: typeToken(resource),
                        custom: true,
                        id: `${resource.name}-id`,
                        inputs: resource.inputs ?? {},
                        outputs: resource.outputs ?? resource.inputs ?? {},
                        protect: resource.protect ?? false,
                    })),
                ],
            },
        };
        fs.writeFileSync(path.join(folder, "state.json"), JSON.stringify(state));
        const { status, stdout, stderr, error } = spawnSync(
            path.join(tools, "pulumi"),
            ["policy", "analyze", "--file", "state.json", "--policy-pack", pack, "--json"],
            {
                cwd: folder,
                encoding: "utf8",
                env: {
                    ...process.env,
                    PATH: `${path.dirname(process.execPath)}:${tools}:${process.env["PATH"] ?? ""}`,
                    PULUMI_HOME: path.join(folder, "home"),
                    PULUMI_SKIP_UPDATE_CHECK: "true",
                },
            },
        );
        if (error) {
            throw error;
        }
        const events = stdout
            .split("\n")
            .filter((line) => line.startsWith("{"))
            .flatMap((line) => (JSON.parse(line) as { policyEvent?: PolicyEvent }).policyEvent ?? []);
        return { exitCode: status, events, errors: stderr };
    } finally {
        fs.rmSync(folder, { recursive: true });
    }
}

const lines = ({ events }: Outcome): string[] =>
    events.map(
        ({ policyName, enforcementLevel, message }) => `${enforcementLevel} ${policyName}: ${firstLine(message)}`,
    );

describe("The pack in the real engine", () => {
    it("refuses port 22, a bucket without its block and a privileged container, naming the three rules", () => {
        const outcome = analyze("dev", [
            {
                type: aws.ec2.SecurityGroup,
                name: "sg",
                inputs: { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] },
            },
            { type: aws.s3.Bucket, name: "state", outputs: { id: "state-1" } },
            {
                type: aws.s3.BucketPolicy,
                name: "tls",
                inputs: {
                    bucket: "state-1",
                    policy: JSON.stringify({
                        Statement: {
                            Effect: "Deny",
                            Principal: "*",
                            Action: "s3:*",
                            Resource: "*",
                            Condition: { Bool: { "aws:SecureTransport": "false" } },
                        },
                    }),
                },
            },
            withContext({ privileged: true }),
        ]);
        deepEqual(lines(outcome).slice(0, -1), [
            "mandatory world-ingress-only-on-edge-ports: N1 port 22 is open to 0.0.0.0/0",
            "mandatory no-privileged-containers: K1 containers[app] is privileged",
            "mandatory bucket-blocks-public-access: D17 the bucket has no public access block",
        ]);
        match(
            lines(outcome).at(-1) ?? "",
            /^advisory all-rules-ran: all \d+ rules ran on 5 resources of dev \(dev\.json\)/,
        );
        ok(outcome.exitCode !== 0);
    });

    it("lets a safe stack pass, and says that every rule ran", () => {
        const outcome = analyze("prod", [deployment(podSpec)]);
        equal(outcome.exitCode, 0, outcome.errors);
        deepEqual(
            outcome.events.map(({ policyName }) => policyName),
            ["all-rules-ran"],
        );
    });

    it("does not start with a configuration that has a mistake, and says which", () => {
        // A copy beside the original, so that it finds the same dependencies.
        const copy = fs.mkdtempSync(path.join(repository, ".policies-"));
        try {
            fs.cpSync(path.join(repository, "policies"), copy, { recursive: true });
            const file = path.join(copy, "config", "dev.json");
            fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace('"key-rotates"', '"key-rotate"'));
            const outcome = analyze("dev", [deployment(podSpec)], copy);
            ok(outcome.exitCode !== 0);
            deepEqual(outcome.events, []);
            match(outcome.errors, /there is no rule "key-rotate"; did you mean "key-rotates"\?/);
        } finally {
            fs.rmSync(copy, { recursive: true });
        }
    });
});

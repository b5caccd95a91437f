import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { destroy } from "../../sandbox/cli/destroy";
import { down } from "../../sandbox/cli/down";
import { preview, refresh, up } from "../../sandbox/cli/operations";
import { stackPaths } from "../../sandbox/services/paths";
import { inStack } from "../support/in-stack";
import { ProgramCopy } from "../support/program-copy";

const MINUTE = 60_000;

describe("an environment on the real engine and control plane", function () {
    this.timeout(15 * MINUTE);
    // Each step goes on from the one before, as a day with the environment does; after a failure the rest says nothing.
    this.bail(true);

    let program: ProgramCopy;
    const target = () => ({ stack: "dev", program: program.directory, instance: "lifecycle" });
    const { aws, kubectl } = inStack(stackPaths("dev", "lifecycle"));

    before(() => {
        program = new ProgramCopy();
    });

    after(async () => {
        await down(target());
        program.remove();
    });

    it("names every mistake of a stack file at once and creates nothing", async () => {
        program.edit("Pulumi.dev.yaml", "cidrBlock: 10.10.0.0/16", "cidrBlock: 10.10.0.0/27");
        program.edit("Pulumi.dev.yaml", "strategy: rolling", "strategy: roling");
        program.edit("Pulumi.dev.yaml", "nat: single", "natt: single");
        program.edit("Pulumi.dev.yaml", "minReplicas: 2", "minReplicas: 9");
        program.edit("Pulumi.dev.yaml", "instances: 1", "instances: many");
        const { exitCode, events } = await up(target());
        program.restore();

        notEqual(exitCode, 0);
        const said = events.diagnostics.join("\n");
        for (const key of [
            "openhands:network.cidrBlock",
            "openhands:app.strategy",
            "openhands:network.natt",
            "openhands:app.autoscaling",
            "openhands:database.instances",
        ]) {
            ok(said.includes(key), `${key} is not named in:\n${said}`);
        }
        deepEqual(
            aws<{ Vpcs: unknown[] }>("ec2", "describe-vpcs", "--filters", "Name=is-default,Values=false").Vpcs,
            [],
        );
    });

    it("builds everything, policies on", async () => {
        const { exitCode, events } = await up(target());
        equal(exitCode, 0);
        deepEqual(
            events.violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory"),
            [],
        );
    });

    it("lets the ordinary command lines see what was built", () => {
        const { DBClusters } = aws<{ DBClusters: { Engine: string; StorageEncrypted: boolean }[] }>(
            "rds",
            "describe-db-clusters",
        );
        deepEqual(
            DBClusters.map(({ Engine, StorageEncrypted }) => [Engine, StorageEncrypted]),
            [["aurora-postgresql", true]],
        );
        equal(aws<{ clusters: string[] }>("eks", "list-clusters").clusters.length, 1);
        equal(
            aws<{ ReplicationGroups: unknown[] }>("elasticache", "describe-replication-groups").ReplicationGroups
                .length,
            1,
        );
        const pods = kubectl<{
            items: { status: { phase: string; conditions: { type: string; status: string }[] } }[];
        }>("get", "pods", "--namespace", "openhands", "--selector", "app=openhands");
        equal(pods.items.length, 2);
        for (const { status } of pods.items) {
            equal(status.phase, "Running");
            ok(status.conditions.some(({ type, status: value }) => type === "Ready" && value === "True"));
        }
    });

    it("plans no change when nothing has changed", async () => {
        const { exitCode, events } = await preview(target());
        equal(exitCode, 0);
        equal(events.changeCount, 0, JSON.stringify(events.changes));
    });

    it("carries a changed setting to the one object that it concerns", async () => {
        program.edit("Pulumi.dev.yaml", "maxReplicas: 4", "maxReplicas: 5");
        equal((await preview(target())).events.changes["update"], 1);
        equal((await up(target())).exitCode, 0);
        const autoscalers = kubectl<{
            items: { spec: { maxReplicas: number } }[];
        }>("get", "hpa", "--namespace", "openhands");
        deepEqual(
            autoscalers.items.map(({ spec }) => spec.maxReplicas),
            [5],
        );
    });

    it("finds and mends what somebody changed by hand", async () => {
        const { Buckets } = aws<{ Buckets: { Name: string }[] }>("s3api", "list-buckets");
        const bucket = Buckets.map(({ Name }) => Name).find((name) => name.includes("state")) ?? "";
        const isPublic = () =>
            aws<{ PublicAccessBlockConfiguration: Record<string, boolean> }>(
                "s3api",
                "get-public-access-block",
                "--bucket",
                bucket,
            ).PublicAccessBlockConfiguration["BlockPublicPolicy"] === false;
        aws(
            "s3api",
            "put-public-access-block",
            "--bucket",
            bucket,
            "--public-access-block-configuration",
            "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=false,RestrictPublicBuckets=true",
        );
        equal(isPublic(), true);

        const found = await refresh(target());
        equal(found.exitCode, 0);
        equal(found.events.changes["update"], 1, JSON.stringify(found.events.changes));

        equal((await up(target())).exitCode, 0);
        equal(isPublic(), false);
    });

    it("refuses a world-open port, a public bucket and a privileged container, each by its rule", async () => {
        program.edit(
            "components/network/network.ts",
            "ingress: [], egress: []",
            'ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }], egress: []',
        );
        program.edit("components/storage/bucket.ts", "blockPublicPolicy: true", "blockPublicPolicy: false");
        program.edit(
            "components/app/pod-template.ts",
            "allowPrivilegeEscalation: false",
            "privileged: true, allowPrivilegeEscalation: true",
        );
        const { exitCode, events } = await preview(target());
        program.restore();

        notEqual(exitCode, 0);
        const broken = new Set(events.violations.map(({ policyName }) => policyName));
        for (const rule of [
            "world-ingress-only-on-edge-ports",
            "bucket-blocks-public-access",
            "no-privileged-containers",
        ]) {
            ok(broken.has(rule), `${rule} is not among ${[...broken].join(", ")}`);
        }
    });

    it("destroys in one pass and leaves nothing behind", async () => {
        // `destroy` itself compares what emulator and API server hold with what they held before the first resource.
        equal((await destroy(target())).exitCode, 0);
        deepEqual(
            aws<{ Vpcs: unknown[] }>("ec2", "describe-vpcs", "--filters", "Name=is-default,Values=false").Vpcs,
            [],
        );
    });
});

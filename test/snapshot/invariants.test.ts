import { deepEqual, equal, ok } from "node:assert/strict";

import type { Registered } from "../support/deploy";
import { shippedEnvironment } from "../support/environment";

/** From the least to the most that users depend on. */
const RISING = ["dev", "staging", "prod"] as const;

type Stacks = Record<(typeof RISING)[number], Registered[]>;

/** What an environment has more of the more users depend on it, each as a number read off the deployed resources. */
const MEASURES: Record<string, (resources: Registered[]) => number> = {
    "availability zones": (resources) => new Set(inputs(resources, "aws:ec2/subnet:Subnet", "availabilityZone")).size,
    "NAT gateways": (resources) => inputs(resources, "aws:ec2/natGateway:NatGateway", "subnetId").length,
    "least replicas": (resources) => spec(resources, "HorizontalPodAutoscaler", "minReplicas"),
    "most replicas": (resources) => spec(resources, "HorizontalPodAutoscaler", "maxReplicas"),
    "database instances": (resources) => inputs(resources, "aws:rds/clusterInstance:ClusterInstance", "engine").length,
    "days of database backups": (resources) =>
        least(inputs(resources, "aws:rds/cluster:Cluster", "backupRetentionPeriod")),
    "cache nodes": (resources) => least(inputs(resources, CACHE, "numCacheClusters")),
    "days of cache snapshots": (resources) => least(inputs(resources, CACHE, "snapshotRetentionLimit")),
    nodes: (resources) =>
        inputs(resources, "aws:eks/nodeGroup:NodeGroup", "scalingConfig")
            .map((scaling) => (scaling as { minSize: number }).minSize)
            .reduce((sum, size) => sum + size, 0),
    "days of the shortest-lived logs": (resources) =>
        least(inputs(resources, "aws:cloudwatch/logGroup:LogGroup", "retentionInDays")),
    "days to take back a key's deletion": (resources) =>
        least(inputs(resources, "aws:kms/key:Key", "deletionWindowInDays")),
    "protected resources": (resources) => resources.filter(({ protect }) => protect).length,
};

const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";

/** Inputs that refuse the deletion of what they belong to, in AWS itself. */
const AWS_PROTECTION = {
    "aws:rds/cluster:Cluster": "deletionProtection",
    "aws:eks/cluster:Cluster": "deletionProtection",
} as const;

describe("environments compared", () => {
    let stacks: Stacks;

    before(async () => {
        const [dev, staging, prod] = await inTurn(RISING);
        ok(dev && staging && prod);
        stacks = { dev, staging, prod };
    });

    for (const [what, measure] of Object.entries(MEASURES)) {
        it(`prod has no fewer ${what} than staging, and staging no fewer than dev`, () => {
            const [dev, staging, prod] = [measure(stacks.dev), measure(stacks.staging), measure(stacks.prod)];
            ok(Number.isFinite(dev) && Number.isFinite(staging) && Number.isFinite(prod), "nothing to measure");
            ok(dev <= staging && staging <= prod, `${dev} in dev, ${staging} in staging, ${prod} in prod`);
        });
    }

    it("what staging protects, prod protects", () => {
        const inProd = new Set(stacks.prod.filter(({ protect }) => protect).map(named));
        deepEqual(
            stacks.staging
                .filter(({ protect }) => protect)
                .map(named)
                .filter((name) => !inProd.has(name)),
            [],
        );
    });

    it("dev protects nothing, so that it can go without a trace", () => {
        deepEqual(stacks.dev.filter(({ protect }) => protect).map(named), []);
    });

    for (const [type, input] of Object.entries(AWS_PROTECTION)) {
        it(`AWS itself refuses to delete ${type} in staging and prod, and lets dev go`, () => {
            deepEqual(inputs(stacks.dev, type, input).filter(Boolean), []);
            deepEqual(new Set(inputs(stacks.staging, type, input)), new Set([true]));
            deepEqual(new Set(inputs(stacks.prod, type, input)), new Set([true]));
        });
    }

    it("the API server of prod cannot be reached from the internet", () => {
        const [vpcConfig] = inputs(stacks.prod, "aws:eks/cluster:Cluster", "vpcConfig");
        equal((vpcConfig as { endpointPublicAccess: boolean }).endpointPublicAccess, false);
    });

    it("differ in size and protection, not in kind: prod has every type of resource that dev has", () => {
        const inProd = new Set(stacks.prod.map(({ type }) => type));
        deepEqual(
            [...new Set(stacks.dev.map(({ type }) => type))].filter((type) => !inProd.has(type)),
            [],
        );
    });
});

/** One after the other: mocks belong to the process. */
async function inTurn(names: readonly string[]): Promise<Registered[][]> {
    const [first, ...rest] = names;
    if (first === undefined) {
        return [];
    }
    const { resources } = await shippedEnvironment(first);
    return [resources, ...(await inTurn(rest))];
}

function inputs(resources: Registered[], type: string, key: string): unknown[] {
    return resources.filter((resource) => resource.type === type).map((resource) => resource.inputs[key]);
}

function spec(resources: Registered[], kind: string, key: string): number {
    const specs = resources
        .filter(({ inputs: manifest }) => manifest["kind"] === kind)
        .map(({ inputs: { spec: found } }) => found);
    return least(specs.map((found) => (found as Record<string, unknown>)[key]));
}

/** The smallest of the numbers; infinite, and so refused, when there is none. */
function least(values: unknown[]): number {
    return Math.min(...values.map(Number));
}

function named({ type, name }: Registered): string {
    return `${type} ${name}`;
}

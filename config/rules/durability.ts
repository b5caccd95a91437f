import type { Problem } from "../problems";
import { environmentOf, type Rule } from "./rule";

/** What production promises to keep is kept at least as hard as in the rehearsal for it. */
export const prodIsAsDurableAsStaging: Rule = function* ({ openhands }, context) {
    if (environmentOf(context) !== "prod" || openhands.durability === "protected") {
        return;
    }
    const staging = context.sibling("staging");
    if (staging !== undefined && staging["durability"] !== "destroyable") {
        yield {
            key: "openhands:durability",
            wrong: "is destroyable in prod, but protected in Pulumi.staging.yaml",
            mend: "write protected",
        };
    }
};

/** The least that a protected environment has of what it is restored from or fails over to. */
const PROTECTED_AT_LEAST = { instances: 2, backupRetentionDays: 7, nodes: 2, snapshotRetentionDays: 1 };

/** What must survive has somewhere to fail over to and something to be restored from. */
export const protectedStoresCanSurvive: Rule = function* ({ openhands: { durability, database, cache } }) {
    if (durability !== "protected") {
        return;
    }
    yield* atLeast("database.instances", database.instances, PROTECTED_AT_LEAST.instances);
    yield* atLeast(
        "database.backupRetentionDays",
        database.backupRetentionDays,
        PROTECTED_AT_LEAST.backupRetentionDays,
    );
    yield* atLeast("cache.nodes", cache.nodes, PROTECTED_AT_LEAST.nodes);
    yield* atLeast(
        "cache.snapshotRetentionDays",
        cache.snapshotRetentionDays,
        PROTECTED_AT_LEAST.snapshotRetentionDays,
    );
};

function* atLeast(key: string, value: number, minimum: number): Iterable<Problem> {
    if (value < minimum) {
        yield {
            key: `openhands:${key}`,
            wrong: `is ${value}, too few for a protected environment`,
            mend: `write at least ${minimum}, or durability: destroyable`,
        };
    }
}

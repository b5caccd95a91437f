import type { Problem } from "../problems";
import { eachSound } from "../sound";
import type { Rule } from "./rule";

export const databaseHasOneSize: Rule = function* ({ openhands: { database } }) {
    const { serverless, instanceClass } = database;
    if ((serverless === undefined) === (instanceClass === undefined)) {
        yield {
            key: "openhands:database",
            wrong: serverless ? "has both serverless and instanceClass" : "has neither serverless nor instanceClass",
            mend: "write database.serverless (minAcu, maxAcu) or database.instanceClass, one of the two",
        };
    }
};

/** Aurora derives the connections of a serverless instance from its capacity; those of a fixed size have to be looked up. */
export const databaseConnectionsAreKnown: Rule = function* ({ openhands: { database } }) {
    if (database.instanceClass !== undefined && database.maxConnections === undefined) {
        yield {
            key: "openhands:database.maxConnections",
            wrong: `is missing beside instanceClass ${database.instanceClass}`,
            mend: "write how many connections that class accepts (default max_connections in the Aurora user guide)",
        };
    }
};

export const databaseCapacityIsARange: Rule = function* ({ openhands: { database } }) {
    if (database.serverless) {
        const { minAcu, maxAcu } = database.serverless;
        yield* ordered("database.serverless", { minAcu, maxAcu });
        if (maxAcu < 1) {
            yield {
                key: "openhands:database.serverless.maxAcu",
                wrong: `is ${maxAcu}; Aurora accepts at least 1`,
                mend: "write 1 or more",
            };
        }
    }
};

export const replicasAreARange: Rule = function* ({ openhands: { app } }) {
    const { minReplicas, maxReplicas } = app.autoscaling;
    yield* ordered("app.autoscaling", { minReplicas, maxReplicas });
};

/** An update that may neither remove nor add a pod can never begin. */
export const updatesCanBegin: Rule = function* ({ openhands: { app } }) {
    const { maxUnavailable, maxSurge } = app.rolling;
    if (maxUnavailable === 0 && maxSurge === 0) {
        yield {
            key: "openhands:app.rolling",
            wrong: "has maxUnavailable 0 and maxSurge 0, with which no update can begin",
            mend: "write 1 or more for one of them",
        };
    }
};

/** An update that may take every pod away at once is an outage. */
export const updatesLeavePodsRunning: Rule = function* ({ openhands: { app } }) {
    if (app.rolling.maxUnavailable >= app.autoscaling.minReplicas) {
        yield {
            key: "openhands:app.rolling.maxUnavailable",
            wrong: `is ${app.rolling.maxUnavailable}, but there may be only ${app.autoscaling.minReplicas} pods`,
            mend: `write less than ${app.autoscaling.minReplicas}, or raise openhands:app.autoscaling.minReplicas`,
        };
    }
};

export const nodeGroupsAreRanges: Rule = function* ({ openhands: { cluster } }) {
    yield* eachSound(cluster.nodeGroups, ({ minSize, desiredSize, maxSize }, name) =>
        ordered(`cluster.nodeGroups.${name}`, { minSize, desiredSize, maxSize }),
    );
};

/** Application pods stay pending for ever when no node carries what they ask for. */
export const applicationHasNodes: Rule = function* ({ openhands: { app, cluster } }) {
    const fitting = Object.values(cluster.nodeGroups).filter(
        ({ labels, taints }) =>
            labels["node-type"] === app.nodeType && taints.every(({ effect }) => effect === "PREFER_NO_SCHEDULE"),
    );
    if (fitting.length === 0) {
        yield {
            key: "openhands:cluster.nodeGroups",
            wrong: "has no group for application pods",
            mend: `give an untainted group the label node-type: ${app.nodeType}`,
        };
    }
};

/** A port that serves users and metrics alike would show the metrics to users. */
export const metricsHaveTheirPort: Rule = function* ({ openhands: { app } }) {
    if (app.port === app.metricsPort) {
        yield {
            key: "openhands:app.metricsPort",
            wrong: `is ${app.metricsPort}, the port of the application`,
            mend: "write another port",
        };
    }
};

/** Values that must not fall from the first key to the last. */
function* ordered(parent: string, values: Record<string, number>): Iterable<Problem> {
    const entries = Object.entries(values);
    for (const [index, [upper, high]] of entries.entries()) {
        const below = entries[index - 1];
        if (below && below[1] > high) {
            const [lower, low] = below;
            yield {
                key: `openhands:${parent}.${lower}`,
                wrong: `is ${low}, more than ${upper} ${high}`,
                mend: `write at most ${high}, or raise openhands:${parent}.${upper}`,
            };
        }
    }
}

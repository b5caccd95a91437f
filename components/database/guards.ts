import * as pulumi from "@pulumi/pulumi";

import type { Database, DatabaseArgs } from "./database";
import { majorVersion } from "./parameters";

/** Majors that OpenHands runs on. */
const MAJORS = [16, 17];
/** The oldest minor of 16 that OpenHands runs on. */
const OLDEST_16 = 4;
const LARGEST_ACU = 256;
const MOST_INSTANCES = 16;

/** Refuses what RDS would refuse late, and what would leave a protected database with one copy or no history. */
export function refuseUnsafe(database: Database, args: DatabaseArgs): void {
    const problem = versionProblem(args) ?? sizeProblem(args) ?? protectionProblem(args);
    if (problem !== undefined) {
        throw new pulumi.ResourceError(problem, database);
    }
}

function versionProblem({ engineVersion }: DatabaseArgs): string | undefined {
    const major = majorVersion(engineVersion);
    const minor = Number(engineVersion.split(".")[1]);
    const known = /^\d+\.\d+$/.test(engineVersion) && MAJORS.includes(major);
    if (!known || (major === 16 && minor < OLDEST_16)) {
        return `database.engineVersion is "${engineVersion}"; OpenHands needs 16.${OLDEST_16} or newer, or 17`;
    }
    return undefined;
}

function sizeProblem({ serverless, instanceClass, instances }: DatabaseArgs): string | undefined {
    if ((serverless === undefined) === (instanceClass === undefined)) {
        const given = serverless ? "both given" : "both missing";
        return `database.serverless and database.instanceClass are ${given}; the size of an instance is one of the two`;
    }
    if (!Number.isInteger(instances) || instances < 1 || instances > MOST_INSTANCES) {
        return `database.instances is ${instances}; a cluster has 1 to ${MOST_INSTANCES}`;
    }
    if (serverless) {
        const { minAcu, maxAcu } = serverless;
        const steps = [minAcu, maxAcu].every((acu) => Number.isInteger(acu * 2));
        if (!steps || minAcu < 0 || maxAcu < 1 || maxAcu > LARGEST_ACU || minAcu > maxAcu) {
            return (
                `database.serverless is ${minAcu} to ${maxAcu} units; use steps of 0.5, from 0, ` +
                `to at least 1 and at most ${LARGEST_ACU}`
            );
        }
    }
    return undefined;
}

function protectionProblem({ durability, instances, backupRetentionDays }: DatabaseArgs): string | undefined {
    const isProtected = durability === "protected";
    if (isProtected && instances < 2) {
        return `database.instances is ${instances}; a protected database needs at least 2 to fail over`;
    }
    const least = isProtected ? 7 : 1;
    if (!Number.isInteger(backupRetentionDays) || backupRetentionDays < least || backupRetentionDays > 35) {
        return `database.backupRetentionDays is ${backupRetentionDays}; a ${durability} database keeps ${least} to 35`;
    }
    return undefined;
}

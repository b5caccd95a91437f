import type { Environment } from "../config/environment";

/** Aurora gives an instance so many connections for each capacity unit, less what it keeps for itself, up to a ceiling. */
const CONNECTIONS_PER_ACU = 211.4;
const KEPT_FOR_ITSELF = 22;
const CEILING = 5000;
/** Ceiling of an instance that may shrink to half a unit or pause. */
const CEILING_WHEN_SHRINKING = 2000;
const SHRINKING_UP_TO_ACU = 0.5;

/**
 * Connections that an instance of the database accepts: those of the configuration, or what Aurora derives from the largest
 * capacity of a serverless one ("Maximum connections for Aurora Serverless v2" in the Aurora user guide).
 */
export function maxConnections({ database }: Pick<Environment, "database">): number {
    const { serverless } = database;
    if (database.maxConnections !== undefined) {
        return database.maxConnections;
    }
    if (!serverless) {
        throw new Error(
            "database.maxConnections is missing beside database.instanceClass; the configuration asks for it",
        );
    }
    const ceiling = serverless.minAcu <= SHRINKING_UP_TO_ACU ? CEILING_WHEN_SHRINKING : CEILING;
    return Math.min(ceiling, Math.floor(serverless.maxAcu * CONNECTIONS_PER_ACU - KEPT_FOR_ITSELF));
}

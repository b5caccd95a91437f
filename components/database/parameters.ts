import type * as aws from "@pulumi/aws";

const SLOW_STATEMENT_MILLISECONDS = 1000;

/** Major version of an engine version such as `16.8`. */
export function majorVersion(engineVersion: string): number {
    return Number.parseInt(engineVersion, 10);
}

/** Family of parameter groups that fits an engine version. */
export function parameterGroupFamily(engineVersion: string): string {
    return `aurora-postgresql${majorVersion(engineVersion)}`;
}

/** Settings of every instance of the cluster. */
export function clusterParameters(): aws.types.input.rds.ClusterParameterGroupParameter[] {
    const onRestart = { applyMethod: "pending-reboot" };
    const atOnce = { applyMethod: "immediate" };
    return [
        { name: "rds.force_ssl", value: "1", ...atOnce },
        { name: "shared_preload_libraries", value: "pg_stat_statements", ...onRestart },
        { name: "pg_stat_statements.track", value: "all", ...atOnce },
        { name: "log_min_duration_statement", value: String(SLOW_STATEMENT_MILLISECONDS), ...atOnce },
        // Who changed the schema; other statements carry users' data and stay out of the log.
        { name: "log_statement", value: "ddl", ...atOnce },
        { name: "log_connections", value: "1", ...atOnce },
        { name: "log_disconnections", value: "1", ...atOnce },
        { name: "log_lock_waits", value: "1", ...atOnce },
    ];
}

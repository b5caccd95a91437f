import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What the alarms of the database look at. */
export interface DatabaseAlarmsArgs {
    clusterIdentifier: pulumi.Input<string>;
    /** Connections that the smallest instance accepts; the alarm is at 80 % of it. */
    maxConnections: number;
    /** Readers beside the writer; replica lag is watched from one on. */
    readers: number;
    /** MiB of memory below which queries start to swap. @default 256 */
    leastFreeableMemoryMiB?: number;
}

/** What the alarms of the cache look at. */
export interface CacheAlarmsArgs {
    replicationGroupId: pulumi.Input<string>;
    /** Nodes, the primary included; each has alarms of its own. */
    nodes: number;
    /** Connections that a node accepts; the alarm is at 80 % of it. @default 65000, the limit of ElastiCache */
    maxConnections?: number;
}

/** One alarm; `runbook` is also the last part of its name. */
export interface CloudAlarm {
    runbook: string;
    /** Told apart where several alarms share a runbook. */
    instance?: string;
    summary: string;
    measure: Pick<
        aws.cloudwatch.MetricAlarmArgs,
        "namespace" | "metricName" | "statistic" | "extendedStatistic" | "dimensions" | "metricQueries" | "period"
    >;
    above: boolean;
    threshold: number;
    /** Consecutive periods that must all be bad. */
    periods: number;
}

const MINUTE = 60;
const MIB = 1024 * 1024;
/** Requests in five minutes below which a share of failures says nothing. */
const ENOUGH_REQUESTS = 100;

/** Aurora publishes these for the cluster as a whole: the average over its instances, or the worst of them for lag. */
export function databaseAlarms(args: DatabaseAlarmsArgs): CloudAlarm[] {
    const metric = (metricName: string, statistic: string): CloudAlarm["measure"] => ({
        namespace: "AWS/RDS",
        metricName,
        statistic,
        period: 5 * MINUTE,
        dimensions: { DBClusterIdentifier: args.clusterIdentifier },
    });
    return [
        {
            runbook: "database-high-cpu",
            summary: "CPU use of the database has been above 80 % for 15 minutes",
            measure: metric("CPUUtilization", "Average"),
            above: true,
            threshold: 80,
            periods: 3,
        },
        {
            runbook: "database-low-memory",
            summary: "The database has had almost no free memory for 15 minutes",
            measure: metric("FreeableMemory", "Minimum"),
            above: false,
            threshold: (args.leastFreeableMemoryMiB ?? 256) * MIB,
            periods: 3,
        },
        {
            runbook: "database-connections",
            summary: "More than 80 % of the database's connections have been in use for 10 minutes",
            measure: metric("DatabaseConnections", "Maximum"),
            above: true,
            threshold: Math.floor(args.maxConnections * 0.8),
            periods: 2,
        },
        ...(args.readers > 0 ? [replicaLag(metric("AuroraReplicaLagMaximum", "Maximum"))] : []),
    ];
}

function replicaLag(measure: CloudAlarm["measure"]): CloudAlarm {
    return {
        runbook: "database-replica-lag",
        summary: "A reader of the database has been more than 1 s behind the writer for 10 minutes",
        measure,
        above: true,
        threshold: 1000,
        periods: 2,
    };
}

/** One set for each node: an average over the nodes hides the one that is full. */
export function cacheAlarms(args: CacheAlarmsArgs): CloudAlarm[] {
    return Array.from({ length: args.nodes }, (_, index) => {
        const instance = `node-${String(index + 1).padStart(3, "0")}`;
        const metric = (metricName: string, statistic: string): CloudAlarm["measure"] => ({
            namespace: "AWS/ElastiCache",
            metricName,
            statistic,
            period: 5 * MINUTE,
            // Nodes of a replication group are numbered from 001.
            dimensions: {
                CacheClusterId: pulumi.interpolate`${args.replicationGroupId}-${String(index + 1).padStart(3, "0")}`,
            },
        });
        return [
            {
                runbook: "cache-high-memory",
                instance,
                summary: "The cache has been more than 80 % full for 15 minutes",
                measure: metric("DatabaseMemoryUsagePercentage", "Maximum"),
                above: true,
                threshold: 80,
                periods: 3,
            },
            {
                runbook: "cache-evictions",
                instance,
                summary: "The cache has been dropping live entries for 15 minutes",
                measure: metric("Evictions", "Sum"),
                above: true,
                threshold: 0,
                periods: 3,
            },
            {
                runbook: "cache-connections",
                instance,
                summary: "More than 80 % of the cache's connections have been in use for 10 minutes",
                measure: metric("CurrConnections", "Maximum"),
                above: true,
                threshold: Math.floor((args.maxConnections ?? 65000) * 0.8),
                periods: 2,
            },
        ];
    }).flat();
}

/** What users get from the edge. The metrics of CloudFront exist in us-east-1 only. */
export function edgeAlarms(distributionId: pulumi.Input<string>): CloudAlarm[] {
    const dimensions = { DistributionId: distributionId, Region: "Global" };
    const query = (metricName: string, stat: string) => ({
        metric: { namespace: "AWS/CloudFront", metricName, stat, period: 5 * MINUTE, dimensions },
    });
    return [
        {
            runbook: "edge-errors",
            summary: "More than 5 % of the requests at the edge have failed for 10 minutes",
            measure: {
                metricQueries: [
                    { id: "rate", ...query("5xxErrorRate", "Average") },
                    { id: "requests", ...query("Requests", "Sum") },
                    guarded("rate"),
                ],
            },
            above: true,
            threshold: 5,
            periods: 2,
        },
    ];
}

/** What the edge gets from the load balancer. `loadBalancer` is the last part of its ARN: `app/name/id`. */
export function loadBalancerAlarms(loadBalancer: pulumi.Input<string>): CloudAlarm[] {
    const dimensions = { LoadBalancer: loadBalancer };
    const namespace = "AWS/ApplicationELB";
    const sum = (metricName: string) => ({
        metric: { namespace, metricName, stat: "Sum", period: 5 * MINUTE, dimensions },
    });
    return [
        {
            runbook: "load-balancer-errors",
            summary: "More than 5 % of the requests at the load balancer have failed for 10 minutes",
            measure: {
                metricQueries: [
                    { id: "balancer", ...sum("HTTPCode_ELB_5XX_Count") },
                    { id: "targets", ...sum("HTTPCode_Target_5XX_Count") },
                    { id: "requests", ...sum("RequestCount") },
                    guarded("100 * (FILL(balancer, 0) + FILL(targets, 0)) / requests"),
                ],
            },
            above: true,
            threshold: 5,
            periods: 2,
        },
        {
            runbook: "load-balancer-latency",
            summary: "The 95th percentile of the response time at the load balancer has been above 2 s for 15 minutes",
            measure: {
                namespace,
                metricName: "TargetResponseTime",
                extendedStatistic: "p95",
                period: 5 * MINUTE,
                dimensions,
            },
            above: true,
            threshold: 2,
            periods: 3,
        },
    ];
}

/** The value that decides: the share, or 0 where there were too few requests for one to mean anything. */
function guarded(share: string): { id: string; expression: string; label: string; returnData: boolean } {
    return {
        id: "share",
        expression: `IF(requests >= ${ENOUGH_REQUESTS}, ${share}, 0)`,
        label: "failed requests, per cent",
        returnData: true,
    };
}

import type { Dimension, MetricDataQuery, StandardUnit } from "@aws-sdk/client-cloudwatch";
import type { Properties } from "../../../provider/types";

interface MetricQuery {
    id: string;
    accountId?: string;
    expression?: string;
    label?: string;
    period?: number;
    returnData?: boolean;
    metric?: {
        metricName: string;
        namespace?: string;
        period: number;
        stat: string;
        unit?: string;
        dimensions?: Record<string, string>;
    };
}

export function toDimensions(dimensions: unknown): Dimension[] | undefined {
    return (dimensions &&
        Object.entries(dimensions as Record<string, string>).map(([Name, Value]) => ({ Name, Value }))) as
        Dimension[] | undefined;
}

export function fromDimensions(dimensions: Dimension[] | undefined): Record<string, string> {
    return Object.fromEntries((dimensions ?? []).map(({ Name = "", Value = "" }) => [Name, Value]));
}

/** Metric math: each entry is a metric or an expression over others. */
export function toQueries(queries: unknown): MetricDataQuery[] | undefined {
    return (queries as MetricQuery[] | undefined)?.map((query) => ({
        Id: query.id,
        AccountId: query.accountId,
        Expression: query.expression,
        Label: query.label,
        Period: query.period,
        ReturnData: query.returnData ?? false,
        MetricStat: query.metric && {
            Metric: {
                MetricName: query.metric.metricName,
                Namespace: query.metric.namespace,
                Dimensions: toDimensions(query.metric.dimensions),
            },
            Period: query.metric.period,
            Stat: query.metric.stat,
            Unit: query.metric.unit as StandardUnit | undefined,
        },
    }));
}

/** The entries as the program writes them; a `returnData` it left out stays out while it is false. */
export function fromQueries(recorded: unknown, queries: MetricDataQuery[] | undefined): Properties[] | null {
    if (queries === undefined || queries.length === 0) {
        return null;
    }
    const asked = (recorded as MetricQuery[] | undefined) ?? [];
    return queries.map((query) => {
        const returnData = query.ReturnData ?? false;
        const leftOut = asked.find(({ id }) => id === query.Id)?.returnData === undefined && !returnData;
        return present({
            id: query.Id,
            accountId: query.AccountId,
            expression: query.Expression,
            label: query.Label,
            period: query.Period,
            returnData: leftOut ? undefined : returnData,
            metric: query.MetricStat && metricOf(query.MetricStat),
        });
    });
}

function metricOf({ Metric, Period, Stat, Unit }: NonNullable<MetricDataQuery["MetricStat"]>): Properties {
    const dimensions = fromDimensions(Metric?.Dimensions);
    return present({
        metricName: Metric?.MetricName,
        namespace: Metric?.Namespace,
        period: Period,
        stat: Stat,
        unit: Unit,
        dimensions: Object.keys(dimensions).length > 0 ? dimensions : undefined,
    });
}

const present = (properties: Properties): Properties =>
    Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));

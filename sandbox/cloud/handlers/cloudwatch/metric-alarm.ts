import {
    DeleteAlarmsCommand,
    DescribeAlarmsCommand,
    ListTagsForResourceCommand,
    PutMetricAlarmCommand,
    TagResourceCommand,
    UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import type { MetricAlarm, PutMetricAlarmInput, StandardUnit } from "@aws-sdk/client-cloudwatch";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { fromApi, toApi } from "../shared/mapping";
import type { SharedMapping } from "../shared/mapping";
import { unlessEmpty } from "../shared/observe";
import { resource } from "../shared/resource";
import { changeTags, tagProperties, wantedTags } from "../shared/tags";
import { cloudWatch } from "./client";
import { fromDimensions, fromQueries, toDimensions, toQueries } from "./metric-queries";

const mapping: SharedMapping<PutMetricAlarmInput, MetricAlarm> = {
    actionsEnabled: "ActionsEnabled",
    alarmActions: "AlarmActions",
    alarmDescription: "AlarmDescription",
    comparisonOperator: "ComparisonOperator",
    datapointsToAlarm: "DatapointsToAlarm",
    evaluateLowSampleCountPercentiles: "EvaluateLowSampleCountPercentile",
    evaluationPeriods: "EvaluationPeriods",
    extendedStatistic: "ExtendedStatistic",
    insufficientDataActions: "InsufficientDataActions",
    metricName: "MetricName",
    name: "AlarmName",
    namespace: "Namespace",
    okActions: "OKActions",
    period: "Period",
    statistic: "Statistic",
    threshold: "Threshold",
    thresholdMetricId: "ThresholdMetricId",
    treatMissingData: "TreatMissingData",
    unit: "Unit",
};

const actions = ["alarmActions", "okActions", "insufficientDataActions"];

async function put(inputs: Properties, context: HandlerContext): Promise<void> {
    await cloudWatch(context).send(
        new PutMetricAlarmCommand({
            ...(toApi<PutMetricAlarmInput>(inputs, mapping) as PutMetricAlarmInput),
            Unit: inputs.unit as StandardUnit | undefined,
            Dimensions: toDimensions(inputs.dimensions),
            Metrics: toQueries(inputs.metricQueries),
            Tags: wantedTags(inputs),
        }),
    );
}

export const metricAlarm = resource({
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    autoname: { property: "name", maxLength: 255 },
    defaults: { actionsEnabled: true, treatMissingData: "missing" },

    async create(inputs, context) {
        await put(inputs, context);
        return inputs.name as string;
    },

    async describe(id, recorded, context) {
        const answer = await cloudWatch(context).send(
            new DescribeAlarmsCommand({ AlarmNames: [id], AlarmTypes: ["MetricAlarm"] }),
        );
        const found = answer.MetricAlarms?.[0];
        if (found === undefined) {
            return undefined;
        }
        const { Tags } = await cloudWatch(context).send(
            new ListTagsForResourceCommand({ ResourceARN: found.AlarmArn }),
        );
        const actual = fromApi<MetricAlarm>(found, mapping);
        return {
            // What the alarm does not have is no property; the API leaves it out.
            ...Object.fromEntries(Object.entries(actual).map(([key, value]) => [key, value ?? null])),
            ...Object.fromEntries(actions.map((key) => [key, unlessEmpty(recorded[key], actual[key] ?? [])])),
            arn: found.AlarmArn,
            dimensions: unlessEmpty(recorded.dimensions, fromDimensions(found.Dimensions)),
            metricQueries: fromQueries(recorded.metricQueries, found.Metrics),
            evaluateLowSampleCountPercentiles: found.EvaluateLowSampleCountPercentile ?? "",
            ...tagProperties(recorded, Tags),
        };
    },

    async update(_id, old, inputs, context) {
        await put(inputs, context);
        const ResourceARN = old.arn as string;
        await changeTags(old, inputs, {
            set: (Tags) => cloudWatch(context).send(new TagResourceCommand({ ResourceARN, Tags })),
            remove: (TagKeys) => cloudWatch(context).send(new UntagResourceCommand({ ResourceARN, TagKeys })),
        });
    },

    async delete(id, _state, context) {
        // Deleting an alarm that is not there is no error in CloudWatch.
        await cloudWatch(context).send(new DeleteAlarmsCommand({ AlarmNames: [id] }));
    },
});

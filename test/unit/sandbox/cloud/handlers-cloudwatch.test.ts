import assert from "node:assert/strict";
import { handlers } from "../../../../sandbox/cloud/handlers/cloudwatch";
import type { Properties } from "../../../../sandbox/provider/types";
import { account, handlerOf, lifecycle, useEmulator } from "./handlers-support";

const alarm = handlerOf(handlers, "aws:cloudwatch/metricAlarm:MetricAlarm");

describe("CloudWatch handlers", () => {
    const context = useEmulator();

    it("takes an alarm on one metric through its life", async () => {
        await lifecycle(alarm, {
            context: context(),
            inputs: {
                name: "database-cpu",
                alarmDescription: "CPU of the writer",
                namespace: "AWS/RDS",
                metricName: "CPUUtilization",
                dimensions: { DBClusterIdentifier: "orders", Role: "WRITER" },
                statistic: "Average",
                period: 60,
                evaluationPeriods: 5,
                datapointsToAlarm: 3,
                threshold: 80.5,
                comparisonOperator: "GreaterThanThreshold",
                treatMissingData: "breaching",
                alarmActions: [`arn:aws:sns:eu-central-1:${account}:alerts`],
                tags: { owner: "platform" },
            },
            change: {
                threshold: 90,
                okActions: [`arn:aws:sns:eu-central-1:${account}:alerts`],
                datapointsToAlarm: undefined,
                tags: { owner: "data" },
            },
            created: (state) =>
                assert.equal(state.arn, `arn:aws:cloudwatch:eu-central-1:${account}:alarm:database-cpu`),
        });
    });

    it("takes an alarm on metric math through its life", async () => {
        const metric = (id: string, metricName: string): Properties => ({
            id,
            metric: {
                namespace: "AWS/CloudFront",
                metricName,
                period: 300,
                stat: "Sum",
                dimensions: { Region: "Global" },
            },
        });
        const queries = (expression: string): Properties[] => [
            { id: "rate", expression, label: "error rate", returnData: true },
            metric("errors", "5xxErrorRate"),
            metric("requests", "Requests"),
        ];
        await lifecycle(alarm, {
            context: context(),
            inputs: {
                name: "edge-errors",
                comparisonOperator: "GreaterThanThreshold",
                evaluationPeriods: 2,
                threshold: 1,
                metricQueries: queries("errors / requests * 100"),
            },
            change: { metricQueries: queries("100 * errors / requests") },
        });
    });

    it("takes a dashboard through its life, whatever the spacing", async () => {
        const body = (title: string): string =>
            JSON.stringify({ widgets: [{ type: "text", properties: { markdown: title } }] }, undefined, 2);
        await lifecycle(handlerOf(handlers, "aws:cloudwatch/dashboard:Dashboard"), {
            context: context(),
            inputs: { dashboardName: "platform", dashboardBody: body("one") },
            change: { dashboardBody: body("two") },
        });
    });
});

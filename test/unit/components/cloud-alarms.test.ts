import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { CloudAlarms, type CloudAlarmsArgs } from "../../../components/alerting/cloud-alarms";
import { type Deployment, deploy } from "../../support/deploy";

const LOAD_BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/openhands-test/0123";

function alarms(changes: Partial<CloudAlarmsArgs> = {}) {
    return deploy(() => {
        const { topicArn, edgeTopicArn } = new CloudAlarms("alarms", {
            environment: "test",
            region: "eu-west-1",
            accountId: "123456789012",
            keyArn: "arn:aws:kms:eu-west-1:123456789012:key/alerts",
            subscriptions: [{ protocol: "email", endpoint: "oncall@company.com" }],
            runbookBaseUrl: "https://runbooks.example",
            database: { clusterIdentifier: "database", maxConnections: 1000, readers: 2 },
            cache: { replicationGroupId: "cache", nodes: 2 },
            edge: { distributionId: "E123" },
            loadBalancer: { arn: LOAD_BALANCER },
            ...changes,
        });
        return { topicArn, edgeTopicArn };
    });
}

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const alarmNames = (stack: Deployment<unknown>) => stack.findAll(ALARM).map(({ name }) => name.replace("alarms-", ""));

describe("CloudAlarms", () => {
    it("watches database, every node of the cache, edge and load balancer", async () => {
        deepEqual(alarmNames(await alarms()).sort(), [
            "cache-connections-node-001",
            "cache-connections-node-002",
            "cache-evictions-node-001",
            "cache-evictions-node-002",
            "cache-high-memory-node-001",
            "cache-high-memory-node-002",
            "database-connections",
            "database-high-cpu",
            "database-low-memory",
            "database-replica-lag",
            "edge-errors",
            "load-balancer-errors",
            "load-balancer-latency",
        ]);
    });

    it("does not wait for the lag of readers that are not there", async () => {
        const stack = await alarms({ database: { clusterIdentifier: "database", maxConnections: 1000, readers: 0 } });
        ok(!alarmNames(stack).includes("database-replica-lag"));
    });

    it("announces each alarm, and its end, on a topic of the alarm's own region", async () => {
        const stack = await alarms();
        const topics = new Map(
            stack
                .findAll("aws:sns/topic:Topic")
                .map(({ name, inputs }) => [`arn:aws:sns:us-east-1:123456789012:${name}`, inputs.region]),
        );
        for (const { name, inputs } of stack.findAll(ALARM)) {
            const [action] = inputs.alarmActions as string[];
            equal(topics.get(action ?? ""), inputs.region, name);
            deepEqual(inputs.okActions, inputs.alarmActions);
        }
        equal(stack.find(ALARM, "alarms-edge-errors").inputs.region, "us-east-1");
        equal(stack.find(ALARM, "alarms-database-high-cpu").inputs.region, "eu-west-1");
    });

    it("needs one topic only where the platform is at home in the edge's region", async () => {
        equal((await alarms({ region: "us-east-1" })).findAll("aws:sns/topic:Topic").length, 1);
        equal((await alarms()).findAll("aws:sns/topic:Topic").length, 2);
    });

    it("encrypts each topic with a customer key and lets only this account's alarms publish", async () => {
        const stack = await alarms();
        deepEqual(
            stack.findAll("aws:sns/topic:Topic").map(({ inputs }) => inputs.kmsMasterKeyId),
            ["arn:aws:kms:eu-west-1:123456789012:key/alerts", "arn:aws:kms:us-east-1:123456789012:key/alarms-edge-key"],
        );
        for (const { inputs } of stack.findAll("aws:sns/topicPolicy:TopicPolicy")) {
            const { Statement } = JSON.parse(inputs.policy as string) as { Statement: Record<string, unknown>[] };
            deepEqual(
                Statement.filter(({ Effect }) => Effect === "Allow").map(({ Principal, Condition }) => [
                    Principal,
                    Condition,
                ]),
                [[{ Service: "cloudwatch.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": "123456789012" } }]],
            );
        }
    });

    it("does not alarm on the share of failures among a handful of requests", async () => {
        const stack = await alarms();
        for (const name of ["alarms-edge-errors", "alarms-load-balancer-errors"]) {
            const queries = stack.find(ALARM, name).inputs.metricQueries as {
                expression?: string;
                returnData?: boolean;
            }[];
            const decisive = queries.filter(({ returnData }) => returnData);
            equal(decisive.length, 1);
            match(decisive[0]?.expression ?? "", /^IF\(requests >= 100, /);
        }
    });

    it("counts connections against what the stores accept", async () => {
        const stack = await alarms();
        equal(stack.find(ALARM, "alarms-database-connections").inputs.threshold, 800);
        equal(stack.find(ALARM, "alarms-cache-connections-node-001").inputs.threshold, 52000);
        deepEqual(stack.find(ALARM, "alarms-load-balancer-latency").inputs.dimensions, {
            LoadBalancer: "app/openhands-test/0123",
        });
    });

    it("leads each alarm to a runbook that is there and about it", async () => {
        for (const { name, inputs } of (await alarms()).findAll(ALARM)) {
            const [, slug] =
                /https:\/\/runbooks\.example\/([a-z-]+)\.md$/.exec(inputs.alarmDescription as string) ?? [];
            const page = resolve(__dirname, `../../../docs/runbooks/${slug}.md`);
            ok(existsSync(page), `${name}: ${page} is missing`);
            match(readFileSync(page, "utf8"), new RegExp(`alarm \`[^\`]*${slug}`));
        }
    });

    it("is refused while nobody would hear of an alarm", async () => {
        await rejects(alarms({ subscriptions: [] }), /subscriptions is empty; alarms would reach nobody/);
    });
});

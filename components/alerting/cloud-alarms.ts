import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { componentTags } from "../tags";
import { type AlarmSubscription, createAlarmTopic, createEdgeKey } from "./alarm-topic";
import {
    cacheAlarms,
    type CacheAlarmsArgs,
    type CloudAlarm,
    databaseAlarms,
    type DatabaseAlarmsArgs,
    edgeAlarms,
    loadBalancerAlarms,
} from "./cloud-alarm-definitions";

/** What is watched by AWS itself, and who hears of it. */
export interface CloudAlarmsArgs {
    /** Named in every announcement. */
    environment: string;
    region: string;
    accountId: pulumi.Input<string>;
    /** Customer key of the `alerts` data class; CloudWatch must be allowed to use it. */
    keyArn: pulumi.Input<string>;
    /** At least one. */
    subscriptions: AlarmSubscription[];
    /** Where `docs/runbooks/` is published, without a slash at its end. */
    runbookBaseUrl: string;
    database: DatabaseAlarmsArgs;
    cache: CacheAlarmsArgs;
    edge: { distributionId: pulumi.Input<string> };
    loadBalancer: { arn: pulumi.Input<string> };
}

/** Region of everything that CloudFront measures. */
const EDGE_REGION = "us-east-1";

/**
 * Alarms on what AWS runs for the platform: database, cache, edge and load balancer, each announced on an encrypted topic
 * when it starts and when it ends. They work without the cluster, which may be what is broken.
 *
 * Controls: CloudWatch.15 (alarms have actions), SNS.1, SI-4.
 *
 * @cost 0.10 USD a month for each alarm, 0.30 USD for those over three metrics
 * @throws pulumi.ResourceError when nobody would hear of an alarm.
 */
export class CloudAlarms extends pulumi.ComponentResource {
    public readonly topicArn: pulumi.Output<string>;
    /** Topic of the edge alarms; the same one where the platform is in us-east-1 itself. */
    public readonly edgeTopicArn: pulumi.Output<string>;

    constructor(name: string, args: CloudAlarmsArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:alerting:CloudAlarms", name, {}, opts);
        if (args.subscriptions.length === 0) {
            throw new pulumi.ResourceError("subscriptions is empty; alarms would reach nobody", this);
        }

        const topic = createAlarmTopic(this, name, args);
        const edgeTopic = args.region === EDGE_REGION ? topic : this.createEdgeTopic(name, args);
        const loadBalancer = pulumi.output(args.loadBalancer.arn).apply(loadBalancerDimension);

        const regional = [
            ...databaseAlarms(args.database),
            ...cacheAlarms(args.cache),
            ...loadBalancerAlarms(loadBalancer),
        ];
        regional.forEach((alarm) => this.createAlarm(name, args, args.region, alarm, topic));
        edgeAlarms(args.edge.distributionId).forEach((alarm) =>
            this.createAlarm(name, args, EDGE_REGION, alarm, edgeTopic),
        );

        this.topicArn = topic.arn;
        this.edgeTopicArn = edgeTopic.arn;
        this.registerOutputs({ topicArn: this.topicArn, edgeTopicArn: this.edgeTopicArn });
    }

    private createEdgeTopic(name: string, args: CloudAlarmsArgs): aws.sns.Topic {
        const key = createEdgeKey(this, name, EDGE_REGION, args.accountId);
        return createAlarmTopic(this, `${name}-edge`, { ...args, region: EDGE_REGION, keyArn: key.arn });
    }

    private createAlarm(
        name: string,
        args: CloudAlarmsArgs,
        region: string,
        alarm: CloudAlarm,
        topic: aws.sns.Topic,
    ): void {
        new aws.cloudwatch.MetricAlarm(
            [name, alarm.runbook, alarm.instance].filter(Boolean).join("-"),
            {
                region,
                alarmDescription: `${args.environment}: ${alarm.summary}. Runbook: ${args.runbookBaseUrl}/${alarm.runbook}.md`,
                ...alarm.measure,
                comparisonOperator: alarm.above ? "GreaterThanThreshold" : "LessThanThreshold",
                threshold: alarm.threshold,
                evaluationPeriods: alarm.periods,
                datapointsToAlarm: alarm.periods,
                // No traffic is no failure; a database that stops reporting is seen by what it serves.
                treatMissingData: "notBreaching",
                alarmActions: [topic.arn],
                okActions: [topic.arn],
                tags: componentTags("alerting", "alerts"),
            },
            { parent: this },
        );
    }
}

/** `app/name/id`, the form in which CloudWatch names a load balancer. */
function loadBalancerDimension(arn: string): string {
    const [, dimension] = arn.split(":loadbalancer/");
    if (!dimension) {
        throw new Error(`loadBalancer.arn is "${arn}"; the ARN of a load balancer contains ":loadbalancer/"`);
    }
    return dimension;
}

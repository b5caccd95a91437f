import { itNamesEach } from "./bad-input";

const DEV_SLACK = "openhands:alerting.receivers.slack";

describe("values that do not go together", () => {
    itNamesEach({
        "an environment that is not the stack's": {
            stack: "prod",
            changes: { "openhands:environment": "test" },
            key: "openhands:environment",
            wrong: /is test, but the stack is prod/,
            mend: /write prod, or select the stack test/,
        },
        "a CIDR block that is too small for its subnets": {
            changes: { "openhands:network.cidrBlock": "10.10.0.0/22" },
            key: "openhands:network.cidrBlock",
            wrong: /too small for its subnets/,
            mend: /from \/16 to \/20/,
        },
        "a CIDR block that is larger than a VPC may be": {
            changes: { "openhands:network.cidrBlock": "172.16.0.0/15" },
            key: "openhands:network.cidrBlock",
            wrong: /larger than a VPC/,
            mend: /from \/16 to \/20/,
        },
        "a CIDR block of somebody else": {
            changes: { "openhands:network.cidrBlock": "52.10.0.0/16" },
            key: "openhands:network.cidrBlock",
            wrong: /belongs to others/,
            mend: /10\.0\.0\.0\/8/,
        },
        "a CIDR block that overlaps another environment's": {
            changes: { "openhands:network.cidrBlock": "10.20.128.0/17" },
            key: "openhands:network.cidrBlock",
            wrong: /overlaps 10\.20\.0\.0\/16 of Pulumi\.staging\.yaml/,
            mend: /no connected network uses/,
        },
        "a CIDR block that overlaps a reserved one": {
            changes: { "openhands:network.reservedCidrs": { office: "10.10.64.0/18" } },
            key: "openhands:network.cidrBlock",
            wrong: /overlaps 10\.10\.64\.0\/18 of openhands:network\.reservedCidrs\.office/,
            mend: /no connected network uses/,
        },
        "fewer zone names than zones": {
            changes: { "openhands:network.zones": 5 },
            key: "openhands:network.zones",
            wrong: /is 5, but zoneNames lists only 3/,
            mend: /at most 3/,
        },
        "a zone that is named twice": {
            changes: { "openhands:network.zoneNames": ["us-east-1a", "us-east-1a", "us-east-1b"] },
            key: "openhands:network.zoneNames[1]",
            wrong: /a second time/,
            mend: /another zone/,
        },
        "a zone of another region": {
            changes: { "openhands:network.zoneNames": ["us-east-1a", "us-west-2b", "us-east-1b"] },
            key: "openhands:network.zoneNames[1]",
            wrong: /us-west-2b, but aws:region is us-east-1/,
            mend: /us-east-1a/,
        },
        "more replicas at least than at most": {
            changes: { "openhands:app.autoscaling.minReplicas": 8 },
            key: "openhands:app.autoscaling.minReplicas",
            wrong: /is 8, more than maxReplicas 4/,
            mend: /at most 4/,
        },
        "more nodes wanted than allowed": {
            changes: { "openhands:cluster.nodeGroups.general.desiredSize": 9 },
            key: "openhands:cluster.nodeGroups.general.desiredSize",
            wrong: /is 9, more than maxSize 4/,
            mend: /at most 4/,
        },
        "no node for the application": {
            changes: { "openhands:cluster.nodeGroups.general.labels": {} },
            key: "openhands:cluster.nodeGroups",
            wrong: /no group for application pods/,
            mend: /node-type: compute-optimized/,
        },
        "an update that can never begin": {
            changes: { "openhands:app.rolling": { maxUnavailable: 0, maxSurge: 0 } },
            key: "openhands:app.rolling",
            wrong: /no update can begin/,
            mend: /1 or more/,
        },
        "an update that takes every pod away": {
            changes: { "openhands:app.rolling.maxUnavailable": 2 },
            key: "openhands:app.rolling.maxUnavailable",
            wrong: /is 2/,
            mend: /less than 2/,
        },
        "metrics on the port of the application": {
            changes: { "openhands:app.metricsPort": 8000 },
            key: "openhands:app.metricsPort",
            wrong: /is 8000, the port of the application/,
            mend: /another port/,
        },
        "an image by tag outside dev": {
            stack: "staging",
            changes: { "openhands:app.image": { tag: "1.8" } },
            key: "openhands:app.image",
            wrong: /no digest in staging, only the tag 1\.8/,
            mend: /app\.image\.digest/,
        },
        "an image without tag or digest": {
            changes: { "openhands:app.image": {} },
            key: "openhands:app.image",
            wrong: /neither tag nor digest/,
            mend: /app\.image\.tag/,
        },
        "the image tag latest": {
            changes: { "openhands:app.image.tag": "latest" },
            key: "openhands:app.image.tag",
            wrong: /names no version/,
            mend: /1\.8/,
        },
        "durability lower in prod than in staging": {
            stack: "prod",
            changes: { "openhands:durability": "destroyable" },
            key: "openhands:durability",
            wrong: /destroyable in prod, but protected in Pulumi\.staging\.yaml/,
            mend: /write protected/,
        },
        "a protected database without a reader": {
            stack: "staging",
            changes: { "openhands:database.instances": 1 },
            key: "openhands:database.instances",
            wrong: /is 1, too few for a protected environment/,
            mend: /at least 2/,
        },
        "a protected cache without failover": {
            stack: "prod",
            changes: { "openhands:cache.nodes": 1 },
            key: "openhands:cache.nodes",
            wrong: /is 1, too few/,
            mend: /at least 2/,
        },
        "a database of two sizes": {
            changes: { "openhands:database.instanceClass": "db.r7g.large", "openhands:database.maxConnections": 1600 },
            key: "openhands:database",
            wrong: /both serverless and instanceClass/,
            mend: /one of the two/,
        },
        "a database capacity that is upside down": {
            changes: { "openhands:database.serverless.minAcu": 8 },
            key: "openhands:database.serverless.minAcu",
            wrong: /is 8, more than maxAcu 2/,
            mend: /at most 2/,
        },
        "an API server that is open to the world": {
            changes: { "openhands:cluster.publicAccessCidrs": ["0.0.0.0/0"] },
            key: "openhands:cluster.publicAccessCidrs[0]",
            wrong: /opens the API server to the world/,
            mend: /your offices or VPN/,
        },
        "a public API server in prod": {
            stack: "prod",
            changes: { "openhands:cluster.publicAccessCidrs": ["203.0.113.0/24"] },
            key: "openhands:cluster.publicAccessCidrs",
            wrong: /prod has a private endpoint only/,
            mend: /remove the key/,
        },
        "a secret of another account": {
            changes: {
                [`${DEV_SLACK}.webhookSecretArn`]:
                    "arn:aws:secretsmanager:us-east-1:333333333333:secret:openhands/alerting/slack-A1b2C3",
            },
            key: `${DEV_SLACK}.webhookSecretArn`,
            wrong: /a secret of us-east-1:333333333333, but the environment is us-east-1:111111111111/,
            mend: /us-east-1:111111111111/,
        },
        "alerts that nobody gets": {
            changes: { "openhands:alerting.receivers": {} },
            key: "openhands:alerting.receivers",
            wrong: /names nobody/,
            mend: /at least one of slack, email and pagerduty/,
        },
        "warnings that nobody gets": {
            changes: { [`${DEV_SLACK}.warningChannel`]: undefined },
            key: "openhands:alerting.receivers",
            wrong: /nobody for warnings/,
            mend: /slack\.warningChannel or email/,
        },
        "an escalation to nobody": {
            changes: { "openhands:alerting.receivers.escalation": { afterMinutes: 20 } },
            key: "openhands:alerting.receivers.escalation",
            wrong: /names nobody/,
            mend: /emailTo or slackChannel/,
        },
        "an escalation through a receiver that is not there": {
            changes: { "openhands:alerting.receivers.escalation": { emailTo: "lead@example.com" } },
            key: "openhands:alerting.receivers.escalation.emailTo",
            wrong: /no receiver email/,
            mend: /alerting\.receivers\.email/,
        },
        "a database of a fixed size without its connections": {
            changes: { "openhands:database.instanceClass": "db.r7g.large", "openhands:database.serverless": undefined },
            key: "openhands:database.maxConnections",
            wrong: /missing beside instanceClass db\.r7g\.large/,
            mend: /how many connections/,
        },
    });
});

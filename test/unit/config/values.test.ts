import { itNamesEach } from "./bad-input";

const DEV_SLACK = "openhands:alerting.receivers.slack";

describe("a value that is wrong by itself", () => {
    itNamesEach({
        "an unknown key that looks like a known one": {
            changes: { "openhands:network.zoneName": ["us-east-1a"] },
            key: "openhands:network.zoneName",
            wrong: /not a known key/,
            mend: /write openhands:network\.zoneNames/,
        },
        "an unknown key that looks like none": {
            changes: { "openhands:cache.flavour": "large" },
            key: "openhands:cache.flavour",
            wrong: /not a known key/,
            mend: /known keys here are nodeType, nodes, snapshotRetentionDays/,
        },
        "an unknown top-level key": {
            changes: { "openhands:databse": {} },
            key: "openhands:databse",
            wrong: /not a known key/,
            mend: /write openhands:database/,
        },
        "a provider setting that would have no effect": {
            changes: { "aws:profile": "admin" },
            key: "aws:profile",
            wrong: /not a known key/,
            mend: /remove it/,
        },
        "text where a number belongs": {
            changes: { "openhands:cache.nodes": "two" },
            key: "openhands:cache.nodes",
            wrong: /"two", of the wrong type/,
            mend: /a whole number from 1 to 6/,
        },
        "a number where an object belongs": {
            changes: { "openhands:edge": 3 },
            key: "openhands:edge",
            wrong: /3, of the wrong type/,
            mend: /an object with the keys firewallMode/,
        },
        "a list where an object belongs": {
            changes: { "openhands:tags": ["platform"] },
            key: "openhands:tags",
            wrong: /a list/,
            mend: /owner, costCentre/,
        },
        "a key without a value": {
            changes: { "openhands:domain.name": null },
            key: "openhands:domain.name",
            wrong: /empty/,
            mend: /a domain name/,
        },
        "a version that YAML reads as a number": {
            changes: { "openhands:app.image.tag": 1.8 },
            key: "openhands:app.image.tag",
            wrong: /1\.8, of the wrong type/,
            mend: /in quotes/,
        },
        "a required key that is missing": {
            changes: { "openhands:network.cidrBlock": undefined },
            key: "openhands:network.cidrBlock",
            wrong: /missing/,
            mend: /a CIDR block/,
        },
        "an environment that the project file left empty": {
            changes: { "openhands:environment": "" },
            key: "openhands:environment",
            wrong: /empty/,
            mend: /one of dev, staging, prod, test/,
        },
        "no CIDR block": {
            changes: { "openhands:network.cidrBlock": "10.10.0.0" },
            key: "openhands:network.cidrBlock",
            wrong: /not a block/,
            mend: /10\.20\.0\.0\/16/,
        },
        "a CIDR block written by an address in its middle": {
            changes: { "openhands:network.cidrBlock": "10.10.5.0/16" },
            key: "openhands:network.cidrBlock",
            wrong: /first address/,
            mend: /CIDR block/,
        },
        "an unknown NAT mode": {
            changes: { "openhands:network.nat": "PerZones" },
            key: "openhands:network.nat",
            wrong: /"PerZones"/,
            mend: /write perZone/,
        },
        "replicas out of range": {
            changes: { "openhands:app.autoscaling.maxReplicas": 5000 },
            key: "openhands:app.autoscaling.maxReplicas",
            wrong: /is 5000/,
            mend: /a whole number from 2 to 200/,
        },
        "no replicas": {
            changes: { "openhands:app.autoscaling.minReplicas": 0 },
            key: "openhands:app.autoscaling.minReplicas",
            wrong: /is 0/,
            mend: /a whole number from 2 to 200/,
        },
        "an unknown strategy": {
            changes: { "openhands:app.strategy": "roling" },
            key: "openhands:app.strategy",
            wrong: /"roling"/,
            mend: /write rolling/,
        },
        "a digest that is cut off": {
            stack: "prod",
            changes: { "openhands:app.image.digest": "sha256:5891b5b5" },
            key: "openhands:app.image.digest",
            wrong: /not a digest/,
            mend: /64 hexadecimal digits/,
        },
        "a capacity between the steps": {
            changes: { "openhands:database.serverless.maxAcu": 1.3 },
            key: "openhands:database.serverless.maxAcu",
            wrong: /is 1\.3/,
            mend: /steps of 0\.5/,
        },
        "a retention that CloudWatch does not offer": {
            changes: { "openhands:logs.retentionDays": 10 },
            key: "openhands:logs.retentionDays",
            wrong: /is 10/,
            mend: /one of 1, 3, 5, 7, 14/,
        },
        "a receiver without its secret": {
            changes: { [`${DEV_SLACK}.webhookSecretArn`]: undefined },
            key: `${DEV_SLACK}.webhookSecretArn`,
            wrong: /missing/,
            mend: /the ARN of a Secrets Manager secret/,
        },
        "a secret in clear": {
            changes: { [`${DEV_SLACK}.webhookSecretArn`]: "https://hooks.example.com/T000/B000" },
            key: `${DEV_SLACK}.webhookSecretArn`,
            wrong: /not the ARN of a secret/,
            mend: /the ARN of a Secrets Manager secret/,
        },
        "two accounts": {
            changes: { "aws:allowedAccountIds": ["111111111111", "222222222222"] },
            key: "aws:allowedAccountIds",
            wrong: /lists 2/,
            mend: /one account id/,
        },
        "an account id that YAML reads as a number": {
            changes: { "aws:allowedAccountIds": [111111111111] },
            key: "aws:allowedAccountIds[0]",
            wrong: /of the wrong type/,
            mend: /in quotes/,
        },
        "a database that OpenHands does not run on": {
            changes: { "openhands:database.engineVersion": "15.7" },
            key: "openhands:database.engineVersion",
            wrong: /"15\.7", which is not a version that OpenHands runs on/,
            mend: /from 16\.4 on/,
        },
        "a cluster that nobody administers": {
            changes: { "openhands:cluster.adminRoleArns": [] },
            key: "openhands:cluster.adminRoleArns",
            wrong: /lists 0/,
            mend: /the ARN of an IAM role/,
        },
    });
});

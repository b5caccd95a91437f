import { deepEqual, equal, match, ok, throws } from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { parseEnvironment } from "../../../config/environment";
import { ConfigurationError } from "../../../config/problems";
import { asHandedOver, edited, parsed, problemsOf, shipped, SHIPPED } from "../../support/stack-files";

const DIGEST = { digest: `sha256:${"0".repeat(64)}` };

const FIVE_MISTAKES = {
    "openhands:network.zones": 4,
    "openhands:network.cidrBlock": "10.10.0.0/24",
    "openhands:app.strategy": "bluegreen",
    "openhands:cache.node": 2,
    "openhands:alerting.receivers.slack.webhookSecretArn": undefined,
};

describe("the environment", () => {
    for (const stack of SHIPPED) {
        it(`is read from the stack file of ${stack}`, () => {
            const environment = parsed(stack);
            equal(environment.environment, stack);
            equal(environment.stack, stack);
            equal(environment.region, "us-east-1");
        });
    }

    it("takes what the file does not say from the defaults, which are those of production", () => {
        const { app, edge, logs, security, cluster } = parsed("prod");
        deepEqual(app.autoscaling, { minReplicas: 3, maxReplicas: 20, cpuPercent: 70, memoryPercent: 80 });
        equal(edge.firewallMode, "block");
        equal(logs.retentionDays, 365);
        equal(security.keyDeletionWindowDays, 30);
        deepEqual(cluster.publicAccessCidrs, []);
    });

    it("cannot be changed by who reads it", () => {
        const { network } = parsed("dev");
        throws(() => Object.assign(network, { zones: 9 }), TypeError);
        throws(() => network.zoneNames.push("us-east-1f"), TypeError);
    });

    it("accepts an ephemeral stack as a test environment, beside the stack files of the others", () => {
        const config = edited("staging", { "openhands:environment": "test", "openhands:durability": "destroyable" });
        equal(parsed("pr-12", config).environment, "test");
    });
});

describe("the name of a stack", () => {
    const ephemeral = edited("dev", { "openhands:environment": "test", "openhands:app.image": DIGEST });

    for (const stack of ["PR-12", "pr_12", "12", "pr-", "a-branch-with-a-name-that-nobody-types"]) {
        it(`is refused when it does not fit into other names: ${stack}`, () => {
            deepEqual(
                problemsOf(stack, ephemeral).map(({ key }) => key),
                ["the name of the stack"],
            );
        });
    }

    it("may be as long as the name of a load balancer lets it be", () => {
        deepEqual(problemsOf("a234567890123456789012", ephemeral), []);
    });
});

describe("a stack file with mistakes", () => {
    it("gives five errors for five mistakes, each named by key, file, fault and mend", () => {
        const problems = problemsOf("dev", edited("dev", FIVE_MISTAKES));
        deepEqual(
            problems.map(({ key }) => key),
            [
                "openhands:alerting.receivers.slack.webhookSecretArn",
                "openhands:app.strategy",
                "openhands:cache.node",
                "openhands:network.cidrBlock",
                "openhands:network.zones",
            ],
        );
        for (const { wrong, mend } of problems) {
            ok(wrong.length > 0 && mend.length > 0);
        }
    });

    it("ends the program with a message for people, without a stack trace", () => {
        const broken = asHandedOver(edited("dev", FIVE_MISTAKES));
        throws(
            () => parseEnvironment(broken, { stack: "dev", sibling: () => undefined }),
            (error) => {
                ok(error instanceof ConfigurationError && pulumi.RunError.isInstance(error));
                match(error.message, /^Pulumi\.dev\.yaml has 5 problems; nothing was deployed\./);
                match(error.message, /^5\. Pulumi\.dev\.yaml: openhands:network\.zones is 4, but/m);
                equal(error.message.split("\n").length, 11);
                return true;
            },
        );
    });

    it("names a problem of one key even when its neighbour is wrong by itself", () => {
        const config = edited("dev", { "openhands:network.nat": "two", "openhands:network.zones": 4 });
        deepEqual(
            problemsOf("dev", config).map(({ key }) => key),
            ["openhands:network.nat", "openhands:network.zones"],
        );
    });

    it("judges as the environment that the stack has to be, even when the file does not say which", () => {
        const config = edited("prod", {
            "openhands:environment": "",
            "openhands:durability": "destroyable",
            "openhands:app.image": { tag: "1.8" },
            "openhands:network.cidrBlock": "10.20.0.0/16",
            "openhands:cluster.publicAccessCidrs": ["203.0.113.0/24"],
        });
        deepEqual(
            problemsOf("prod", config).map(({ key }) => key),
            [
                "openhands:app.image",
                "openhands:cluster.publicAccessCidrs",
                "openhands:durability",
                "openhands:environment",
                "openhands:network.cidrBlock",
            ],
        );
    });

    it("names a mistake in one entry of a list even when another entry is wrong by itself", () => {
        const config = edited("dev", {
            "openhands:cluster.publicAccessCidrs": ["office", "0.0.0.0/0"],
            "openhands:cluster.nodeGroups.broken": {
                instanceTypes: ["t3.large"],
                minSize: "two",
                desiredSize: 2,
                maxSize: 4,
            },
            "openhands:cluster.nodeGroups.general.minSize": 9,
        });
        deepEqual(
            problemsOf("dev", config).map(({ key }) => key),
            [
                "openhands:cluster.nodeGroups.broken.minSize",
                "openhands:cluster.nodeGroups.general.minSize",
                "openhands:cluster.publicAccessCidrs[0]",
                "openhands:cluster.publicAccessCidrs[1]",
            ],
        );
    });

    it("does not repeat a wrong value as a broken relation to others", () => {
        const config = edited("prod", { "openhands:app.autoscaling.maxReplicas": "many" });
        deepEqual(
            problemsOf("prod", config).map(({ key }) => key),
            ["openhands:app.autoscaling.maxReplicas"],
        );
    });

    it("is refused when it is empty, with every key that has to be there", () => {
        const keys = problemsOf("dev", {}).map(({ key }) => key);
        for (const required of ["aws:region", "aws:allowedAccountIds", "openhands:environment", "openhands:network"]) {
            ok(keys.includes(required), `${required} is not asked for`);
        }
    });

    it("leaves keys of other namespaces to whom they belong", () => {
        deepEqual(problemsOf("dev", { ...shipped("dev"), "pulumi:tags": { team: "platform" } }), []);
    });
});

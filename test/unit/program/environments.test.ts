import { deepEqual, equal, ok, rejects } from "node:assert/strict";

import { ConfigurationError } from "../../../config/problems";
import { observingComponents } from "../../contract/observation";
import { deployEnvironment, shippedEnvironment } from "../../support/environment";
import { edited } from "../../support/stack-files";

describe("the program", () => {
    it("makes nothing when the stack file is wrong", async () => {
        const config = edited("dev", { "openhands:network.zones": 9, "openhands:cache.nodes": 0 });
        const { components } = await observingComponents(() =>
            rejects(deployEnvironment("dev", { config }), (error) => {
                ok(error instanceof ConfigurationError);
                equal(error.problems.length, 2);
                return true;
            }),
        );
        deepEqual(
            components.filter(({ type }) => type !== "pulumi:pulumi:Stack"),
            [],
        );
    });

    it("builds an ephemeral environment that can go without a trace", async () => {
        const config = edited("dev", {
            "openhands:environment": "test",
            "openhands:app.image": { digest: `sha256:${"0".repeat(64)}` },
        });
        const { resources, outputs } = await deployEnvironment("pr-12", { config });
        equal(outputs.environment, "test");
        deepEqual(
            resources.filter(({ protect }) => protect),
            [],
        );
    });

    it("runs the image of its own registry unless it is told another one, by digest where there is one", async () => {
        const digest = `sha256:${"1".repeat(64)}`;
        const own = await imageOf(edited("dev", {}));
        ok(own.endsWith("/registry-app:1.8"), own);
        const other = await imageOf(
            edited("dev", {
                "openhands:app.image": { repository: "images.example.com/openhands", tag: "1.9", digest },
            }),
        );
        equal(other, `images.example.com/openhands:1.9@${digest}`);
    });

    it("gives the stack's outputs their names, which others rely on", async () => {
        const { outputs } = await shippedEnvironment("prod");
        deepEqual(Object.keys(outputs).toSorted(), [
            "accountId",
            "alarmTopicArn",
            "alertmanagerConfigSecret",
            "assetsBucket",
            "cacheEndpoint",
            "cacheReaderEndpoint",
            "cacheSecretArn",
            "clusterName",
            "databaseEndpoint",
            "databaseReaderEndpoint",
            "databaseSecretArn",
            "distributionDomainName",
            "distributionId",
            "environment",
            "imageRepository",
            "kubeconfigCommand",
            "logsBucket",
            "monitoringNamespace",
            "nameServers",
            "namespace",
            "region",
            "stateBucket",
            "url",
            "vpcId",
        ]);
        deepEqual(
            Object.entries(outputs).filter(([, value]) => value === undefined),
            [],
        );
    });
});

async function imageOf(config: Record<string, unknown>): Promise<string> {
    const deployment = (await deployEnvironment("dev", { config })).find("kubernetes:apps/v1:Deployment");
    const { template } = deployment.inputs["spec"] as { template: { spec: { containers: { image: string }[] } } };
    return template.spec.containers[0]?.image ?? "";
}

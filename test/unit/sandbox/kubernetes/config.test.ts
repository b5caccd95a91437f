import assert from "node:assert/strict";
import { checkConfig, diffConfig } from "../../../../sandbox/kubernetes/config";
import { parseToken } from "../../../../sandbox/kubernetes/tokens";
import { type Properties, UNKNOWN } from "../../../../sandbox/provider/types";
import { Harness, kubeconfig } from "./harness";

const problems = (inputs: Properties) => checkConfig(inputs).map(({ property, reason }) => `${property}: ${reason}`);

describe("kubernetes stand-in: provider configuration", () => {
    it("accepts what the SDK sends, flags as their JSON among it", () => {
        const inputs = {
            kubeconfig: kubeconfig(),
            clusterIdentifier: "prod",
            enableServerSideApply: "true",
            kubeClientSettings: "{}",
            version: "4.34.2",
        };
        assert.deepEqual(problems(inputs), []);
        assert.deepEqual(problems({ kubeconfig: UNKNOWN }), []);
    });

    it("names what is unknown, ill-typed, missing or not modelled", () => {
        assert.deepEqual(problems({ namespace: 1, enablePatchForce: "maybe", colour: "red" }), [
            "namespace: must be a string",
            "enablePatchForce: must be true or false",
            "colour: is not part of the kubernetes provider's configuration",
            "kubeconfig: is required: the sandbox does not use whatever kubeconfig the machine has",
        ]);
        assert.match(
            problems({ kubeconfig: kubeconfig(), enableServerSideApply: false })[0] ?? "",
            /^enableServerSideApply/,
        );
        assert.match(problems({ kubeconfig: kubeconfig(), renderYamlToDirectory: "/x" })[0] ?? "", /not modelled/);
    });

    it("refuses a kubeconfig of another cluster", async () => {
        const harness = new Harness();
        const other = kubeconfig("https://eks.example.com");
        await assert.rejects(
            harness.provider.configure({ kubeconfig: other }),
            /names the API server https:\/\/eks\.example\.com, but the sandbox's is https:\/\/127\.0\.0\.1:6443/,
        );
        await harness.configure();
    });

    it("replaces everything when the cluster is another one, as told by clusterIdentifier", () => {
        const kind = (before: Properties, after: Properties) =>
            Object.values(diffConfig(before, after).changes).map((change) => change.kind);
        const here = { kubeconfig: kubeconfig(), clusterIdentifier: "a" };
        const there = kubeconfig("https://127.0.0.1:7443");
        assert.deepEqual(kind(here, { ...here, clusterIdentifier: "b" }), ["update-replace"]);
        assert.deepEqual(kind(here, { ...here, kubeconfig: there }), ["update"]);
        assert.deepEqual(kind({ kubeconfig: kubeconfig() }, { kubeconfig: there }), ["update-replace"]);
    });
});

describe("kubernetes stand-in: type tokens", () => {
    it("are read as kinds, patches and custom resources", () => {
        assert.deepEqual(parseToken("kubernetes:core/v1:ConfigMap", "ConfigMap"), {
            apiVersion: "v1",
            kind: "ConfigMap",
            isPatch: false,
        });
        assert.deepEqual(parseToken("kubernetes:apps/v1:DeploymentPatch", "Deployment"), {
            apiVersion: "apps/v1",
            kind: "Deployment",
            isPatch: true,
        });
        assert.equal(parseToken("kubernetes:example.com/v1:OsPatch", "OsPatch").isPatch, false);
        assert.equal(
            parseToken("kubernetes:argoproj.io/v1alpha1:Rollout", "Rollout").apiVersion,
            "argoproj.io/v1alpha1",
        );
    });

    it("are refused when nothing of the kind is modelled", () => {
        assert.throws(() => parseToken("kubernetes:helm.sh/v4:Chart", undefined), /not a kind of Kubernetes object/);
        assert.throws(() => parseToken("aws:s3:Bucket", undefined), /not a kind of Kubernetes object/);
    });
});

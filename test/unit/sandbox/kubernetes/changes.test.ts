import assert from "node:assert/strict";
import { ApiError } from "../../../../sandbox/kubernetes/api/errors";
import type { KubernetesObject } from "../../../../sandbox/kubernetes/objects";
import type { Properties } from "../../../../sandbox/provider/types";
import { DEPLOYMENT, deployment, rollOut } from "./deployments";
import { Harness } from "./harness";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

describe("kubernetes stand-in: changes", () => {
    let harness: Harness;

    beforeEach(async () => {
        harness = await new Harness().configure();
        harness.api.controllers = rollOut;
    });

    it("finds none in the same inputs, and replaces on what cannot change", async () => {
        const web = await harness
            .resource(DEPLOYMENT)
            .create(deployment({ selector: { matchLabels: { app: "web" } } }, { name: "web" }));
        assert.deepEqual(
            await web.kinds(deployment({ selector: { matchLabels: { app: "web" } } }, { name: "web" })),
            {},
        );
        const other = await web.diff(deployment({ selector: { matchLabels: { app: "x" } } }, { name: "web" }));
        assert.equal(other.changes["spec.selector.matchLabels.app"]?.kind, "update-replace");
        assert.equal(other.deleteBeforeReplace, true, "the name is fixed");
        const moved = await web.kinds(deployment({ selector: { matchLabels: { app: "web" } } }, { name: "other" }));
        assert.deepEqual(moved, { "metadata.name": "update-replace" });
    });

    it("creates the successor of an autonamed object first", async () => {
        const conf = await harness.resource(CONFIG_MAP).create({ metadata: { namespace: "app" }, data: { a: "1" } });
        const { changes, deleteBeforeReplace } = await conf.diff({ metadata: { namespace: "app" }, data: { a: "2" } });
        assert.equal(changes["data.a"]?.kind, "update-replace");
        assert.equal(deleteBeforeReplace, false);
    });

    it("updates the data of a ConfigMap when the provider is told that it is mutable", async () => {
        await harness.configure({ enableConfigMapMutable: "true" });
        const conf = await harness.resource(CONFIG_MAP).create({ metadata: { namespace: "app" }, data: { a: "1" } });
        const kinds = await conf.kinds({ metadata: { namespace: "app" }, data: { a: "2" } });
        assert.deepEqual(kinds, { "data.a": "update" });
    });

    it("asks the API server about fields that its own table does not have", async () => {
        const web = await harness.resource(DEPLOYMENT).create(deployment());
        harness.api.beforeApply = () => {
            const cause = { field: "spec.replicas", message: "field is immutable" };
            throw new ApiError(422, "Invalid", "spec.replicas: field is immutable", [cause]);
        };
        const kinds = await web.kinds(deployment({ replicas: 3, paused: true }));
        assert.deepEqual(kinds, { "spec.replicas": "update-replace", "spec.paused": "add" });
    });

    it("takes quantities that are written differently for the same", async () => {
        const resources = (cpu: unknown) =>
            deployment({ template: { spec: { containers: [{ name: "a", resources: { limits: { cpu } } }] } } });
        const web = await harness.resource(DEPLOYMENT).create(resources("1000m"));
        assert.deepEqual(await web.kinds(resources("1")), {});
        assert.deepEqual(Object.values(await web.kinds(resources("2"))), ["update"]);
    });

    it("shows drift after a refresh, and nothing of what the API server fills in", async () => {
        const given = deployment({
            paused: false,
            template: { spec: { containers: [{ name: "a", image: "x", env: [{ name: "A", value: "1" }] }] } },
        });
        const web = await harness.resource(DEPLOYMENT).create(given);
        const live = harness.api.find("Deployment", web.id) as KubernetesObject;
        live["spec"] = {
            replicas: 2,
            revisionHistoryLimit: 10,
            template: {
                spec: {
                    containers: [
                        { name: "injected", image: "sidecar" },
                        { name: "a", image: "x", imagePullPolicy: "Always", env: [{ name: "A", value: "1" }] },
                    ],
                },
            },
        };
        assert.equal(await web.refresh(), true);
        assert.deepEqual(await web.kinds(given), {});
        (live["spec"] as Properties)["replicas"] = 1;
        await web.refresh();
        assert.deepEqual(await web.kinds(given), { "spec.replicas": "update" });
    });

    it("takes an item more in a list that is one value for drift", async () => {
        const policy = harness.resource("kubernetes:networking.k8s.io/v1:NetworkPolicy");
        const given = { metadata: { namespace: "app" }, spec: { podSelector: {}, policyTypes: ["Ingress"] } };
        await policy.create(given);
        const live = harness.api.find("NetworkPolicy", policy.id) as KubernetesObject;
        (live["spec"] as Properties)["policyTypes"] = ["Ingress", "Egress"];
        await policy.refresh();
        assert.deepEqual(await policy.kinds(given), { "spec.policyTypes[1]": "delete" });
    });

    it("tells apart items that share a number, and rules of a policy that share all but their ports", async () => {
        const policy = harness.resource("kubernetes:networking.k8s.io/v1:NetworkPolicy");
        const dns = [
            { port: 53, protocol: "UDP" },
            { port: 53, protocol: "TCP" },
        ];
        const given = { metadata: { namespace: "app" }, spec: { podSelector: {}, egress: [{ ports: dns }] } };
        await policy.create(given);
        await policy.refresh();
        assert.deepEqual(await policy.kinds(given), {});
        const live = harness.api.find("NetworkPolicy", policy.id) as KubernetesObject;
        live["spec"] = { podSelector: {}, egress: [{ ports: [dns[0], { port: 54, protocol: "TCP" }] }] };
        await policy.refresh();
        assert.deepEqual(await policy.kinds(given), { "spec.egress[0].ports[1].port": "update" });
        live["spec"] = { podSelector: {}, egress: [{ ports: [...dns, { port: 22, protocol: "TCP" }] }] };
        await policy.refresh();
        assert.deepEqual(await policy.kinds(given), { "spec.egress[0].ports[2]": "delete" });
    });

    it("reads what stringData wrote back from data", async () => {
        const secret = harness.resource("kubernetes:core/v1:Secret");
        const given = { metadata: { namespace: "app" }, stringData: { a: "b" } };
        await secret.create(given);
        const live = harness.api.find("Secret", secret.id) as KubernetesObject;
        delete live["stringData"];
        live["data"] = { a: Buffer.from("b").toString("base64") };
        await secret.refresh();
        assert.deepEqual(await secret.kinds(given), {});
        live["data"] = { a: Buffer.from("other").toString("base64") };
        await secret.refresh();
        assert.deepEqual(await secret.kinds(given), { "stringData.a": "update-replace" });
    });
});

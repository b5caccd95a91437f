import assert from "node:assert/strict";
import { ApiError } from "../../../../sandbox/kubernetes/api/errors";
import { PartialFailure, type Properties, UNKNOWN } from "../../../../sandbox/provider/types";
import { DEPLOYMENT, deployment, rollOut } from "./deployments";
import { conflict } from "./fake-api";
import { Harness, type TestResource } from "./harness";

describe("kubernetes stand-in: objects", () => {
    let harness: Harness;
    let web: TestResource;

    beforeEach(async () => {
        harness = await new Harness().configure();
        harness.api.controllers = rollOut;
        web = harness.resource(DEPLOYMENT);
    });

    it("names an object without a name, and keeps the name it was given", async () => {
        await web.create(deployment());
        assert.match(web.id, /^app\/web-[0-9a-f]{7}$/);
        const { inputs } = await web.check(deployment({ replicas: 3 }));
        const metadata = inputs["metadata"] as Properties;
        assert.equal(`app/${metadata["name"] as string}`, web.id);
        assert.deepEqual(metadata["annotations"], { "pulumi.com/autonamed": "true" });
    });

    it("puts namespaced objects, and no others, into the provider's namespace", async () => {
        await harness.configure({ namespace: "team" });
        const { inputs } = await web.check({ spec: {} });
        assert.equal((inputs["metadata"] as Properties)["namespace"], "team");
        const named = await harness
            .resource("kubernetes:core/v1:Namespace")
            .check({ metadata: { name: "x", namespace: "y" } });
        assert.deepEqual(named.failures, [
            { property: "metadata.namespace", reason: "is set, but a Namespace lives in no namespace" },
        ]);
    });

    it("refuses labels and annotations that Kubernetes or the provider cannot read", async () => {
        const annotations = { "pulumi.com/waitFor": "ready", "pulumi.com/timeoutSeconds": "soon" };
        const { failures } = await web.check(deployment({}, { labels: { a: 1 }, annotations }));
        const properties = failures.map(({ property }) => property);
        assert.deepEqual(properties, [
            'metadata.labels["a"]',
            'metadata.annotations["pulumi.com/waitFor"]',
            'metadata.annotations["pulumi.com/timeoutSeconds"]',
        ]);
    });

    it("applies under a manager of its own, without force, and records it", async () => {
        await web.create(deployment());
        const [first] = harness.api.applied;
        assert.match(first?.options.fieldManager ?? "", /^pulumi-kubernetes-[0-9a-f]{8}$/);
        assert.deepEqual([first?.options.force, first?.options.dryRun], [false, false]);
        assert.equal(web.state["__fieldManager"], first?.options.fieldManager);
        assert.equal((web.state["metadata"] as Properties)["managedFields"], undefined);
    });

    it("does not take over an object that someone else made, but recognises its own", async () => {
        const given = deployment({}, { name: "web" });
        const theirs = { name: "web", namespace: "app" };
        harness.api.put({ apiVersion: "apps/v1", kind: "Deployment", metadata: theirs, spec: { replicas: 1 } });
        await assert.rejects(web.create(given), /Deployment "app\/web" exists already and is not managed/);
        harness.api.objects.clear();
        await web.create(given);
        const again = harness.resource(DEPLOYMENT);
        await again.create(given);
        assert.equal(again.id, "app/web");
    });

    it("names the owner of a field in a conflict, and forces only when told to", async () => {
        await web.create(deployment());
        harness.api.beforeApply = (_object, { force }) => {
            if (force !== true) {
                throw conflict("horizontal-autoscaler");
            }
        };
        await assert.rejects(web.update(deployment({ replicas: 5 })), /"horizontal-autoscaler" owns fields/);
        await web.update(deployment({ replicas: 5 }, { annotations: { "pulumi.com/patchForce": "true" } }));
    });

    it("takes back what was changed by hand", async () => {
        await web.create(deployment());
        harness.api.beforeApply = (_object, { force }) => {
            if (force !== true) {
                throw conflict("kubectl-edit", "kubectl");
            }
        };
        await web.update(deployment({ replicas: 5 }));
        assert.equal(harness.api.applied.at(-1)?.options.force, true);
    });

    it("dry-runs a preview, unless it cannot be known yet", async () => {
        await web.preview(deployment());
        assert.equal(harness.api.applied.at(-1)?.options.dryRun, true);
        assert.equal(harness.api.objects.size, 0);

        const state = await web.preview(deployment({ replicas: UNKNOWN }));
        assert.equal(state["status"], UNKNOWN);
        assert.match(web.messages.at(-1) ?? "", /not known yet/);

        harness.api.beforeApply = () => {
            throw new ApiError(404, "NotFound", "namespaces not found", [], { kind: "namespaces", name: "app" });
        };
        await web.preview(deployment());
        assert.match(web.messages.at(-1) ?? "", /namespace app does not exist yet/);

        harness.api.unserved.add("Rollout");
        await harness.resource("kubernetes:argoproj.io/v1alpha1:Rollout").preview({ spec: {} });
        assert.equal(harness.api.applied.length, 1);
    });

    it("fails a preview that the API server refuses", async () => {
        harness.api.beforeApply = () => {
            throw new ApiError(400, "BadRequest", 'strict decoding error: unknown field "spec.replica"');
        };
        await assert.rejects(web.preview(deployment({}, { name: "web" })), (error: Error) => {
            assert.equal(error.message, 'the API server refuses Deployment "app/web"');
            assert.match((error.cause as Error).message, /unknown field "spec\.replica"/);
            return true;
        });
    });

    it("records an object that does not become ready, with the reason", async () => {
        harness.api.controllers = (object) => {
            const message = 'pods "web" is forbidden: violates PodSecurity "restricted:latest"';
            object["status"] = {
                conditions: [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message }],
            };
        };
        await assert.rejects(web.create(deployment()), (error) => {
            assert.ok(error instanceof PartialFailure);
            assert.match(error.reasons[0] ?? "", /not ready after 1 seconds: waiting for 0 of 2 pods updated/);
            assert.match(error.reasons[1] ?? "", /ReplicaFailure is True \(FailedCreate\): pods "web" is forbidden/);
            return true;
        });
        assert.match(web.id, /^app\/web-/);
    });

    it("waits for nothing with skipAwait", async () => {
        harness.api.controllers = () => undefined;
        await web.create(deployment({}, { annotations: { "pulumi.com/skipAwait": "true" } }));
    });

    it("says when an object is gone, and takes a deletion of what is gone for done", async () => {
        await web.create(deployment());
        await web.delete();
        assert.equal(await web.refresh(), false);
        await web.delete();
    });

    it("keeps the data of a Secret secret", async () => {
        const secret = harness.resource("kubernetes:core/v1:Secret");
        const { inputs } = await secret.check({ metadata: { namespace: "app" }, stringData: { a: "b" } });
        const operation = { timeout: 1, progress: () => undefined, signal: new AbortController().signal };
        const located = { urn: "urn", type: "kubernetes:core/v1:Secret", name: "s" };
        const created = await harness.provider.create({ ...located, ...operation, inputs, preview: false });
        assert.deepEqual(created.secrets, ["data", "stringData"]);
    });

    it("patches what exists, and gives the fields up on deletion", async () => {
        const patch = harness.resource("kubernetes:core/v1:ConfigMapPatch");
        const given = { metadata: { name: "conf", namespace: "app" }, data: { a: "1" } };
        await assert.rejects(patch.create(given), /does not exist: there is nothing to patch/);
        harness.api.put({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "conf", namespace: "app" } });
        await patch.create(given);
        assert.deepEqual(await patch.kinds({ ...given, data: { a: "2" } }), { "data.a": "update" });
        await patch.delete();
        assert.ok(harness.api.find("ConfigMap", "app/conf"), "the object stays");
        assert.deepEqual(harness.api.applied.at(-1)?.object["data"], undefined);
        const { failures } = await patch.check({ data: {} });
        assert.deepEqual(failures[0]?.property, "metadata.name");
    });
});

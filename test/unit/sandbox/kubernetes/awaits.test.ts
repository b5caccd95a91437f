import assert from "node:assert/strict";
import { checkFor } from "../../../../sandbox/kubernetes/awaits/checks";
import { reasonsFor } from "../../../../sandbox/kubernetes/awaits/reasons";
import { parseWaitFor } from "../../../../sandbox/kubernetes/awaits/wait-for";
import type { KubernetesObject } from "../../../../sandbox/kubernetes/objects";
import type { Properties } from "../../../../sandbox/provider/types";
import { FakeApi } from "./fake-api";

function object(apiVersion: string, kind: string, fields: Properties, generation?: number): KubernetesObject {
    return { apiVersion, kind, metadata: { name: "it", namespace: "app", uid: "uid", generation }, ...fields };
}

/** "ready", or what is being waited for. */
async function readiness(live: KubernetesObject, api = new FakeApi()): Promise<string> {
    const result = await checkFor(live.apiVersion, live.kind)?.(live, api);
    return result === undefined || result.ready ? "ready" : (result.failed ?? result.waitingFor);
}

describe("kubernetes stand-in: readiness", () => {
    const apps = (kind: string, spec: Properties, status: Properties) =>
        object("apps/v1", kind, { spec, status: { observedGeneration: 2, ...status } }, 2);

    it("of a Deployment: seen, updated, without old pods, available", async () => {
        const deployment = (status: Properties) => apps("Deployment", { replicas: 3 }, status);
        assert.equal(await readiness(deployment({ observedGeneration: 1 })), "the controller to see the change");
        assert.equal(await readiness(deployment({ updatedReplicas: 1 })), "1 of 3 pods updated");
        assert.equal(await readiness(deployment({ updatedReplicas: 3, replicas: 4 })), "1 old pods to go");
        const updated = { updatedReplicas: 3, replicas: 3 };
        assert.equal(await readiness(deployment({ ...updated, availableReplicas: 2 })), "2 of 3 pods available");
        assert.equal(await readiness(deployment({ ...updated, availableReplicas: 3 })), "ready");
        const stuck = { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message: "stuck" };
        assert.equal(await readiness(deployment({ conditions: [stuck] })), "stuck");
    });

    it("of StatefulSets and DaemonSets: updated, unless told not to, and ready", async () => {
        const stateful = (spec: Properties, status: Properties) =>
            apps("StatefulSet", { replicas: 2, ...spec }, status);
        assert.equal(await readiness(stateful({}, { updatedReplicas: 1, readyReplicas: 2 })), "1 of 2 pods updated");
        const held = { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } };
        assert.equal(await readiness(stateful(held, { updatedReplicas: 1, readyReplicas: 2 })), "ready");
        const onDelete = { updateStrategy: { type: "OnDelete" } };
        assert.equal(await readiness(stateful(onDelete, { readyReplicas: 2 })), "ready");
        const daemons = { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 };
        assert.equal(await readiness(apps("DaemonSet", {}, daemons)), "1 of 2 pods available");
    });

    it("of Jobs and Pods: done, or failed for good", async () => {
        const job = (condition: Properties) =>
            readiness(object("batch/v1", "Job", { spec: {}, status: { conditions: [condition] } }));
        assert.equal(await job({ type: "Complete", status: "True" }), "ready");
        const failure = { type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "too often" };
        assert.equal(await job(failure), "BackoffLimitExceeded: too often");
        assert.equal(await readiness(object("v1", "Pod", { status: { phase: "Pending" } })), "the pod is pending");
        assert.equal(await readiness(object("v1", "Pod", { status: { phase: "Succeeded" } })), "ready");
    });

    it("of a Service: an endpoint that is ready, where it selects any", async () => {
        const api = new FakeApi();
        const service = (spec: Properties) => readiness(object("v1", "Service", { spec }), api);
        assert.match(await service({ selector: { app: "web" } }), /^a pod that is ready behind its selector/);
        assert.equal(await service({ selector: { app: "web" }, clusterIP: "None" }), "ready");
        assert.equal(await service({ type: "ExternalName" }), "ready");
        assert.equal(await service({}), "ready");
        const endpoints = [{ conditions: { ready: true } }];
        api.put(object("discovery.k8s.io/v1", "EndpointSlice", { endpoints }));
        assert.equal(await service({ selector: { app: "web" } }), "ready");
        assert.equal(await service({ type: "LoadBalancer", selector: { app: "web" } }), "a load balancer");
    });

    it("of a claim: bound, unless it waits for its first consumer", async () => {
        const api = new FakeApi();
        const claim = object("v1", "PersistentVolumeClaim", { spec: { storageClassName: "gp3" }, status: {} });
        assert.equal(await readiness(claim, api), "a volume to bind to");
        const metadata = { name: "gp3" };
        const volumeBindingMode = "WaitForFirstConsumer";
        api.put({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata, volumeBindingMode });
        assert.equal(await readiness(claim, api), "ready");
    });

    it("of Ingresses, definitions and namespaces: what their controllers report", async () => {
        const ingress = (status: Properties) => readiness(object("networking.k8s.io/v1", "Ingress", { status }));
        assert.match(await ingress({}), /^a load balancer/);
        assert.equal(await ingress({ loadBalancer: { ingress: [{ hostname: "x" }] } }), "ready");
        const definition = (conditions: Properties[]) =>
            readiness(object("apiextensions.k8s.io/v1", "CustomResourceDefinition", { status: { conditions } }));
        assert.equal(await definition([{ type: "Established", status: "True" }]), "ready");
        assert.equal(await definition([{ type: "NamesAccepted", status: "False", message: "taken" }]), "taken");
        assert.match(await readiness(object("v1", "Namespace", { status: {} })), /active/);
        assert.equal(await readiness(object("v1", "ConfigMap", {})), "ready");
    });

    it("takes a definition for ready only when its kind can be asked for", async () => {
        const api = new FakeApi();
        api.unserved.add("Rollout");
        const definition = object("apiextensions.k8s.io/v1", "CustomResourceDefinition", {
            spec: { group: "argoproj.io", names: { kind: "Rollout" }, versions: [{ name: "v1alpha1", served: true }] },
            status: { conditions: [{ type: "Established", status: "True" }] },
        });
        assert.match(await readiness(definition, api), /to serve it/);
        api.unserved.delete("Rollout");
        assert.equal(await readiness(definition, api), "ready");
    });
});

describe("kubernetes stand-in: reasons", () => {
    it("are those of the pods behind an object, and the warnings about them", async () => {
        const api = new FakeApi();
        const waiting = { reason: "ImagePullBackOff", message: 'pulling "nope"' };
        const containerStatuses = [{ name: "web", state: { waiting } }];
        api.put(object("v1", "Pod", { status: { containerStatuses } }));
        api.put(object("v1", "Event", { reason: "Failed", message: "no such image" }));
        const selector = { matchLabels: { app: "web" } };
        const reasons = await reasonsFor(object("apps/v1", "Deployment", { spec: { selector } }), api);
        assert.equal(reasons[0], 'pod it: container web is waiting: ImagePullBackOff: pulling "nope"');
        assert.ok(reasons.includes("Pod it: Failed: no such image"));
    });
});

describe("kubernetes stand-in: pulumi.com/waitFor", () => {
    const live = object("x/v1", "Thing", {
        status: {
            phase: "Healthy",
            replicas: 3,
            conditions: [{ type: "Ready", status: "True" }],
            addresses: [{ type: "IP", value: "10.0.0.1" }],
        },
    });
    const met = (text: string) => parseWaitFor(text).map((expectation) => expectation.isMet(live));

    it("reads conditions and JSON paths, alone and in a list", () => {
        assert.deepEqual(met("condition=Ready"), [true]);
        assert.deepEqual(met("condition=Ready=False"), [false]);
        assert.deepEqual(met("jsonpath={.status.phase}=Healthy"), [true]);
        assert.deepEqual(met("jsonpath='{.status.replicas}'=3"), [true]);
        assert.deepEqual(met('jsonpath={.status.addresses[?(@.type=="IP")].value}=10.0.0.1'), [true]);
        assert.deepEqual(met("jsonpath={.status.missing}"), [false]);
        assert.deepEqual(met('["condition=Ready", "jsonpath={.status.phase}=Progressing"]'), [true, false]);
    });

    it("refuses anything else", () => {
        assert.throws(() => parseWaitFor("ready"), /must be condition=TYPE/);
        assert.throws(() => parseWaitFor("[condition=Ready]"), /is not a JSON list/);
        assert.throws(() => parseWaitFor("[]"), /must be a list of strings/);
    });
});

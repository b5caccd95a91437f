import { at, condition, groupOf, listAt, stringAt } from "../objects";
import { type Check, failed, READY, waiting } from "./readiness";
import { daemonSet, deployment, job, pod, replicaSet, statefulSet } from "./workloads";

const service: Check = async (object, api) => {
    const type = stringAt(object, "spec", "type") || "ClusterIP";
    if (type === "LoadBalancer" && listAt(object, "status", "loadBalancer", "ingress").length === 0) {
        return waiting("a load balancer");
    }
    const selects = Object.keys(at(object, "spec", "selector") ?? {}).length > 0;
    const headless = stringAt(object, "spec", "clusterIP") === "None";
    if (type === "ExternalName" || headless || !selects) {
        return READY;
    }
    const slices = await api.list("discovery.k8s.io/v1", "EndpointSlice", {
        namespace: object.metadata.namespace,
        labelSelector: `kubernetes.io/service-name=${object.metadata.name}`,
    });
    const endpoints = slices.flatMap((slice) => listAt(slice, "endpoints"));
    // A slice without the condition means ready.
    const ready = endpoints.filter((endpoint) => at(endpoint, "conditions", "ready") !== false);
    return ready.length > 0 ? READY : waiting(`a pod that is ready behind its selector (${endpoints.length} are not)`);
};

const ingress: Check = (object) =>
    listAt(object, "status", "loadBalancer", "ingress").length > 0
        ? READY
        : waiting("a load balancer: the controller of its class has not reported one");

const persistentVolumeClaim: Check = async (object, api) => {
    const phase = stringAt(object, "status", "phase");
    if (phase === "Bound") {
        return READY;
    }
    if (phase === "Lost") {
        return failed("its volume is lost");
    }
    const name = stringAt(object, "spec", "storageClassName");
    const storageClass =
        name === "" ? undefined : await api.get({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", name });
    // Binds when a pod uses it, which may well be created after it.
    return storageClass?.["volumeBindingMode"] === "WaitForFirstConsumer" ? READY : waiting("a volume to bind to");
};

const customResourceDefinition: Check = async (object, api) => {
    const names = condition(object, "NamesAccepted");
    if (names?.status === "False") {
        return failed(names.message ?? "its names are taken");
    }
    if (condition(object, "Established")?.status !== "True") {
        return waiting("the API server to serve it");
    }
    // A moment passes between the condition and the discovery that clients go by.
    const group = stringAt(object, "spec", "group");
    const kind = stringAt(object, "spec", "names", "kind");
    for (const version of listAt(object, "spec", "versions").filter((it) => at(it, "served") === true)) {
        if ((await api.isNamespaced(`${group}/${stringAt(version, "name")}`, kind)) === undefined) {
            return waiting("the API server to serve it");
        }
    }
    return READY;
};

const namespace: Check = (object) =>
    stringAt(object, "status", "phase") === "Active" ? READY : waiting("the namespace to become active");

const apiService: Check = (object) => {
    const available = condition(object, "Available");
    return available?.status === "True" ? READY : waiting(available?.message ?? "its server to be available");
};

const CHECKS: Readonly<Record<string, Check>> = {
    "apps/Deployment": deployment,
    "apps/StatefulSet": statefulSet,
    "apps/DaemonSet": daemonSet,
    "apps/ReplicaSet": replicaSet,
    "/ReplicationController": replicaSet,
    "/Pod": pod,
    "batch/Job": job,
    "/Service": service,
    "networking.k8s.io/Ingress": ingress,
    "/PersistentVolumeClaim": persistentVolumeClaim,
    "apiextensions.k8s.io/CustomResourceDefinition": customResourceDefinition,
    "apiregistration.k8s.io/APIService": apiService,
    "/Namespace": namespace,
};

/** How the readiness of a kind is told; `undefined` when the kind is ready as soon as it exists. */
export function checkFor(apiVersion: string, kind: string): Check | undefined {
    return CHECKS[`${groupOf(apiVersion)}/${kind}`];
}

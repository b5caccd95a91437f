import { createHash, randomBytes } from "node:crypto";
import { messageOf } from "../../provider/errors";
import type { ApiServer } from "../api/server";
import { annotation, type KubernetesObject, listAt, stringAt } from "../objects";
import { type Aws, deleteLoadBalancer, ensureLoadBalancer } from "./balancer";
import { type Model, modelOf } from "./model";

const FINALIZER = "ingress.k8s.aws/resources";
const CONTROLLER = "ingress.k8s.aws/alb";
const FIELD_MANAGER = "aws-load-balancer-controller";
const MERGE_PATCH = "application/merge-patch+json";

/** What failed is tried again after this long; what did not is looked at again after the second. */
const RETRY_MS = 5_000;
const RESYNC_MS = 60_000;

export type KubernetesApi = Pick<ApiServer, "list" | "request">;

interface Seen {
    fingerprint: string;
    /** When to look at it again although it has not changed. */
    again: number;
    /** Last complaint, so that it is made once. */
    problem?: string;
}

/** Gives each Ingress of a class of the AWS Load Balancer Controller a load balancer, as that controller does. */
export class LoadBalancerController {
    /** By uid of the Ingress. */
    private readonly seen = new Map<string, Seen>();

    constructor(
        private readonly api: KubernetesApi,
        private readonly aws: Aws,
        private readonly now: () => number = Date.now,
        private readonly log: (line: string) => void = (line) => process.stdout.write(line),
    ) {}

    /** Looks once at every Ingress. */
    async reconcileAll(): Promise<void> {
        const ingresses = await this.api.list("networking.k8s.io/v1", "Ingress");
        const classes = await this.classes();
        const uids = new Set(ingresses.map(({ metadata }) => metadata.uid));
        for (const uid of this.seen.keys()) {
            if (!uids.has(uid)) {
                this.seen.delete(uid);
            }
        }
        for (const ingress of ingresses) {
            const deleting = ingress.metadata.deletionTimestamp !== undefined;
            const finalizers = ingress.metadata.finalizers ?? [];
            // One that is being deleted is cleaned up although its class may have gone before it.
            if (deleting ? finalizers.includes(FINALIZER) : classes.has(classOf(ingress))) {
                await this.reconcile(ingress, deleting);
            }
        }
    }

    private async reconcile(ingress: KubernetesObject, deleting: boolean): Promise<void> {
        const uid = ingress.metadata.uid ?? "";
        const fingerprint = fingerprintOf(ingress);
        const seen = this.seen.get(uid);
        if (seen !== undefined && seen.fingerprint === fingerprint && this.now() < seen.again) {
            return;
        }
        try {
            await (deleting ? this.remove(ingress) : this.provide(ingress));
            this.seen.set(uid, { fingerprint, again: this.now() + RESYNC_MS });
            if (seen?.problem !== undefined && !deleting) {
                await this.report(ingress, "Normal", "SuccessfullyReconciled", "Successfully reconciled");
            }
        } catch (error) {
            const problem = messageOf(error);
            this.seen.set(uid, { fingerprint, again: this.now() + RETRY_MS, problem });
            if (problem !== seen?.problem) {
                await this.report(ingress, "Warning", "FailedDeployModel", `Failed deploy model due to ${problem}`);
            }
        }
    }

    private async provide(ingress: KubernetesObject): Promise<void> {
        const finalizers = ingress.metadata.finalizers ?? [];
        if (!finalizers.includes(FINALIZER)) {
            await this.patch(ingress, "", { metadata: { finalizers: [...finalizers, FINALIZER] } });
        }
        const hostname = await ensureLoadBalancer(modelOf(ingress), this.aws);
        if (stringAt(listAt(ingress, "status", "loadBalancer", "ingress")[0], "hostname") !== hostname) {
            await this.patch(ingress, "/status", { status: { loadBalancer: { ingress: [{ hostname }] } } });
        }
    }

    private async remove(ingress: KubernetesObject): Promise<void> {
        await deleteLoadBalancer(removable(ingress), this.aws);
        const finalizers = (ingress.metadata.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
        await this.patch(ingress, "", { metadata: { finalizers } });
    }

    private async classes(): Promise<Set<string>> {
        const classes = await this.api.list("networking.k8s.io/v1", "IngressClass");
        const ours = classes.filter((candidate) => stringAt(candidate, "spec", "controller") === CONTROLLER);
        return new Set(ours.map(({ metadata }) => metadata.name ?? ""));
    }

    private async patch(ingress: KubernetesObject, subresource: string, patch: object): Promise<void> {
        const { namespace, name } = ingress.metadata;
        const path = `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses/${name}${subresource}`;
        await this.api.request("PATCH", `${path}?fieldManager=${FIELD_MANAGER}`, JSON.stringify(patch), MERGE_PATCH);
    }

    /** An Event on the Ingress: where people, and the reasons of a failed wait, look. */
    private async report(ingress: KubernetesObject, type: string, reason: string, message: string): Promise<void> {
        this.log(`${ingress.metadata.namespace}/${ingress.metadata.name}: ${reason}: ${message}\n`);
        const { namespace, name, uid } = ingress.metadata;
        const time = new Date(this.now()).toISOString().replace(/\.\d+Z$/, "Z");
        const event = {
            apiVersion: "v1",
            kind: "Event",
            metadata: { name: `${name}.${randomBytes(8).toString("hex")}`, namespace },
            involvedObject: { apiVersion: ingress.apiVersion, kind: ingress.kind, namespace, name, uid },
            type,
            reason,
            message,
            count: 1,
            firstTimestamp: time,
            lastTimestamp: time,
            source: { component: "ingress" },
        };
        await this.api.request("POST", `/api/v1/namespaces/${namespace}/events`, JSON.stringify(event));
    }
}

function classOf(ingress: KubernetesObject): string {
    return stringAt(ingress, "spec", "ingressClassName") || (annotation(ingress, "kubernetes.io/ingress.class") ?? "");
}

/** Changes with what the load balancer follows from, and not with the status that it leads to. */
function fingerprintOf({ metadata }: KubernetesObject): string {
    const { generation, annotations, deletionTimestamp } = metadata;
    return createHash("sha256")
        .update(JSON.stringify([generation, annotations, deletionTimestamp]))
        .digest("hex");
}

/** What is to be deleted is known by its name; annotations that have been wrong from the start made nothing. */
function removable(ingress: KubernetesObject): Pick<Model, "name" | "stack"> {
    const prefix = "alb.ingress.kubernetes.io";
    const { namespace, name } = ingress.metadata;
    const given = annotation(ingress, `${prefix}/load-balancer-name`);
    const annotations: Record<string, string> = given === undefined ? {} : { [`${prefix}/load-balancer-name`]: given };
    const { name: balancer, stack } = modelOf({ ...ingress, metadata: { namespace, name, annotations } });
    return { name: balancer, stack };
}

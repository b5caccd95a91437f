import { diffProperties } from "../../provider/diff";
import {
    type Created,
    type CreateRequest,
    type DeleteRequest,
    type DiffRequest,
    type DiffResult,
    PartialFailure,
    type Properties,
    type ReadRequest,
    type ReadResult,
    UNKNOWN,
    type UpdateRequest,
} from "../../provider/types";
import type { Api } from "../api/server";
import { apply, type Apply, fieldManagerOf, isManagedBy } from "../apply";
import { awaitDeleted, awaitReady, NotReadyError, type Wait } from "../awaits/await";
import { describeRef, idOf, type KubernetesObject, refOf } from "../objects";
import { type Chart, chartNamed, crdsOf } from "./charts";
import { probeController } from "./controller";
import { isEmptyNamespace } from "./namespace";
import { fromSecret, storageRef, type StoredRelease, toSecret } from "./storage";

const UNKNOWN_CHART: Chart = {};

interface ReleaseInputs {
    name: string;
    namespace: string;
    chart: string;
    version: string;
    createNamespace?: boolean;
    skipCrds?: boolean;
    skipAwait?: boolean;
    description?: string;
}

type Operation = Pick<CreateRequest, "urn" | "progress" | "signal" | "timeout">;

/**
 * A Helm release: the CustomResourceDefinitions of its chart, the objects that others refer to, and the record that Helm keeps. Its workloads
 * are not run.
 *
 * Unlike Helm, deletion removes the CustomResourceDefinitions and a namespace that the release created and that is empty, so that nothing is
 * left of a sandbox that is destroyed.
 */
export class ReleaseResource {
    /** @param crds folder with the CustomResourceDefinitions of the charts, from the sandbox's build. */
    constructor(
        private readonly api: Api,
        private readonly crds: string,
    ) {}

    diff({ oldInputs, inputs, ignoreChanges }: DiffRequest): DiffResult {
        const replaceOn = (path: string) => path === "name" || path === "namespace";
        return {
            changes: diffProperties(oldInputs, inputs, { ignoreChanges, replaceOn }),
            // Two releases of one chart would own the same CustomResourceDefinitions.
            deleteBeforeReplace: true,
        };
    }

    async create(request: CreateRequest): Promise<Created> {
        if (request.preview) {
            return { id: "", state: { ...request.inputs, status: UNKNOWN, resourceNames: UNKNOWN } };
        }
        const inputs = request.inputs as unknown as ReleaseInputs;
        const ref = storageRef(inputs.namespace, inputs.name);
        const options = this.applyOptions(request.urn);
        const stored = await this.api.get(ref);
        if (stored !== undefined && !isManagedBy(stored, options.fieldManager)) {
            throw new Error(`cannot re-use a name that is still in use: ${inputs.namespace}/${inputs.name}`);
        }
        await this.ensureNamespace(inputs, request, options);
        return await this.install(request, inputs, stored);
    }

    async update(request: UpdateRequest): Promise<Created> {
        if (request.preview) {
            return { id: request.id, state: { ...request.oldState, ...request.inputs } };
        }
        const inputs = request.inputs as unknown as ReleaseInputs;
        return await this.install(request, inputs, await this.api.get(storageRef(inputs.namespace, inputs.name)));
    }

    async read({ id, oldInputs, oldState }: ReadRequest): Promise<ReadResult | undefined> {
        const stored = await this.api.get(storageRefOf(id));
        if (stored === undefined) {
            return undefined;
        }
        if (Object.keys(oldInputs).length === 0) {
            throw new Error(`${id}: importing a Helm release is not modelled by the sandbox`);
        }
        return { id, inputs: oldInputs, state: { ...oldState, status: statusOf(fromSecret(stored)) } };
    }

    async delete(request: DeleteRequest): Promise<void> {
        const inputs = request.oldInputs as unknown as ReleaseInputs;
        const { fieldManager } = this.applyOptions(request.urn);
        const [definitions, others] = partition(this.objectsOf(inputs).reverse(), isDefinition);
        for (const object of others) {
            await this.removeOwn(object, fieldManager, request);
        }
        await Promise.all(definitions.map((definition) => this.removeOwn(definition, fieldManager, request)));
        const stored = await this.api.get(storageRefOf(request.id));
        if (stored !== undefined) {
            await this.remove(stored, request);
        }
        const namespace = await this.api.get({ apiVersion: "v1", kind: "Namespace", name: inputs.namespace });
        if (
            namespace !== undefined &&
            isManagedBy(namespace, fieldManager) &&
            (await isEmptyNamespace(inputs.namespace, this.api))
        ) {
            await this.remove(namespace, request);
        }
    }

    private async install(
        request: CreateRequest,
        inputs: ReleaseInputs,
        previous: KubernetesObject | undefined,
    ): Promise<Created> {
        const options = this.applyOptions(request.urn);
        const chart = chartNamed(inputs.chart) ?? UNKNOWN_CHART;
        const release = newRelease(inputs, previous === undefined ? undefined : fromSecret(previous));
        const objects = this.objectsOf(inputs);
        const created: Created = {
            id: idOf(inputs),
            state: { ...request.inputs, status: statusOf(release), resourceNames: namesOf(objects) },
        };
        await apply(toSecret(release), options);
        try {
            const [definitions, others] = partition(objects, isDefinition);
            // Definitions take a second each to be established, and do not need each other.
            await Promise.all(definitions.map((definition) => this.installObject(definition, request, options)));
            for (const object of others) {
                await this.installObject(object, request, options);
            }
            if (chart.probe !== undefined && inputs.skipAwait !== true) {
                await probeController(chart.probe, inputs, options.fieldManager, this.waitFor(request));
            }
        } catch (error) {
            const reasons = error instanceof NotReadyError ? error.reasons : [(error as Error).message];
            throw new PartialFailure(created, request.inputs, reasons);
        }
        return created;
    }

    private async installObject(object: KubernetesObject, operation: Operation, options: Apply): Promise<void> {
        const ref = refOf(object);
        operation.progress(`installing ${describeRef(ref)}`);
        await apply(object, options);
        await awaitReady(object, ref, this.waitFor(operation));
    }

    private async ensureNamespace(inputs: ReleaseInputs, operation: Operation, options: Apply): Promise<void> {
        const ref = { apiVersion: "v1", kind: "Namespace", name: inputs.namespace };
        if ((await this.api.get(ref)) !== undefined) {
            return;
        }
        if (inputs.createNamespace !== true) {
            throw new Error(`namespace "${inputs.namespace}" not found: create it before, or set createNamespace`);
        }
        // Without a field of its own the object would not say who made it.
        const annotations = { "meta.helm.sh/release-name": inputs.name };
        const namespace = { apiVersion: ref.apiVersion, kind: ref.kind, metadata: { name: ref.name, annotations } };
        await apply(namespace, options);
        await awaitReady(namespace, ref, this.waitFor(operation));
    }

    private objectsOf(inputs: ReleaseInputs): KubernetesObject[] {
        const chart = chartNamed(inputs.chart) ?? UNKNOWN_CHART;
        return [...(inputs.skipCrds === true ? [] : crdsOf(chart, this.crds)), ...(chart.objects ?? [])];
    }

    private async removeOwn(object: KubernetesObject, fieldManager: string, operation: Operation): Promise<void> {
        const live = await this.api.get(refOf(object));
        if (live !== undefined && isManagedBy(live, fieldManager)) {
            await this.remove(live, operation);
        }
    }

    private async remove(live: KubernetesObject, operation: Operation): Promise<void> {
        const ref = refOf(live);
        if (await this.api.delete(ref, "Foreground")) {
            await awaitDeleted(ref, live.metadata.uid, live, this.waitFor(operation));
        }
    }

    private applyOptions(urn: string): Apply {
        return { api: this.api, fieldManager: fieldManagerOf(urn), force: false };
    }

    private waitFor({ progress, signal, timeout }: Operation): Wait {
        return { api: this.api, progress, signal, timeout };
    }
}

function isDefinition({ kind }: KubernetesObject): boolean {
    return kind === "CustomResourceDefinition";
}

function partition<T>(items: T[], belongs: (item: T) => boolean): [T[], T[]] {
    return [items.filter(belongs), items.filter((item) => !belongs(item))];
}

function storageRefOf(id: string) {
    const [namespace = "", name = ""] = id.split("/");
    return storageRef(namespace, name);
}

function newRelease(inputs: ReleaseInputs, previous: StoredRelease | undefined): StoredRelease {
    const now = new Date().toISOString();
    const { name, namespace, chart, version } = inputs;
    return {
        name,
        namespace,
        version: (previous?.version ?? 0) + 1,
        info: {
            status: "deployed",
            first_deployed: previous?.info.first_deployed ?? now,
            last_deployed: now,
            description: inputs.description ?? "Recorded by the sandbox",
        },
        chart: { metadata: { name: chart.replace(/^.*\//, ""), version, apiVersion: "v2", appVersion: version } },
    };
}

function statusOf({ name, namespace, version: revision, info, chart }: StoredRelease): Properties {
    const { name: chartName, version, appVersion } = chart.metadata;
    return { name, namespace, revision, status: info.status, chart: chartName, version, appVersion };
}

/** By kind, as the official provider lists what a release holds. */
function namesOf(objects: KubernetesObject[]): Record<string, string[]> {
    const names: Record<string, string[]> = {};
    for (const { apiVersion, kind, metadata } of objects) {
        (names[`${kind}.${apiVersion}`] ??= []).push(metadata.name ?? "");
    }
    return names;
}

import { diffProperties, replaces } from "../provider/diff";
import { hasUnknowns } from "../provider/marshal";
import {
    type Created,
    type CreateRequest,
    type DeleteRequest,
    type DiffRequest,
    type DiffResult,
    PartialFailure,
    type Progress,
    type PropertyChange,
    type Properties,
    type ReadRequest,
    type ReadResult,
    UNKNOWN,
    type UpdateRequest,
} from "../provider/types";
import { ApiError } from "./api/errors";
import type { Api } from "./api/server";
import { apply, type Apply, dryRun, fieldManagerOf, isManagedBy } from "./apply";
import { awaitDeleted, awaitReady, NotReadyError, type Wait } from "./awaits/await";
import { isSameQuantity } from "./compare";
import type { ProviderConfig } from "./config";
import { liveInputs } from "./drift";
import {
    annotation,
    ANNOTATIONS,
    describeRef,
    idOf,
    type KubernetesObject,
    type ObjectRef,
    refOf,
    without,
} from "./objects";
import { replaceRule } from "./replace";
import type { KindToken } from "./tokens";

const MANAGER_KEY = "__fieldManager";
const API_VERSION_KEY = "__initialApiVersion";

/** One Kubernetes object, or a patch of one, through its life. */
export class ObjectResource {
    constructor(
        private readonly api: Api,
        private readonly config: ProviderConfig,
        private readonly token: KindToken,
    ) {}

    async diff(request: DiffRequest): Promise<DiffResult> {
        const { oldInputs, inputs, ignoreChanges } = request;
        const rules = { ...this.token, ...this.config };
        // A patch owns nothing that could be made anew; only another object to patch is another patch.
        const replaceOn = this.token.isPatch ? replaceRule({ ...rules, apiVersion: "", kind: "" }) : replaceRule(rules);
        const changes = diffProperties(oldInputs, inputs, { ignoreChanges, equal: isSameQuantity, replaceOn });
        if (Object.keys(changes).length > 0 && !replaces(changes) && !this.token.isPatch) {
            await this.markImmutable(changes, request);
        }
        return { changes, deleteBeforeReplace: hasSameName(oldInputs, inputs) };
    }

    /** Asks the API server whether an update of the live object is possible at all. */
    private async markImmutable(changes: Record<string, PropertyChange>, request: DiffRequest): Promise<void> {
        const object = request.inputs as KubernetesObject;
        if (hasUnknowns(object)) {
            return;
        }
        const options = this.applyOptions(request.urn, request.oldState);
        try {
            await this.api.apply(object, { ...options, force: true, dryRun: true });
        } catch (error) {
            if (!(error instanceof ApiError)) {
                throw error;
            }
            if (!error.isImmutable) {
                // Any other objection is shown by the update, or its preview, that follows.
                return;
            }
            const fields = error.causes.map(({ field = "" }) => field).filter((field) => field !== "");
            const named = Object.keys(changes).filter((path) => fields.some((field) => path.startsWith(field)));
            for (const path of named.length > 0 ? named : Object.keys(changes)) {
                const change = changes[path] as PropertyChange;
                changes[path] = { ...change, kind: `${change.kind}-replace` as PropertyChange["kind"] };
            }
        }
    }

    async create(request: CreateRequest): Promise<Created> {
        const object = request.inputs as KubernetesObject;
        const options = this.applyOptions(request.urn);
        if (request.preview) {
            await this.previewCreate(object, options, request.progress);
            return { id: "", state: { ...object, status: UNKNOWN } };
        }
        await this.refuseForeign(object, options);
        const applied = await apply(object, options);
        return await this.settle(request, applied, options);
    }

    async update(request: UpdateRequest): Promise<Created> {
        const object = request.inputs as KubernetesObject;
        const options = this.applyOptions(request.urn, request.oldState);
        if (request.preview) {
            await dryRun(object, options, request.progress);
            return { id: request.id, state: { ...request.oldState, ...object } };
        }
        const applied = await apply(object, options);
        return await this.settle(request, applied, options);
    }

    async read(request: ReadRequest): Promise<ReadResult | undefined> {
        const ref = this.refFor(request.id);
        const live = await this.api.get(ref);
        if (live === undefined) {
            return undefined;
        }
        const imported = Object.keys(request.oldInputs).length === 0;
        const inputs = imported ? importedInputs(live) : liveInputs(request.oldInputs, live);
        const { fieldManager } = this.applyOptions(request.urn, request.oldState);
        return { id: request.id, inputs, state: stateOf(live, fieldManager), secrets: secretsOf(live) };
    }

    async delete(request: DeleteRequest): Promise<void> {
        const ref = this.refFor(request.id);
        const { fieldManager } = this.applyOptions(request.urn, request.oldState);
        const live = await this.api.get(ref);
        if (live === undefined) {
            return;
        }
        if (this.token.isPatch) {
            await this.relinquish(ref, fieldManager);
            return;
        }
        const inputs = asObject(request.oldInputs, live);
        const propagation = annotation(inputs, ANNOTATIONS.deletionPropagation) ?? "foreground";
        const existed = await this.api.delete(ref, propagation.charAt(0).toUpperCase() + propagation.slice(1));
        if (existed && annotation(inputs, ANNOTATIONS.skipAwait) !== "true") {
            await awaitDeleted(ref, live.metadata.uid, inputs, this.waitFor(request));
        }
    }

    /** An empty apply gives up every field: what no one else owns goes away. */
    private async relinquish(ref: ObjectRef, fieldManager: string): Promise<void> {
        const { apiVersion, kind, name, namespace } = ref;
        await this.api.apply({ apiVersion, kind, metadata: { name, namespace } }, { fieldManager, force: true });
    }

    /**
     * An object of this name that is there now may be the one that the update replaces first: the dry run uses another name then, so that it
     * is not taken for a change of that object.
     */
    private async previewCreate(object: KubernetesObject, options: Apply, progress: Progress): Promise<void> {
        const taken =
            !this.token.isPatch && !hasUnknowns(object.metadata) && (await this.api.get(refOf(object))) !== undefined;
        const name = taken ? `${object.metadata.name}-preview` : object.metadata.name;
        await dryRun({ ...object, metadata: { ...object.metadata, name } }, { ...options, force: true }, progress);
    }

    /** An object that someone else made is not silently taken over. */
    private async refuseForeign(object: KubernetesObject, options: Apply): Promise<void> {
        const ref = refOf(object);
        const live = await this.api.get(ref);
        if (this.token.isPatch) {
            if (live === undefined) {
                throw new Error(`${describeRef(ref)} does not exist: there is nothing to patch`);
            }
            return;
        }
        if (live !== undefined && !this.config.upsertExistingObjects && !isManagedBy(live, options.fieldManager)) {
            throw new Error(
                `${describeRef(ref)} exists already and is not managed by this resource: import it, give another name, or use ${ref.kind}Patch`,
            );
        }
    }

    /** Waits for what was applied and records it, ready or not. */
    private async settle(request: CreateRequest, applied: KubernetesObject, options: Apply): Promise<Created> {
        const ref = refOf(applied);
        const record = (live: KubernetesObject): Created => ({
            id: idOf(ref),
            state: stateOf(live, options.fieldManager),
            secrets: secretsOf(live),
        });
        if (this.token.isPatch) {
            return record(applied);
        }
        try {
            return record(await awaitReady(request.inputs as KubernetesObject, ref, this.waitFor(request)));
        } catch (error) {
            if (error instanceof NotReadyError) {
                throw new PartialFailure(record(error.live), request.inputs, error.reasons);
            }
            throw error;
        }
    }

    private applyOptions(urn: string, state: Properties = {}): Apply {
        const recorded = state[MANAGER_KEY];
        const fieldManager = typeof recorded === "string" ? recorded : fieldManagerOf(urn);
        return { api: this.api, fieldManager, force: this.config.enablePatchForce };
    }

    private waitFor({ progress, signal, timeout }: Pick<CreateRequest, "progress" | "signal" | "timeout">): Wait {
        return { api: this.api, progress, signal, timeout };
    }

    private refFor(id: string): ObjectRef {
        const [first, second] = id.split("/");
        const { apiVersion, kind } = this.token;
        return second === undefined
            ? { apiVersion, kind, name: first as string }
            : { apiVersion, kind, namespace: first, name: second };
    }
}

/** A fixed name: the old object has to go before the new one can come. */
function hasSameName(before: Properties, after: Properties): boolean {
    const metadata = (object: Properties) => (object["metadata"] ?? {}) as Record<string, unknown>;
    const [old, next] = [metadata(before), metadata(after)];
    return (
        annotation(after, ANNOTATIONS.autonamed) !== "true" &&
        old["name"] === next["name"] &&
        old["namespace"] === next["namespace"]
    );
}

/** The live object without what changes all the time and says nothing about it. */
function stateOf(live: KubernetesObject, fieldManager: string): Properties {
    const metadata = without(live.metadata, "managedFields", "resourceVersion");
    return { ...live, metadata, [MANAGER_KEY]: fieldManager, [API_VERSION_KEY]: live.apiVersion };
}

/** Inputs for an object that Pulumi did not make: all of it that a program can say. */
function importedInputs(live: KubernetesObject): Properties {
    const { name, namespace, labels, annotations } = live.metadata;
    return { ...without(live, "status"), metadata: { name, namespace, labels, annotations } };
}

function secretsOf(live: KubernetesObject): string[] {
    return live.kind === "Secret" && live.apiVersion === "v1" ? ["data", "stringData"] : [];
}

function asObject(inputs: Properties, live: KubernetesObject): KubernetesObject {
    return {
        ...inputs,
        apiVersion: live.apiVersion,
        kind: live.kind,
        metadata: inputs["metadata"] ?? live.metadata,
    } as KubernetesObject;
}

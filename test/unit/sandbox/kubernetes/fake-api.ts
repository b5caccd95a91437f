import type { Api, ApplyOptions, ListOptions } from "../../../../sandbox/kubernetes/api/server";
import { ApiError, UnknownKindError } from "../../../../sandbox/kubernetes/api/errors";
import { idOf, type KubernetesObject, type ObjectRef } from "../../../../sandbox/kubernetes/objects";

type Answer = (object: KubernetesObject, options: ApplyOptions) => void;

/** An API server in memory: it keeps what was applied, whole, and refuses what a test tells it to. */
export class FakeApi implements Api {
    readonly objects = new Map<string, KubernetesObject>();
    readonly applied: { object: KubernetesObject; options: ApplyOptions }[] = [];
    /** Kinds without a namespace, and those that are not served. */
    readonly clusterScoped = new Set(["Namespace", "CustomResourceDefinition", "IngressClass", "IngressClassParams"]);
    readonly unserved = new Set<string>();
    /** Called before an apply takes effect; throws to refuse it. */
    beforeApply: Answer = () => undefined;
    /** What controllers would make of an object; called on every look. */
    controllers: (object: KubernetesObject) => void = () => undefined;
    private uids = 0;

    put(object: KubernetesObject): void {
        object.metadata.uid ??= `uid-${++this.uids}`;
        this.objects.set(keyOf(object.kind, object.metadata), object);
    }

    find(kind: string, id: string): KubernetesObject | undefined {
        return this.objects.get(`${kind} ${id}`);
    }

    isNamespaced(_apiVersion: string, kind: string): Promise<boolean | undefined> {
        return Promise.resolve(this.unserved.has(kind) ? undefined : !this.clusterScoped.has(kind));
    }

    get(ref: ObjectRef): Promise<KubernetesObject | undefined> {
        const found = this.objects.get(keyOf(ref.kind, ref));
        if (found !== undefined) {
            this.controllers(found);
        }
        return Promise.resolve(found === undefined ? undefined : structuredClone(found));
    }

    list(_apiVersion: string, kind: string, options: ListOptions = {}): Promise<KubernetesObject[]> {
        const found = [...this.objects.values()].filter((object) => {
            const inNamespace = options.namespace === undefined || object.metadata.namespace === options.namespace;
            return object.kind === kind && inNamespace;
        });
        return Promise.resolve(found);
    }

    apply(object: KubernetesObject, options: ApplyOptions): Promise<KubernetesObject> {
        return Promise.resolve().then(() => this.applyNow(object, options));
    }

    private applyNow(object: KubernetesObject, options: ApplyOptions): KubernetesObject {
        if (this.unserved.has(object.kind)) {
            throw new UnknownKindError(object.apiVersion, object.kind);
        }
        this.beforeApply(object, options);
        this.applied.push({ object, options });
        const key = keyOf(object.kind, object.metadata);
        const before = this.objects.get(key);
        const managedFields = [
            ...(before?.metadata.managedFields ?? []).filter(({ manager }) => manager !== options.fieldManager),
            { manager: options.fieldManager, operation: "Apply" },
        ];
        const merged = structuredClone({ ...before, ...object });
        merged.metadata = { ...before?.metadata, ...object.metadata, managedFields };
        merged.metadata.uid ??= `uid-${++this.uids}`;
        if (!options.dryRun) {
            this.objects.set(key, merged);
        }
        return structuredClone(merged);
    }

    delete(ref: ObjectRef): Promise<boolean> {
        return Promise.resolve(this.objects.delete(keyOf(ref.kind, ref)));
    }
}

export function conflict(...managers: string[]): ApiError {
    const causes = managers.map((manager) => ({
        reason: "FieldManagerConflict",
        message: `conflict with "${manager}" using apps/v1`,
        field: ".spec.replicas",
    }));
    return new ApiError(409, "Conflict", "Apply failed with a conflict", causes);
}

function keyOf(kind: string, { namespace, name = "" }: { namespace?: string; name?: string }): string {
    return `${kind} ${idOf({ namespace, name })}`;
}

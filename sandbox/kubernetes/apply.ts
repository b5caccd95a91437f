import { createHash } from "node:crypto";
import { hasUnknowns } from "../provider/marshal";
import type { Progress } from "../provider/types";
import { ApiError, UnknownKindError } from "./api/errors";
import type { Api } from "./api/server";
import { annotation, ANNOTATIONS, describeRef, type KubernetesObject, refOf, withoutNulls } from "./objects";

/** People's tools: what they changed by hand is drift, to be mended; what a controller owns is not. */
const HAND_TOOLS = /^(kubectl($|[^a-z])|before-first-apply$)/;

/**
 * The name under which the fields of a resource are owned. It follows from the URN, so that a run that was killed between creating an object
 * and recording it recognises its own.
 */
export function fieldManagerOf(urn: string): string {
    return `pulumi-kubernetes-${createHash("sha256").update(urn).digest("hex").slice(0, 8)}`;
}

export interface Apply {
    api: Api;
    fieldManager: string;
    /** From the provider's `enablePatchForce`. */
    force: boolean;
}

/**
 * Server-side apply. Fields that a controller owns are left to it unless the annotation `pulumi.com/patchForce` says otherwise; what was
 * changed by hand is taken back.
 */
export async function apply(object: KubernetesObject, { api, fieldManager, force }: Apply, dryRun = false) {
    const forced = force || annotation(object, ANNOTATIONS.patchForce) === "true";
    const wanted = withoutNulls(object);
    try {
        return await api.apply(wanted, { fieldManager, force: forced, dryRun });
    } catch (error) {
        if (!(error instanceof ApiError) || !error.isConflict) {
            throw explain(error, object);
        }
        const owners = ownersIn(error);
        if (owners.length > 0 && owners.every((owner) => HAND_TOOLS.test(owner))) {
            return await api.apply(wanted, { fieldManager, force: true, dryRun });
        }
        const who = owners.length === 0 ? "someone else" : owners.map((owner) => `"${owner}"`).join(" and ");
        throw new Error(
            `${describeRef(refOf(object))}: ${who} owns fields that this resource sets. Leave them out, or take them over with ` +
                `the annotation ${ANNOTATIONS.patchForce}: "true".`,
            { cause: error },
        );
    }
}

/**
 * What the API server would make of an object. `undefined` when it cannot say yet: values are unknown, or the namespace or the kind is to be
 * created by the same update.
 */
export async function dryRun(
    object: KubernetesObject,
    options: Apply,
    progress: Progress,
): Promise<KubernetesObject | undefined> {
    if (hasUnknowns(object)) {
        progress("not checked by the API server: some values are not known yet");
        return undefined;
    }
    try {
        return await apply(object, options, true);
    } catch (error) {
        const cause = error instanceof Error ? error.cause : undefined;
        if (cause instanceof ApiError && cause.isNamespaceMissing) {
            progress(`not checked by the API server: namespace ${object.metadata.namespace ?? ""} does not exist yet`);
            return undefined;
        }
        if (error instanceof UnknownKindError) {
            progress(`not checked by the API server: it does not serve ${error.kind} of ${error.apiVersion} yet`);
            return undefined;
        }
        throw error;
    }
}

/** True when the live object has been applied under this name before. */
export function isManagedBy(live: KubernetesObject, fieldManager: string): boolean {
    return (live.metadata.managedFields ?? []).some(
        ({ manager, operation }) => manager === fieldManager && operation === "Apply",
    );
}

function explain(error: unknown, object: KubernetesObject): unknown {
    return error instanceof ApiError
        ? new Error(`the API server refuses ${describeRef(refOf(object))}`, { cause: error })
        : error;
}

/** `conflict with "kubectl-edit" using apps/v1: .spec.replicas` */
function ownersIn({ causes }: ApiError): string[] {
    const owners = causes.map(({ message = "" }) => /conflict with "([^"]+)"/.exec(message)?.[1]);
    return [...new Set(owners.filter((owner) => owner !== undefined))];
}

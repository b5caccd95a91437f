import { messageOf } from "../../provider/errors";
import { awaitDeleted, type Wait } from "../awaits/await";
import type { KubernetesObject, ObjectRef } from "../objects";
import type { Probe } from "./charts";

const PATIENCE_MS = 90_000;
const INTERVAL_MS = 300;

/** Proves that the controller of a release is at work: gives it an object to deal with, and takes the object away again. */
export async function probeController(
    probe: Probe,
    release: { name: string; namespace: string },
    fieldManager: string,
    wait: Wait,
): Promise<void> {
    const { apiVersion, kind, spec } = probe;
    const ref: ObjectRef = { apiVersion, kind, namespace: release.namespace, name: `${release.name}-probe` };
    const object: KubernetesObject = { apiVersion, kind, metadata: { name: ref.name, namespace: ref.namespace }, spec };
    const applied = await wait.api.apply(object, { fieldManager, force: true });
    try {
        await awaitSeen(probe, ref, wait);
    } finally {
        await wait.api.delete(ref, "Background");
        await awaitDeleted(ref, applied.metadata.uid, object, wait);
    }
}

async function awaitSeen(probe: Probe, ref: ObjectRef, { api, progress, signal }: Wait): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
        const live = await api.get(ref);
        if (live !== undefined && probe.isSeen(live)) {
            return;
        }
        if (signal.aborted || Date.now() >= deadline) {
            const why = signal.aborted ? messageOf(signal.reason) : `after ${PATIENCE_MS / 1000} seconds`;
            throw new Error(`the sandbox's controller of ${probe.kind} objects does not answer (${why}): see its log`);
        }
        progress(`waiting for the controller of ${probe.kind} objects`);
        await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
    }
}

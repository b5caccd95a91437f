import type { Progress } from "../../provider/types";
import type { Api } from "../api/server";
import { annotation, ANNOTATIONS, describeRef, type KubernetesObject, type ObjectRef } from "../objects";
import { checkFor } from "./checks";
import type { Check } from "./readiness";
import { reasonsFor } from "./reasons";
import { parseWaitFor } from "./wait-for";

export interface Wait {
    api: Api;
    progress: Progress;
    signal: AbortSignal;
    /** Seconds, from `customTimeouts`; 0 when not set. */
    timeout: number;
    /** Milliseconds between two looks. Default: 300. */
    interval?: number;
}

const INTERVAL_MS = 300;

/** Seconds after which the official provider gives up on each kind. */
const DEFAULT_TIMEOUT_SECONDS = 600;
const TIMEOUT_SECONDS: Readonly<Record<string, number>> = { Pod: 300, PersistentVolumeClaim: 300, ServiceAccount: 300 };

/** The object is there, but not ready; what is wrong is in `reasons`. */
export class NotReadyError extends Error {
    constructor(
        readonly live: KubernetesObject,
        readonly reasons: string[],
    ) {
        super(reasons.join("; "));
    }
}

/**
 * Waits until an object is ready as its kind or the annotation `pulumi.com/waitFor` defines it, and returns it as it is then.
 *
 * @throws NotReadyError when it is not in time, or cannot become so.
 */
export async function awaitReady(inputs: KubernetesObject, ref: ObjectRef, wait: Wait): Promise<KubernetesObject> {
    const check = chooseCheck(inputs);
    const seconds = timeoutSeconds(inputs, wait);
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
        const live = await wait.api.get(ref);
        if (live === undefined) {
            throw new Error(`${describeRef(ref)} was deleted by someone else while it was becoming ready`);
        }
        const readiness = check === undefined ? { ready: true as const } : await check(live, wait.api);
        if (readiness.ready) {
            wait.progress("");
            return live;
        }
        wait.progress(`waiting for ${readiness.waitingFor}`);
        const reason = wait.signal.aborted
            ? `cancelled while waiting for ${readiness.waitingFor}`
            : (readiness.failed ??
              (Date.now() >= deadline
                  ? `not ready after ${seconds} seconds: waiting for ${readiness.waitingFor}`
                  : undefined));
        if (reason !== undefined) {
            const details = await reasonsFor(live, wait.api);
            throw new NotReadyError(live, [`${describeRef(ref)}: ${reason}`, ...details]);
        }
        await pause(wait);
    }
}

/** Waits until an object and everything that belongs to it is gone. */
export async function awaitDeleted(ref: ObjectRef, uid: string | undefined, inputs: KubernetesObject, wait: Wait) {
    const seconds = timeoutSeconds(inputs, wait);
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
        const live = await wait.api.get(ref);
        // Another object of the same name is not the one that is being deleted.
        if (live === undefined || live.metadata.uid !== uid) {
            wait.progress("");
            return;
        }
        const held = (live.metadata.finalizers ?? []).join(", ");
        wait.progress(held === "" ? "waiting for the deletion" : `waiting for finalizers: ${held}`);
        const cancelled = wait.signal.aborted;
        if (cancelled || Date.now() >= deadline) {
            const when = cancelled ? "when cancelled" : `after ${seconds} seconds`;
            const details = [held === "" ? "" : `held by finalizers ${held}`, ...(await reasonsFor(live, wait.api))];
            throw new Error([`${describeRef(ref)} is not deleted ${when}`, ...details].filter(Boolean).join("; "));
        }
        await pause(wait);
    }
}

function chooseCheck(inputs: KubernetesObject): Check | undefined {
    if (annotation(inputs, ANNOTATIONS.skipAwait) === "true") {
        return undefined;
    }
    const waitFor = annotation(inputs, ANNOTATIONS.waitFor);
    if (waitFor === undefined) {
        return checkFor(inputs.apiVersion, inputs.kind);
    }
    const expectations = parseWaitFor(waitFor);
    return (object) => {
        const unmet = expectations.filter((expectation) => !expectation.isMet(object));
        return unmet.length === 0
            ? { ready: true }
            : { ready: false, waitingFor: unmet.map(({ text }) => text).join(", ") };
    };
}

function timeoutSeconds(inputs: KubernetesObject, { timeout }: Wait): number {
    if (timeout > 0) {
        return timeout;
    }
    const annotated = Number(annotation(inputs, ANNOTATIONS.timeoutSeconds));
    return annotated > 0 ? annotated : (TIMEOUT_SECONDS[inputs.kind] ?? DEFAULT_TIMEOUT_SECONDS);
}

async function pause({ interval = INTERVAL_MS, signal }: Wait): Promise<void> {
    await new Promise<void>((resolve) => {
        const timer = setTimeout(done, interval);
        function done() {
            clearTimeout(timer);
            signal.removeEventListener("abort", done);
            resolve();
        }
        signal.addEventListener("abort", done, { once: true });
    });
}

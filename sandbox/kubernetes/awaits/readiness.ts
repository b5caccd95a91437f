import type { Api } from "../api/server";
import type { KubernetesObject } from "../objects";

/** Whether an object is ready, and what is still missing. */
export type Readiness =
    | { ready: true }
    | {
          ready: false;
          /** In a few words, for the display: `2 of 3 pods ready`. */
          waitingFor: string;
          /** Set when waiting longer is of no use. */
          failed?: string;
      };

export const READY: Readiness = { ready: true };

/** Tells whether a live object is ready. */
export type Check = (object: KubernetesObject, api: Api) => Readiness | Promise<Readiness>;

export function waiting(waitingFor: string): Readiness {
    return { ready: false, waitingFor };
}

export function failed(reason: string): Readiness {
    return { ready: false, waitingFor: reason, failed: reason };
}

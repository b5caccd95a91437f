import type { Wait } from "../awaits/await";
import { stringAt } from "../objects";

/** A controller renews its Lease every few seconds; one that has not for this long is not running. */
const LEASE_LIFETIME_MS = 60_000;
const PATIENCE_MS = 60_000;
const INTERVAL_MS = 500;

/** Waits until the controller that the sandbox runs for a chart shows that it is alive, by its leader-election Lease. */
export async function awaitController(lease: string, { api, progress, signal }: Wait): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
        const leases = await api.list("coordination.k8s.io/v1", "Lease", { fieldSelector: `metadata.name=${lease}` });
        const renewed = leases.map((found) => Date.parse(stringAt(found, "spec", "renewTime")));
        if (renewed.some((time) => Date.now() - time < LEASE_LIFETIME_MS)) {
            progress("");
            return;
        }
        if (signal.aborted || Date.now() >= deadline) {
            throw new Error(
                `the sandbox's controller does not renew its Lease ${lease}: see its log, and start the sandbox again`,
            );
        }
        progress(`waiting for the controller that holds Lease ${lease}`);
        await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
    }
}

import { endEpoch } from "../services/epoch";
import { supervisorOf } from "../services/instance";
import { acquireLock } from "../services/lock";
import { targetPaths, type Target } from "./rehearsal";

/**
 * `make down`: stops the services that were started for the stack, and nothing else, and ends its rehearsal: account,
 * cluster and recorded state go together.
 */
export async function down(target: Target): Promise<void> {
    const paths = targetPaths(target);
    const release = acquireLock(paths.lock, `stack ${paths.instance}`, `make down STACK=${paths.instance}`);
    try {
        const stopped = await supervisorOf(paths).stop();
        endEpoch(paths);
        const names = stopped.map(({ name, pid }) => `${name} (${pid})`);
        console.log(names.length === 0 ? `Stack ${paths.instance} was not running.` : `Stopped ${names.join(", ")}.`);
    } finally {
        release();
    }
}

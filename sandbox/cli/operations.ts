import { describeUrn } from "./deployment";
import type { Events } from "./events";
import { printChanges, printOutputs } from "./output";
import { policyPack, withRehearsal, type Rehearsal, type Target } from "./rehearsal";

/** How an operation ended. */
export interface Outcome {
    /** 0 when it succeeded and every policy could judge. */
    exitCode: number;
    events: Events;
}

/** `make up`: builds or changes the environment, policies on, and prints the outputs. */
export function up(target: Target): Promise<Outcome> {
    return withRehearsal(target, "up", async (rehearsal) => {
        await reconcilePending(rehearsal);
        const outcome = await operate(rehearsal, "up", ["--yes", "--skip-preview", ...policyOptions(rehearsal)]);
        if (outcome.exitCode === 0) {
            printOutputs(await rehearsal.pulumi.outputs());
        }
        return outcome;
    });
}

/** `make preview`: says what `up` would change; fails when a policy is violated or could not judge. */
export function preview(target: Target): Promise<Outcome> {
    return withRehearsal(target, "preview", async (rehearsal) => {
        const outcome = await operate(rehearsal, "preview", ["--diff", ...policyOptions(rehearsal)]);
        printChanges(outcome.events);
        return outcome;
    });
}

/** `make refresh`: reads the account and the cluster and records what has drifted. */
export function refresh(target: Target): Promise<Outcome> {
    return withRehearsal(target, "refresh", async (rehearsal) => {
        const { exitCode, events } = await rehearsal.pulumi.operate("refresh", [
            "--yes",
            "--skip-preview",
            "--clear-pending-creates",
        ]);
        printChanges(events);
        return { exitCode, events };
    });
}

/** A pack that ended early, or a rule that could not judge, is a failure although Pulumi calls it a success. */
async function operate(rehearsal: Rehearsal, operation: string, options: string[]): Promise<Outcome> {
    const { exitCode, events } = await rehearsal.pulumi.operate(operation, options);
    if (exitCode !== 0 || policyPack(rehearsal.program) === undefined) {
        return { exitCode, events };
    }
    const gaps = events.policyGaps();
    for (const gap of gaps) {
        console.error(`error: the policies' verdict cannot be relied on: ${gap}`);
    }
    return { exitCode: gaps.length === 0 ? 0 : 1, events };
}

function policyOptions(rehearsal: Rehearsal): string[] {
    const pack = policyPack(rehearsal.program);
    return pack === undefined ? [] : ["--policy-pack", pack];
}

/**
 * An `up` that was killed leaves operations of which nobody knows how they ended. What was being changed or deleted is
 * read again from the account; what was being created is created again, since nothing of it was recorded.
 */
async function reconcilePending(rehearsal: Rehearsal): Promise<void> {
    const { pending } = await rehearsal.pulumi.deployment();
    if (pending.length === 0) {
        return;
    }
    console.log("The last operation was interrupted while it was at work on:");
    pending.forEach(({ urn, operation }) => console.log(`  ${describeUrn(urn)} (${operation})`));
    console.log("The recorded state is refreshed first.");
    const { exitCode } = await rehearsal.pulumi.operate("refresh", [
        "--yes",
        "--skip-preview",
        "--clear-pending-creates",
    ]);
    if (exitCode !== 0) {
        throw new Error("the state that the interrupted operation left could not be refreshed");
    }
}

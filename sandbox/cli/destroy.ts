import { describeUrn, type Deployment } from "./deployment";
import type { Outcome } from "./operations";
import { printChanges } from "./output";
import { findLeftovers } from "./leftovers";
import { withRehearsal, type Target } from "./rehearsal";

/** The stack holds resources that `protect` keeps from being deleted. */
export class ProtectedStackError extends Error {
    constructor(
        stack: string,
        readonly urns: string[],
    ) {
        super(
            `stack ${stack} is protected; nothing was deleted. These resources are marked "protect":\n` +
                urns.map((urn) => `  ${describeUrn(urn)}`).join("\n") +
                `\nTo destroy it, set openhands:durability to "destroyable" in Pulumi.${stack}.yaml and deploy that first.`,
        );
    }
}

/**
 * `make destroy`: deletes everything that the stack holds, then asks the emulator and the API server what is left.
 *
 * @throws ProtectedStackError before anything is deleted, when a resource is protected
 */
export function destroy(target: Target): Promise<Outcome> {
    return withRehearsal(target, "destroy", async ({ pulumi, instance, installation, paths, settings }) => {
        const before = await pulumi.deployment();
        assertUnprotected(before, paths.stack);
        const { exitCode, events } = await pulumi.operate("destroy", ["--yes", "--skip-preview"]);
        printChanges(events);
        if (exitCode !== 0) {
            return { exitCode, events };
        }
        const leftovers = await findLeftovers({ instance, installation, region: settings.region });
        leftovers.forEach((leftover) => console.error(`error: ${leftover} is left behind`));
        if (leftovers.length === 0) {
            console.log("The emulator and the API server hold nothing of the stack any more.");
        }
        return { exitCode: leftovers.length === 0 ? 0 : 1, events };
    });
}

/** Pulumi would delete what is not protected before it stops at what is: half an environment is worse than either. */
function assertUnprotected(deployment: Deployment, stack: string): void {
    const urns = deployment.resources.filter(({ protect }) => protect === true).map(({ urn }) => urn);
    if (urns.length > 0) {
        throw new ProtectedStackError(stack, urns);
    }
}

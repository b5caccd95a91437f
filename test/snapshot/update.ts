import { shippedEnvironment } from "../support/environment";
import { SHIPPED } from "../support/stack-files";
import { record } from "./files";
import { snapshotOf } from "./snapshot";

/** Records what every environment deploys now; `git diff` then shows the effect of a change on each of them. */
async function update(): Promise<void> {
    for (const stack of SHIPPED) {
        const { resources } = await shippedEnvironment(stack);
        record(stack, snapshotOf(resources));
        process.stdout.write(`${stack}: ${resources.length} resources recorded\n`);
    }
}

update().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});

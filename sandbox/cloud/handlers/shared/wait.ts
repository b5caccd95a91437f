import { setTimeout as sleep } from "node:timers/promises";
import type { HandlerContext } from "../../handler";

/** Between two looks at the emulator, which changes state at once or at the next look. */
const pollMilliseconds = 100;
/** The emulator settles in a few looks; what has not settled by then never will. */
const defaultPatienceSeconds = 60;

/** Looks until there is an answer, as the official provider waits; the message says what for, on the resource's line. */
export async function until<Answer>(
    what: string,
    look: () => Promise<Answer | undefined>,
    context: HandlerContext,
    patienceSeconds = defaultPatienceSeconds,
): Promise<Answer> {
    const deadline = Date.now() + patienceSeconds * 1000;
    for (;;) {
        const answer = await look();
        if (answer !== undefined) {
            return answer;
        }
        if (Date.now() > deadline) {
            throw new Error(`gave up after ${patienceSeconds} s of waiting for ${what}`);
        }
        context.progress(`waiting for ${what}`);
        await sleep(pollMilliseconds, undefined, { signal: context.signal });
    }
}

/** Looks until the resource is gone. */
export async function untilGone(what: string, look: () => Promise<unknown>, context: HandlerContext): Promise<void> {
    await until(`${what} to be gone`, async () => ((await look()) === undefined ? true : undefined), context);
}

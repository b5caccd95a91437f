import type { Problem } from "../problems";
import type { StackSettings } from "../schema";

/** What a rule may know beyond the stack file itself. */
export interface RuleContext {
    /** Name of the stack: `dev`. */
    readonly stack: string;
    /** What the stack file of another environment says under `openhands:`, unchecked; `undefined` if there is none. */
    readonly sibling: (stack: string) => Record<string, unknown> | undefined;
}

/**
 * A relation between several keys. It yields what is wrong; it need not care for keys that are wrong by themselves,
 * because touching one ends it (see `soundView`).
 */
export type Rule = (settings: StackSettings, context: RuleContext) => Iterable<Problem>;

import type { Problem } from "../problems";
import { ENVIRONMENTS, type StackSettings } from "../schema";

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

/**
 * The environment that a stack has to be: a stack named after one is that one, every other is an ephemeral one. Rules ask
 * for this instead of for `openhands:environment`, so that a mistake there hides no other.
 */
export function environmentOf({ stack }: RuleContext): (typeof ENVIRONMENTS)[number] {
    return ENVIRONMENTS.find((environment) => environment === stack) ?? "test";
}

import { deepEqual, match } from "node:assert/strict";

import { edited, problemsOf } from "../../support/stack-files";

/** One mistake in an otherwise good stack file, and what has to be said about it. */
export interface BadInput {
    /** Stack whose shipped file is changed. @default "dev" */
    stack?: "dev" | "staging" | "prod";
    /** New values by path; `undefined` removes the key. */
    changes: Record<string, unknown>;
    key: string;
    wrong: RegExp;
    mend: RegExp;
}

/** One test for each mistake: it is named, and nothing else is. */
export function itNamesEach(mistakes: Record<string, BadInput>): void {
    for (const [what, { stack = "dev", changes, key, wrong, mend }] of Object.entries(mistakes)) {
        it(`names ${what}`, () => {
            const problems = problemsOf(stack, edited(stack, changes));
            deepEqual(
                problems.map((problem) => problem.key),
                [key],
            );
            const [problem] = problems;
            match(problem?.wrong ?? "", wrong);
            match(problem?.mend ?? "", mend);
        });
    }
}

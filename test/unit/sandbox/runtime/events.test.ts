import { deepEqual, equal, match } from "node:assert/strict";
import { Events } from "../../../../sandbox/cli/events";

const summary = (passed: string[]) => ({ policyAnalyzeStackSummaryEvent: { policyPackName: "pack", passed } });
const remark = (policyName: string, message: string) => ({
    policyEvent: { policyName, message, enforcementLevel: "advisory" },
});

describe("the verdict of the policies", () => {
    it("can be relied on when the pack came to its end and confirmed that every rule ran", () => {
        const events = Events.of(
            summary(["all-rules-ran"]),
            remark("all-rules-ran", "all 31 rules ran on 9 resources"),
        );
        deepEqual(events.policyGaps(), []);
    });

    it("cannot when a rule did not run because a value is unknown, although that is a mere advisory", () => {
        const events = Events.of(remark("rule", "can't run policy 'rule' during preview: unknown"), summary(["rule"]));
        match(events.policyGaps().join(), /can't run policy 'rule'/);
    });

    it("cannot when the pack ended before the rules about the stack", () => {
        match(Events.of().policyGaps().join(), /did not reach the rules about the stack/);
    });

    it("cannot when the closing rule passed without its confirmation", () => {
        const events = Events.of(summary(["all-rules-ran"]));
        match(events.policyGaps().join(), /did not confirm that every rule ran/);
    });
});

describe("the counts of changes", () => {
    it("leave out what stays and what is only read", () => {
        const events = Events.of({
            summaryEvent: { resourceChanges: { same: 200, read: 3, create: 2, update: 1 }, result: "succeeded" },
        });
        equal(events.changeCount, 3);
        equal(Events.of({ summaryEvent: { resourceChanges: { same: 1 }, result: "succeeded" } }).changeCount, 0);
    });
});

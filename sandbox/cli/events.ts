import { existsSync, readFileSync } from "node:fs";

interface PolicyNames {
    policyPackName: string;
    passed?: string[];
    failed?: string[];
}

interface PolicyEvent {
    policyName: string;
    message: string;
    enforcementLevel: string;
    resourceUrn?: string;
}

interface EngineEvent {
    diagnosticEvent?: { message: string; severity: string };
    policyEvent?: PolicyEvent;
    policyAnalyzeStackSummaryEvent?: PolicyNames;
    summaryEvent?: { resourceChanges?: Record<string, number>; result: string };
}

/** Policy that closes the pack by saying how many rules ran. */
const CLOSING_POLICY = "all-rules-ran";
const CLOSING_LINE = /all \d+ rules ran/;

/** What the server writes, as a mere advisory, in place of a verdict that it could not reach. */
const NOT_RUN = /can't run policy/i;

/** What the engine reported during one operation. */
export class Events {
    private constructor(private readonly events: readonly EngineEvent[]) {}

    static read(file: string): Events {
        const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
        return new Events(lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as EngineEvent));
    }

    static of(...events: EngineEvent[]): Events {
        return new Events(events);
    }

    /** Number of resources by kind of change, as in `{ create: 3, same: 10 }`. */
    get changes(): Record<string, number> {
        return this.last((event) => event.summaryEvent)?.resourceChanges ?? {};
    }

    /** Number of resources that were, or would be, changed. */
    get changeCount(): number {
        return Object.entries(this.changes)
            .filter(([kind]) => kind !== "same" && kind !== "read")
            .reduce((sum, [, count]) => sum + count, 0);
    }

    /** Everything the engine, the program and the providers said, in the order in which they said it. */
    get diagnostics(): string[] {
        return this.events.flatMap(({ diagnosticEvent }) => diagnosticEvent?.message ?? []);
    }

    get violations(): PolicyEvent[] {
        return this.events.flatMap(({ policyEvent }) =>
            policyEvent === undefined || policyEvent.policyName === CLOSING_POLICY ? [] : [policyEvent],
        );
    }

    /**
     * Why the policies' verdict cannot be relied on; empty when it can. A pack that stops early, or a rule that could not
     * judge, reports no violation, and Pulumi calls that a success.
     */
    policyGaps(): string[] {
        const gaps = this.events.flatMap(({ policyEvent, diagnosticEvent }) =>
            [policyEvent?.message, diagnosticEvent?.message].filter(
                (message): message is string => message !== undefined && NOT_RUN.test(message),
            ),
        );
        const summary = this.last((event) => event.policyAnalyzeStackSummaryEvent);
        if (summary === undefined) {
            return [...gaps, "the policy pack did not reach the rules about the stack as a whole"];
        }
        const closed = this.events.some(
            ({ policyEvent }) => policyEvent?.policyName === CLOSING_POLICY && CLOSING_LINE.test(policyEvent.message),
        );
        if (!closed) {
            return [...gaps, `the policy ${CLOSING_POLICY} did not confirm that every rule ran`];
        }
        return gaps;
    }

    private last<T>(select: (event: EngineEvent) => T | undefined): T | undefined {
        return this.events.map(select).findLast((value) => value !== undefined);
    }
}

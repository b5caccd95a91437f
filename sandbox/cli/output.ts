import Table from "cli-table3";
import type { Events } from "./events";

/** Prints the stack's outputs as a table; Pulumi has masked the secret ones. */
export function printOutputs(outputs: Record<string, unknown>): void {
    const table = new Table({ head: ["output", "value"], style: { head: [], border: [] }, wordWrap: true });
    for (const name of Object.keys(outputs).sort()) {
        table.push([name, show(outputs[name])]);
    }
    console.log(table.toString());
}

/** Prints one line of counts that a script, or a person in a hurry, can read: `0 changes (120 unchanged)`. */
export function printChanges(events: Events): void {
    const { same = 0, ...changes } = events.changes;
    const kinds = Object.entries(changes)
        .filter(([kind]) => kind !== "read")
        .map(([kind, count]) => `${count} ${kind}`);
    const total = events.changeCount;
    console.log(`${total} ${total === 1 ? "change" : "changes"} (${[...kinds, `${same} unchanged`].join(", ")})`);
}

export function table(head: string[], rows: (string | number)[][]): string {
    const result = new Table({ head, style: { head: [], border: [] } });
    result.push(...rows);
    return result.toString();
}

function show(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value, undefined, 1).replaceAll(/\s*\n\s*/g, " ");
}

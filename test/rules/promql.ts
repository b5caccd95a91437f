import { parser } from "@prometheus-io/lezer-promql";

/** Grafana's variables, as any value that is valid in their place. */
const GRAFANA_VARIABLES: [RegExp, string][] = [
    [/\$__rate_interval/g, "5m"],
    [/\$__range/g, "1h"],
    [/\$namespace/g, "openhands"],
];

/** A dashboard's query as Prometheus gets it. @throws Error when a variable is left that nothing here stands for. */
export function withoutVariables(query: string): string {
    const plain = GRAFANA_VARIABLES.reduce((text, [variable, value]) => text.replace(variable, value), query);
    if (plain.includes("$")) {
        throw new Error(`${query} uses a variable that the dashboard does not define`);
    }
    return plain;
}

/** What a query reads. */
export interface QueryParts {
    /** Names of the metrics. */
    metrics: string[];
    /** Whether the grammar refuses any of it. */
    valid: boolean;
}

/** Parses a query with the grammar of Prometheus' own editor. */
export function parse(query: string): QueryParts {
    const metrics: string[] = [];
    let valid = true;
    parser.parse(query).iterate({
        enter: (node) => {
            if (node.type.isError) {
                valid = false;
            }
            if (node.name === "VectorSelector") {
                const identifier = node.node.getChild("Identifier");
                if (identifier) {
                    metrics.push(query.slice(identifier.from, identifier.to));
                }
            }
        },
    });
    return { metrics, valid };
}

/** How loud an alert is: `critical` wakes someone up, `warning` is read during the day. */
export type Severity = "critical" | "warning";

/** One alert with everything that the person who receives it needs. */
export interface AlertDefinition {
    /** PromQL; the alert is active for every series that it returns. Comments belong above, not inside. */
    expr: string;
    /** How long the expression must hold before anyone hears of it. */
    for: string;
    severity: Severity;
    /** Who acts on it. */
    team: string;
    /** What it is about. Left out where the expression returns a `service` label of its own. */
    service?: string;
    /** One line; may use the labels of the series. */
    summary: string;
    /** What is the case, with the measured value. */
    description: string;
    /** Page in `docs/runbooks/`, without `.md`. */
    runbook: string;
}

/** An {@link AlertDefinition} with its name. */
export interface Alert extends AlertDefinition {
    name: string;
}

/** Shape of an alerting rule in a Prometheus rule file. */
export interface AlertingRule {
    alert: string;
    expr: string;
    for: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
}

/** Shape of a Prometheus rule file, which is also the `spec` of a PrometheusRule. */
export interface RuleFile {
    groups: { name: string; rules: AlertingRule[] }[];
}

/** Names a definition, so that a file of alerts reads as a list of names with their stories. */
export function alert(name: string, definition: AlertDefinition): Alert {
    return { name, ...definition };
}

/** The rule that Prometheus loads. `runbookBaseUrl` is where `docs/runbooks/` is published, without a slash at its end. */
export function renderAlert(definition: Alert, runbookBaseUrl: string): AlertingRule {
    return {
        alert: definition.name,
        expr: singleLine(definition.expr),
        for: definition.for,
        labels: {
            severity: definition.severity,
            team: definition.team,
            ...(definition.service === undefined ? {} : { service: definition.service }),
        },
        annotations: {
            summary: definition.summary,
            description: definition.description,
            runbook_url: `${runbookBaseUrl}/${definition.runbook}.md`,
        },
    };
}

/** Expressions are laid out for readers here; Prometheus and its notifications show them better on one line. */
function singleLine(expr: string): string {
    return expr.trim().replace(/\s+/g, " ");
}

import { deepEqual, equal, ok } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { ruleFile } from "../../components/alerting/rules";
import { dashboards } from "../../components/monitoring/dashboards";
import { METRICS } from "../../components/monitoring/metrics";
import { inTemporaryDirectory } from "../support/temporary-directory";
import { runTool } from "../support/tools";
import { parse, withoutVariables } from "./promql";
import { RUNBOOKS } from "./promtool";

interface Panel {
    title: string;
    type: string;
    description?: string;
    targets?: { expr: string; legendFormat: string }[];
    fieldConfig?: { defaults: { unit?: string } };
}

/** The panels of a dashboard as Grafana will read them: from its JSON. */
function panelsOf(dashboard: keyof typeof dashboards): Panel[] {
    const { panels } = JSON.parse(JSON.stringify(dashboards[dashboard]())) as {
        panels: (Panel & { panels?: Panel[] })[];
    };
    return panels.flatMap((panel) => (panel.type === "row" ? (panel.panels ?? []) : [panel]));
}

const names = Object.keys(dashboards) as (keyof typeof dashboards)[];
const dashboardQueries = names.flatMap((name) =>
    panelsOf(name).flatMap(({ title, targets = [] }) =>
        targets.map(({ expr }) => ({ where: `${name}, "${title}"`, query: withoutVariables(expr) })),
    ),
);
const alertQueries = ruleFile(RUNBOOKS).groups.flatMap(({ rules }) =>
    rules.map(({ alert, expr }) => ({ where: alert, query: expr })),
);

describe("queries", () => {
    it("of every dashboard are accepted by Prometheus", () => {
        const rules = dashboardQueries.map(({ query }, index) => ({ record: `panel:query:${index}`, expr: query }));
        ok(rules.length > 15, `only ${rules.length} queries were found`);
        const { exitCode, output } = inTemporaryDirectory((directory) => {
            const file = join(directory, "panels.yaml");
            writeFileSync(file, stringify({ groups: [{ name: "panels", rules }] }));
            return runTool("promtool", ["check", "rules", file]);
        });
        equal(exitCode, 0, output);
    });

    it("use metrics that something exports, and the catalogue lists none that no query uses", () => {
        const exported: string[] = Object.values(METRICS).flat();
        const queries = [...dashboardQueries, ...alertQueries];
        const unknown = queries.flatMap(({ where, query }) =>
            parse(query)
                .metrics.filter((metric) => !exported.includes(metric))
                .map((metric) => `${where}: ${metric}`),
        );
        deepEqual(unknown, []);
        const used = new Set(queries.flatMap(({ query }) => parse(query).metrics));
        deepEqual(
            exported.filter((metric) => !used.has(metric)),
            [],
        );
    });

    it("are read by the grammar too, so that no metric is overlooked", () => {
        for (const { where, query } of [...dashboardQueries, ...alertQueries]) {
            const { valid, metrics } = parse(query);
            ok(valid, `${where}: ${query}`);
            ok(metrics.length > 0, `${where}: no metric found in ${query}`);
        }
        equal(parse("sum(rate(x[5m])").valid, false);
    });
});

describe("the overview dashboard", () => {
    const panels = panelsOf("openhands-overview");

    it("shows rate, errors, percentiles, WebSockets, replicas, restarts and saturation", () => {
        const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join("\n");
        for (const part of [
            /sum by \(service\) \(rate\(http_requests_total/,
            /status=~"5\.\."/,
            /histogram_quantile\(0\.95/,
            /websocket_connections_active/,
            /kube_horizontalpodautoscaler_status_desired_replicas/,
            /kube_pod_container_status_restarts_total/,
            /container_memory_working_set_bytes/,
            /container_cpu_usage_seconds_total/,
        ]) {
            ok(part.test(queries), String(part));
        }
    });

    it("says on each panel what is shown, in which unit and how to read it", () => {
        ok(panels.length >= 14);
        for (const { title, description, fieldConfig, targets = [] } of panels) {
            ok(title && description && fieldConfig?.defaults.unit, `${title} lacks title, description or unit`);
            ok(
                targets.every(({ legendFormat }) => legendFormat !== ""),
                `${title} lacks a legend`,
            );
        }
        equal(new Set(panels.map(({ title }) => title)).size, panels.length);
    });

    it("is the same every time, so that a preview shows no change", () => {
        deepEqual(
            JSON.stringify(dashboards["openhands-overview"]()),
            JSON.stringify(dashboards["openhands-overview"]()),
        );
    });
});

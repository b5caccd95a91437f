import {
    type Dashboard,
    DashboardBuilder,
    DatasourceVariableBuilder,
    QueryVariableBuilder,
    RowBuilder,
    VariableRefresh,
} from "@grafana/grafana-foundation-sdk/dashboard";

import { curve, DATASOURCE, figure, type PanelDefinition } from "./panels";

const SCOPE = 'namespace="$namespace"';
const REQUESTS = `sum by (service) (rate(http_requests_total{${SCOPE}}[$__rate_interval]))`;
const FAILURES = `sum by (service) (rate(http_requests_total{${SCOPE},status=~"5.."}[$__rate_interval]))`;

const percentile = (share: number, by: string) =>
    `histogram_quantile(${share}, sum by (${by}le) (rate(http_request_duration_seconds_bucket{${SCOPE}}[$__rate_interval])))`;

/** The present state in one line: is it well, and for how many? */
const NOW: PanelDefinition[] = [
    {
        title: "Requests",
        description: "Requests a second, all services.",
        unit: "reqps",
        queries: [{ legend: "requests", expr: `sum(rate(http_requests_total{${SCOPE}}[$__rate_interval]))` }],
    },
    {
        title: "Failed",
        description: "Share of requests answered with 5xx. HighErrorRate fires above 5 %.",
        unit: "percent",
        queries: [
            {
                legend: "failed",
                // Without the vector there would be no data, not 0, while nothing fails.
                expr: `(sum(rate(http_requests_total{${SCOPE},status=~"5.."}[$__rate_interval])) or vector(0)) / sum(rate(http_requests_total{${SCOPE}}[$__rate_interval])) * 100`,
            },
        ],
        limit: 5,
    },
    {
        title: "95 % answered within",
        description: "The objective is 0.5 s; HighResponseTime fires above 2 s.",
        unit: "s",
        queries: [{ legend: "p95", expr: percentile(0.95, "") }],
        limit: 0.5,
    },
    {
        title: "Open WebSockets",
        description: "Users at work: each has a connection open while a conversation is.",
        unit: "short",
        queries: [{ legend: "connections", expr: `sum(websocket_connections_active{${SCOPE}})` }],
    },
    {
        title: "Ready pods",
        description: "Pods that take traffic.",
        unit: "short",
        queries: [{ legend: "ready", expr: `sum(kube_pod_status_ready{${SCOPE},condition="true"})` }],
    },
    {
        title: "Restarts in an hour",
        description: "PodRestartingTooOften fires above 3 for one container.",
        unit: "short",
        queries: [
            {
                legend: "restarts",
                expr: `sum(round(increase(kube_pod_container_status_restarts_total{${SCOPE}}[1h])))`,
            },
        ],
        limit: 4,
    },
];

/** Rate, errors, duration: what users feel. */
const USERS: PanelDefinition[] = [
    {
        title: "Requests by service",
        description: "Two services during a release: the split follows the weights.",
        unit: "reqps",
        queries: [{ legend: "{{service}}", expr: REQUESTS }],
    },
    {
        title: "Failed requests by service",
        description: "Share of requests answered with 5xx.",
        unit: "percent",
        queries: [{ legend: "{{service}}", expr: `${FAILURES} / ${REQUESTS} * 100` }],
        limit: 5,
    },
    {
        title: "Response time",
        description: "Half, 95 % and 99 % of the requests are answered within this time.",
        unit: "s",
        queries: [
            { legend: "p50 {{service}}", expr: percentile(0.5, "service, ") },
            { legend: "p95 {{service}}", expr: percentile(0.95, "service, ") },
            { legend: "p99 {{service}}", expr: percentile(0.99, "service, ") },
        ],
        limit: 2,
    },
    {
        title: "WebSockets by pod",
        description: "Drops to zero when a pod ends; they should come back elsewhere within seconds.",
        unit: "short",
        queries: [{ legend: "{{pod}}", expr: `sum by (pod) (websocket_connections_active{${SCOPE}})` }],
    },
];

/** How close the pods are to what they may use. */
const SATURATION: PanelDefinition[] = [
    {
        title: "CPU use of the request",
        description: "The autoscaler aims at 70 % of the request.",
        unit: "percent",
        queries: [
            {
                legend: "{{pod}}",
                expr: `sum by (pod) (rate(container_cpu_usage_seconds_total{${SCOPE},container="openhands"}[$__rate_interval])) / sum by (pod) (kube_pod_container_resource_requests{${SCOPE},container="openhands",resource="cpu"}) * 100`,
            },
        ],
        limit: 100,
    },
    {
        title: "Memory use of the limit",
        description: "At 100 % the container is killed.",
        unit: "percent",
        queries: [
            {
                legend: "{{pod}}",
                expr: `sum by (pod) (container_memory_working_set_bytes{${SCOPE},container="openhands"}) / sum by (pod) (kube_pod_container_resource_limits{${SCOPE},container="openhands",resource="memory"}) * 100`,
            },
        ],
        limit: 90,
    },
    {
        title: "Replicas",
        description: "Wanted at the maximum for long: raise the maximum, or find out what the pods wait for.",
        unit: "short",
        queries: [
            { legend: "now", expr: `kube_horizontalpodautoscaler_status_current_replicas{${SCOPE}}` },
            { legend: "wanted", expr: `kube_horizontalpodautoscaler_status_desired_replicas{${SCOPE}}` },
            { legend: "maximum", expr: `kube_horizontalpodautoscaler_spec_max_replicas{${SCOPE}}` },
        ],
    },
    {
        title: "Restarts by pod",
        description: "Restarts within the last hour.",
        unit: "short",
        queries: [
            {
                legend: "{{pod}}",
                expr: `sum by (pod) (round(increase(kube_pod_container_status_restarts_total{${SCOPE}}[1h])))`,
            },
        ],
        limit: 4,
    },
];

/** The application at a glance: what users feel first, then how close it is to its limits. */
export function overviewDashboard(): Dashboard {
    const builder = new DashboardBuilder("OpenHands")
        .uid("openhands-overview")
        .description("Rate, errors, duration and saturation of the application")
        .tags(["openhands"])
        .timezone("utc")
        .refresh("30s")
        .time({ from: "now-6h", to: "now" })
        .readonly()
        .withVariable(new DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"))
        .withVariable(
            new QueryVariableBuilder("namespace")
                .label("Namespace")
                .datasource(DATASOURCE)
                .query("label_values(http_requests_total, namespace)")
                .refresh(VariableRefresh.OnDashboardLoad),
        );
    builder.withRow(new RowBuilder("Now"));
    NOW.forEach((panel) => builder.withPanel(figure(panel)));
    builder.withRow(new RowBuilder("Users"));
    USERS.forEach((panel) => builder.withPanel(curve(panel)));
    builder.withRow(new RowBuilder("Saturation"));
    SATURATION.forEach((panel) => builder.withPanel(curve(panel)));
    return builder.build();
}

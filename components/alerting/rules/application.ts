import { type Alert, alert } from "./alert";

/**
 * Requests a second, over five minutes, below which a ratio or a percentile says nothing: 0.1 is 30 requests in the
 * window, so that one failing or slow request in a quiet night stays below every threshold here.
 */
const ENOUGH_TRAFFIC = "sum by (namespace, service) (rate(http_requests_total[5m])) > 0.1";

/** What users feel. `service` is the Kubernetes Service that was scraped, so that two versions are judged apart. */
export const applicationAlerts: Alert[] = [
    alert("HighErrorRate", {
        // Aggregated before dividing: divided series by series, a 5xx series meets only itself and reads 100 %.
        expr: `
            sum by (namespace, service) (rate(http_requests_total{status=~"5.."}[5m]))
              / sum by (namespace, service) (rate(http_requests_total[5m])) * 100 > 5
            and ${ENOUGH_TRAFFIC}`,
        for: "2m",
        severity: "critical",
        team: "openhands",
        summary: "{{ $labels.service }}: more than 5 % of requests fail",
        description:
            '{{ $value | printf "%.1f" }} % of the requests to {{ $labels.service }} in {{ $labels.namespace }} ' +
            "were answered with 5xx over the last 5 minutes (threshold 5 %).",
        runbook: "high-error-rate",
    }),
    alert("HighResponseTime", {
        // Summed over the pods by `le`: a quantile of each pod's own histogram is not the quantile of the service.
        expr: `
            histogram_quantile(
              0.95,
              sum by (namespace, service, le) (rate(http_request_duration_seconds_bucket[5m]))
            ) > 2
            and ${ENOUGH_TRAFFIC}`,
        for: "3m",
        severity: "warning",
        team: "openhands",
        summary: "{{ $labels.service }}: 95th percentile of the response time is above 2 s",
        description:
            "95 % of the requests to {{ $labels.service }} in {{ $labels.namespace }} were answered within " +
            '{{ $value | printf "%.2f" }} s over the last 5 minutes (threshold 2 s, objective 0.5 s).',
        runbook: "high-response-time",
    }),
];

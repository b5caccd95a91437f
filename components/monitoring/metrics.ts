/**
 * Metrics that dashboards and alerts may use, by who exports them. A query on a metric that nothing exports is an alert
 * that never fires; a test compares every query with this list.
 */
export const METRICS = {
    /** The application, on its metrics port. */
    application: ["http_requests_total", "http_request_duration_seconds_bucket", "websocket_connections_active"],
    "kube-state-metrics": [
        "kube_horizontalpodautoscaler_spec_max_replicas",
        "kube_horizontalpodautoscaler_status_current_replicas",
        "kube_horizontalpodautoscaler_status_desired_replicas",
        "kube_pod_container_resource_limits",
        "kube_pod_container_resource_requests",
        "kube_pod_container_status_restarts_total",
        "kube_pod_status_ready",
    ],
    kubelet: ["container_cpu_usage_seconds_total", "container_memory_working_set_bytes"],
    "node-exporter": [
        "node_cpu_seconds_total",
        "node_filesystem_avail_bytes",
        "node_filesystem_readonly",
        "node_filesystem_size_bytes",
        "node_memory_MemAvailable_bytes",
        "node_memory_MemTotal_bytes",
    ],
} as const;

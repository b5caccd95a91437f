import { type Alert, alert } from "./alert";

/** Health of the pods, whoever they belong to. */
export const workloadAlerts: Alert[] = [
    alert("PodRestartingTooOften", {
        // `increase` extrapolates to the edges of the window: exactly three restarts read 3.03, which round puts right.
        expr: `
            max by (namespace, pod, container) (
              round(increase(kube_pod_container_status_restarts_total[1h]))
            ) > 3`,
        // Survives one bad scrape after kube-state-metrics itself was restarted.
        for: "5m",
        severity: "warning",
        team: "platform",
        service: "kubernetes",
        summary: "{{ $labels.namespace }}/{{ $labels.pod }}: restarting too often",
        description:
            "Container {{ $labels.container }} of pod {{ $labels.pod }} in namespace {{ $labels.namespace }} has restarted " +
            "{{ $value }} times in the last hour (threshold 3).",
        runbook: "pod-restarting-too-often",
    }),
];

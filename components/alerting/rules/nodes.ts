import { type Alert, alert } from "./alert";

/** File systems that hold no data, or that are read-only and therefore always full. */
const DATA_FILE_SYSTEMS =
    'fstype!~"tmpfs|ramfs|overlay|squashfs|erofs|iso9660",mountpoint!~"/(run|var/lib/kubelet/pods)(/.*)?"';

/**
 * Health of the machines. Aggregated by `instance`, so that a restart of the exporter, which changes its `pod` label,
 * does not start the waiting time over.
 */
export const nodeAlerts: Alert[] = [
    alert("HighCPUUsage", {
        // rate, not irate: two samples must not decide what five minutes looked like.
        expr: `100 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100 > 80`,
        for: "5m",
        severity: "warning",
        team: "platform",
        service: "nodes",
        summary: "{{ $labels.instance }}: CPU use is above 80 %",
        description:
            'CPU use of {{ $labels.instance }} is {{ $value | printf "%.0f" }} % and has been above 80 % for more than 5 minutes.',
        runbook: "high-cpu-usage",
    }),
    alert("HighMemoryUsage", {
        expr: `
            max by (instance) (
              (node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes) / node_memory_MemTotal_bytes * 100
            ) > 90`,
        for: "2m",
        severity: "critical",
        team: "platform",
        service: "nodes",
        summary: "{{ $labels.instance }}: memory use is above 90 %",
        description:
            'Memory use of {{ $labels.instance }} is {{ $value | printf "%.0f" }} %; above 90 % the kernel starts to kill.',
        runbook: "high-memory-usage",
    }),
    alert("DiskSpaceRunningLow", {
        expr: `
            min by (instance, device, mountpoint) (
              node_filesystem_avail_bytes{${DATA_FILE_SYSTEMS}} / node_filesystem_size_bytes{${DATA_FILE_SYSTEMS}} * 100
            ) < 15
            and max by (instance, device, mountpoint) (node_filesystem_readonly{${DATA_FILE_SYSTEMS}}) == 0`,
        for: "5m",
        severity: "warning",
        team: "platform",
        service: "nodes",
        summary: "{{ $labels.instance }}: less than 15 % left on {{ $labels.mountpoint }}",
        description:
            '{{ $value | printf "%.0f" }} % of {{ $labels.mountpoint }} ({{ $labels.device }}) is left on {{ $labels.instance }} ' +
            "(threshold 15 %).",
        runbook: "disk-space-running-low",
    }),
];

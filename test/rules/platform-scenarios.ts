import type { Scenario } from "./promtool";

const instance = "10.0.1.5:9100";
const node = (severity: string) => ({ severity, team: "platform", service: "nodes", instance });

const idle = (cpu: number, pod = "exporter-a") =>
    `node_cpu_seconds_total{mode="idle",cpu="${cpu}",instance="${instance}",pod="${pod}"}`;
const memory = (metric: string, pod = "exporter-a") =>
    `node_memory_${metric}_bytes{instance="${instance}",pod="${pod}"}`;
const disk = (metric: string, mountpoint = "/data", fstype = "ext4") =>
    `node_filesystem_${metric}{instance="${instance}",device="/dev/nvme1n1",mountpoint="${mountpoint}",fstype="${fstype}"}`;
const restarts = `kube_pod_container_status_restarts_total{namespace="openhands",pod="openhands-1",container="openhands"}`;

const restarting = {
    severity: "warning",
    team: "platform",
    service: "kubernetes",
    namespace: "openhands",
    pod: "openhands-1",
    container: "openhands",
};

export const platformScenarios: Scenario[] = [
    {
        alert: "HighCPUUsage",
        when: "both processors are 90 % busy",
        series: { [idle(0)]: "0+6x30", [idle(1)]: "0+6x30" },
        expect: [
            { at: "5m", firing: [] },
            {
                at: "10m",
                firing: [
                    {
                        labels: node("warning"),
                        says: {
                            summary: `${instance}: CPU use is above 80 %`,
                            description: `CPU use of ${instance} is 90 % and has been above 80 % for more than 5 minutes.`,
                            runbook: "high-cpu-usage",
                        },
                    },
                ],
            },
        ],
    },
    {
        alert: "HighCPUUsage",
        when: "one processor of two is fully busy",
        series: { [idle(0)]: "0x30", [idle(1)]: "0+54x30" },
        expect: [{ at: "20m", firing: [] }],
    },
    {
        alert: "HighMemoryUsage",
        when: "95 % of the memory is in use",
        series: { [memory("MemTotal")]: "100x30", [memory("MemAvailable")]: "5x30" },
        expect: [
            { at: "1m", firing: [] },
            {
                at: "3m",
                firing: [
                    {
                        labels: node("critical"),
                        says: {
                            summary: `${instance}: memory use is above 90 %`,
                            description: `Memory use of ${instance} is 95 %; above 90 % the kernel starts to kill.`,
                            runbook: "high-memory-usage",
                        },
                    },
                ],
            },
        ],
    },
    {
        alert: "HighMemoryUsage",
        // A waiting time that starts over with each new exporter pod would never end on a node in trouble.
        when: "the exporter is replaced while the memory is full",
        notFooledBy:
            "(node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes) / node_memory_MemTotal_bytes * 100 > 90",
        series: {
            [memory("MemTotal", "exporter-a")]: "100x1 _x20",
            [memory("MemAvailable", "exporter-a")]: "5x1 stale",
            [memory("MemTotal", "exporter-b")]: "_x2 100x20",
            [memory("MemAvailable", "exporter-b")]: "_x2 5x20",
        },
        expect: [{ at: "3m", firing: [{ labels: node("critical") }] }],
    },
    {
        alert: "HighMemoryUsage",
        when: "85 % of the memory is in use",
        series: { [memory("MemTotal")]: "100x30", [memory("MemAvailable")]: "15x30" },
        expect: [{ at: "20m", firing: [] }],
    },
    {
        alert: "DiskSpaceRunningLow",
        when: "10 % of a data volume is left",
        series: { [disk("size_bytes")]: "100x30", [disk("avail_bytes")]: "10x30", [disk("readonly")]: "0x30" },
        expect: [
            { at: "4m", firing: [] },
            {
                at: "10m",
                firing: [
                    {
                        labels: { ...node("warning"), device: "/dev/nvme1n1", mountpoint: "/data" },
                        says: {
                            summary: `${instance}: less than 15 % left on /data`,
                            description: `10 % of /data (/dev/nvme1n1) is left on ${instance} (threshold 15 %).`,
                            runbook: "disk-space-running-low",
                        },
                    },
                ],
            },
        ],
    },
    {
        alert: "DiskSpaceRunningLow",
        when: "20 % of a data volume is left",
        series: { [disk("size_bytes")]: "100x30", [disk("avail_bytes")]: "20x30", [disk("readonly")]: "0x30" },
        expect: [{ at: "20m", firing: [] }],
    },
    {
        alert: "DiskSpaceRunningLow",
        // The root of an immutable node image is always full.
        when: "a read-only file system is full",
        notFooledBy: "node_filesystem_avail_bytes / node_filesystem_size_bytes * 100 < 15",
        series: { [disk("size_bytes")]: "100x30", [disk("avail_bytes")]: "0x30", [disk("readonly")]: "1x30" },
        expect: [{ at: "20m", firing: [] }],
    },
    {
        alert: "DiskSpaceRunningLow",
        when: "a memory-backed file system of a pod is full",
        notFooledBy: "node_filesystem_avail_bytes / node_filesystem_size_bytes * 100 < 15",
        series: {
            [disk("size_bytes", "/run/containerd", "tmpfs")]: "100x30",
            [disk("avail_bytes", "/run/containerd", "tmpfs")]: "1x30",
            [disk("readonly", "/run/containerd", "tmpfs")]: "0x30",
        },
        expect: [{ at: "20m", firing: [] }],
    },
    {
        alert: "PodRestartingTooOften",
        when: "a container restarts every ten minutes",
        series: { [restarts]: "0x9 1x9 2x9 3x9 4x9 5x9 6x60" },
        expect: [
            { at: "35m", firing: [] },
            {
                at: "60m",
                firing: [
                    {
                        labels: restarting,
                        says: {
                            summary: "openhands/openhands-1: restarting too often",
                            description:
                                "Container openhands of pod openhands-1 in namespace openhands has restarted 6 times in the last hour (threshold 3).",
                            runbook: "pod-restarting-too-often",
                        },
                    },
                ],
            },
        ],
    },
    {
        alert: "PodRestartingTooOften",
        // Extrapolated to the edges of the window, three restarts read 3.03.
        when: "a container restarts exactly three times, seen by an exporter that has just come up",
        notFooledBy: "increase(kube_pod_container_status_restarts_total[1h]) > 3",
        series: { [restarts]: "_x10 5x9 6x9 7x9 8x90" },
        expect: [
            { at: "45m", firing: [] },
            { at: "55m", firing: [] },
            { at: "75m", firing: [] },
        ],
    },
    {
        alert: "PodRestartingTooOften",
        when: "a container that restarted often has been quiet for an hour",
        series: { [restarts]: "0x4 1x4 2x4 3x4 4x4 5x120" },
        expect: [{ at: "100m", firing: [] }],
    },
];

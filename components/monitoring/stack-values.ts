import type { ResolvedMonitoringArgs } from "./args";
import { GRAFANA_ADMIN_SECRET } from "./grafana-admin";
import { nodeExporterValues } from "./node-exporter-values";

/** What Pod Security `restricted` demands; the other pods of the chart come that way. */
const RESTRICTED = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
};

const resources = (cpu: string, memory: string, memoryLimit: string) => ({
    // No CPU limit: throttled monitoring goes blind exactly when the cluster is busy.
    requests: { cpu, memory },
    limits: { memory: memoryLimit },
});

/** Parts of a managed control plane that nobody outside AWS can scrape; their "down" alerts would fire for ever. */
const UNREACHABLE = {
    kubeControllerManager: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
};

const DEFAULT_RULES = {
    create: true,
    rules: {
        etcd: false,
        kubeControllerManager: false,
        kubeSchedulerAlerting: false,
        kubeSchedulerRecording: false,
        kubeProxy: false,
    },
    // Says only that a CPU limit works.
    disabled: { CPUThrottlingHigh: true },
    // Routes and messages name a team and a service; the chart's own alerts have neither.
    additionalRuleLabels: { team: "platform", service: "kubernetes" },
};

/** Values of the kube-prometheus-stack chart. */
export function stackValues(args: ResolvedMonitoringArgs) {
    return {
        fullnameOverride: "monitoring",
        cleanPrometheusOperatorObjectNames: true,
        ...UNREACHABLE,
        defaultRules: DEFAULT_RULES,
        prometheusOperator: { resources: resources("50m", "128Mi", "256Mi") },
        prometheus: { prometheusSpec: prometheusSpec(args) },
        alertmanager: { alertmanagerSpec: alertmanagerSpec(args) },
        grafana: grafanaValues(args),
        "kube-state-metrics": { resources: resources("20m", "128Mi", "256Mi") },
        "prometheus-node-exporter": nodeExporterValues(),
    };
}

function prometheusSpec(args: ResolvedMonitoringArgs) {
    return {
        replicas: args.replicas,
        retention: `${args.retentionDays}d`,
        // Leaves room for the write-ahead log: a full volume loses the newest data, not the oldest.
        retentionSize: `${Math.floor(args.storageGiB * 0.85)}GB`,
        externalLabels: { cluster: args.clusterName, environment: args.environment },
        // Take monitors and rules of every release, not only those that carry this one's label.
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        probeSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
        podAntiAffinity: "soft",
        resources: resources("500m", "2Gi", "4Gi"),
        storageSpec: volume(args, args.storageGiB),
    };
}

function alertmanagerSpec(args: ResolvedMonitoringArgs) {
    return {
        replicas: args.replicas,
        // The chart's own configuration would send everything to nobody.
        useExistingSecret: true,
        configSecret: args.alertmanagerConfigSecret,
        secrets: args.receiverSecretNames,
        podAntiAffinity: "soft",
        resources: resources("20m", "64Mi", "128Mi"),
        // Holds silences: a restart must not wake people up again.
        storage: volume(args, 2),
    };
}

function volume(args: ResolvedMonitoringArgs, gibibytes: number) {
    return {
        volumeClaimTemplate: {
            spec: {
                storageClassName: args.storageClass,
                accessModes: ["ReadWriteOnce"],
                resources: { requests: { storage: `${gibibytes}Gi` } },
            },
        },
    };
}

function grafanaValues(args: ResolvedMonitoringArgs) {
    return {
        enabled: args.dashboards,
        admin: { existingSecret: GRAFANA_ADMIN_SECRET, userKey: "admin-user", passwordKey: "admin-password" },
        defaultDashboardsTimezone: "utc",
        // Changes own files as root, which `restricted` refuses; without persistence there is nothing to change.
        initChownData: { enabled: false },
        persistence: { enabled: false },
        containerSecurityContext: RESTRICTED,
        resources: resources("100m", "256Mi", "512Mi"),
        sidecar: {
            securityContext: RESTRICTED,
            resources: resources("20m", "96Mi", "192Mi"),
            dashboards: { enabled: true, label: "grafana_dashboard", labelValue: "1" },
        },
        "grafana.ini": {
            analytics: { check_for_updates: false, reporting_enabled: false },
            users: { allow_sign_up: false },
            "auth.anonymous": { enabled: false },
        },
    };
}

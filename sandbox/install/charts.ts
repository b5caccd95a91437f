/** Where the custom resource definitions of a Helm chart come from: the chart's archive itself is not read. */
export interface ChartSource {
    chart: string;
    module: string;
    version: string;
    /** Hash of the module, as `go.sum` would record it. */
    sum: string;
    /** Folder of the module with one YAML file per definition. */
    folder: string;
}

/**
 * The newest versions that the module proxy has; later ones of the Prometheus operator and of External Secrets are not
 * published as Go modules. The load balancer controller's definitions are in no module and no package.
 */
export const CHARTS: readonly ChartSource[] = [
    {
        chart: "argo-rollouts",
        module: "github.com/argoproj/argo-rollouts",
        version: "v1.9.1",
        sum: "h1:+oZciUkeJYVb1vPMOhat4JQlk525j/aT2yizEkVkjLs=",
        folder: "manifests/crds",
    },
    {
        chart: "kube-prometheus-stack",
        module: "github.com/prometheus-operator/prometheus-operator",
        version: "v0.85.0",
        sum: "h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=",
        folder: "example/prometheus-operator-crd",
    },
    {
        chart: "external-secrets",
        module: "github.com/external-secrets/external-secrets",
        version: "v1.3.2",
        sum: "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
        folder: "config/crds/bases",
    },
];

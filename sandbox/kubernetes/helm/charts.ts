import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Properties } from "../../provider/types";
import { at, type KubernetesObject, without } from "../objects";

/** What of a chart the sandbox brings about. Its workloads do not run: images are not pulled. */
export interface Chart {
    /** The folder with its CustomResourceDefinitions, among those that the sandbox's build exported. */
    crds?: string;
    /** Objects beside them that others refer to. */
    objects?: readonly KubernetesObject[];
    /** An object that the chart's controller, run by the sandbox itself, sees and deals with at once: the proof that it is alive. */
    probe?: Probe;
}

export interface Probe {
    apiVersion: string;
    kind: string;
    spec: Properties;
    isSeen(object: KubernetesObject): boolean;
}

/** A rollout of nothing. */
const ROLLOUTS_PROBE: Probe = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    spec: {
        replicas: 0,
        selector: { matchLabels: { "sandbox/probe": "rollouts" } },
        template: {
            metadata: { labels: { "sandbox/probe": "rollouts" } },
            spec: { containers: [{ name: "none", image: "none" }] },
        },
        strategy: { canary: {} },
    },
    isSeen: (rollout) => at(rollout, "status", "observedGeneration") !== undefined,
};

const ALB_CLASS_PARAMS: KubernetesObject = {
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "IngressClassParams",
    metadata: { name: "alb" },
};

const ALB_CLASS: KubernetesObject = {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "alb" },
    spec: {
        controller: "ingress.k8s.aws/alb",
        parameters: { apiGroup: "elbv2.k8s.aws", kind: "IngressClassParams", name: "alb" },
    },
};

const CHARTS: Readonly<Record<string, Chart>> = {
    "argo-rollouts": { crds: "argo-rollouts", probe: ROLLOUTS_PROBE },
    "aws-load-balancer-controller": {
        crds: "aws-load-balancer-controller",
        objects: [ALB_CLASS_PARAMS, ALB_CLASS],
    },
    "external-secrets": { crds: "external-secrets" },
    "kube-prometheus-stack": { crds: "kube-prometheus-stack" },
    // Nothing in the cluster refers to these two by kind or by name.
    "external-dns": {},
    "metrics-server": {},
};

/** What the sandbox knows of a chart, by its name, its `repository/name` or its OCI address. */
export function chartNamed(chart: string): Chart | undefined {
    return CHARTS[chart.replace(/^.*\//, "")];
}

/**
 * The CustomResourceDefinitions of a chart, in the order of their names.
 *
 * @param root folder with one folder of YAML files per chart.
 */
export function crdsOf(chart: Chart, root: string): KubernetesObject[] {
    if (chart.crds === undefined) {
        return [];
    }
    const folder = join(root, chart.crds);
    const files = readdirSync(folder)
        .filter((file) => /\.ya?ml$/.test(file))
        .sort();
    const objects = files.flatMap((file) =>
        parseAllDocuments(readFileSync(join(folder, file), "utf8")).map((document) => document.toJS() as unknown),
    );
    const crds = objects.filter(isCrd);
    if (crds.length === 0) {
        throw new Error(`there are no CustomResourceDefinitions in ${folder}: the sandbox is built incompletely`);
    }
    return crds.map(withoutServerFields);
}

function isCrd(object: unknown): object is KubernetesObject {
    return (object as Partial<KubernetesObject> | null)?.kind === "CustomResourceDefinition";
}

/** Generated files carry an empty status and a null timestamp, which are not for us to set. */
function withoutServerFields(crd: KubernetesObject): KubernetesObject {
    const metadata = without(crd.metadata, "creationTimestamp");
    return { ...without(crd, "status"), metadata } as KubernetesObject;
}

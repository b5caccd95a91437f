import { deepEqual } from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type { Rule } from "../../policies/framework/rule";
import { rules } from "../../policies/rules";
import type { Resource } from "./support/judge";
import { judge, unknown } from "./support/judge";
import { container, deployment, podSpec, withContainer, withContext } from "./support/pods";

const workloadRules = rules.filter(({ id }) => id.startsWith("K"));
const rule = (id: string): Rule => {
    const found = rules.find((candidate) => candidate.id === id);
    if (!found) {
        throw new Error(`there is no rule ${id}`);
    }
    return found;
};
const all = (resource: Resource, stack = "prod"): Promise<string[]> => judge(workloadRules, [resource], stack);

/** A pod that breaks K1 in one container of each kind. */
const privileged = { ...container, securityContext: { ...container.securityContext, privileged: true } };

describe("Pods are found", () => {
    const broken = { ...podSpec, containers: [privileged] };
    const template = { template: { spec: broken } };
    const places: Readonly<Record<string, object>> = {
        "kubernetes:core/v1:Pod": { spec: broken },
        "kubernetes:core/v1:PodTemplate": template,
        "kubernetes:core/v1:ReplicationController": { spec: template },
        "kubernetes:core/v1:PodList": { items: [{ spec: broken }] },
        "kubernetes:apps/v1:Deployment": { spec: template },
        "kubernetes:apps/v1:DeploymentPatch": { spec: template },
        "kubernetes:apps/v1:StatefulSet": { spec: template },
        "kubernetes:apps/v1:DaemonSet": { spec: template },
        "kubernetes:apps/v1:ReplicaSet": { spec: template },
        "kubernetes:extensions/v1beta1:Deployment": { spec: template },
        "kubernetes:batch/v1:Job": { spec: template },
        "kubernetes:batch/v1:CronJob": { spec: { jobTemplate: { spec: template } } },
        "kubernetes:argoproj.io/v1alpha1:Rollout": { spec: template },
        "kubernetes:keda.sh/v1alpha1:ScaledJob": { spec: { jobTargetRef: template } },
        "kubernetes:serving.knative.dev/v1:Service": { spec: template },
    };
    for (const [type, inputs] of Object.entries(places)) {
        it(`in a ${type.split(":")[2] ?? ""} of ${type.split(":")[1] ?? ""}`, async () => {
            deepEqual(await judge(rule("K1"), [{ type, name: "pod", inputs }]), ["pod: containers[app] is privileged"]);
        });
    }

    it("with init, sidecar and ephemeral containers", async () => {
        const spec = {
            ...podSpec,
            initContainers: [
                { ...privileged, name: "init" },
                { ...privileged, name: "sidecar", restartPolicy: "Always" },
            ],
            ephemeralContainers: [{ ...privileged, name: "debug" }],
        };
        deepEqual(await judge(rule("K1"), [deployment(spec)]), [
            "app: initContainers[init] is privileged",
            "app: initContainers[sidecar] is privileged",
            "app: ephemeralContainers[debug] is privileged",
        ]);
    });

    it("not in a definition of custom resources, whose schema only names containers", async () => {
        const crd = {
            type: "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
            name: "crd",
            inputs: { spec: { versions: [{ schema: { properties: { containers: [privileged] } } }] } },
        };
        deepEqual(await all(crd), []);
    });

    it("and judged by every rule that an unknown template or list leaves blind", async () => {
        const blind = await all(deployment(unknown));
        deepEqual(
            blind.length,
            workloadRules.reduce((sum, { checks }) => sum + checks.length, 0),
        );
        deepEqual(new Set(blind), new Set(["app: spec.template.spec holds the pod, but is unknown until the update"]));
        deepEqual(await judge(rule("K1"), [deployment({ ...podSpec, containers: unknown })]), [
            "app: spec.template.spec.containers is set, but unknown until the update",
        ]);
        deepEqual(await judge(rule("K1"), [deployment({ ...podSpec, containers: [unknown, privileged] })]), [
            "app: spec.template.spec.containers.0 is set, but unknown until the update",
            "app: containers[app] is privileged",
        ]);
        const custom = {
            type: "kubernetes:example.com/v1:Thing",
            name: "thing",
            inputs: { spec: { containers: unknown } },
        };
        deepEqual(await judge(rule("K1"), [custom]), ["thing: spec.containers is set, but unknown until the update"]);
    });

    it("in the values of a chart, which are laid over its pods and need not repeat what those set", async () => {
        const release = (values: object): Resource => ({
            type: "kubernetes:helm.sh/v3:Release",
            name: "r",
            inputs: { values },
        });
        const sidecar = { name: "proxy", image: container.image };
        deepEqual(await all(release({ server: { containers: [sidecar] } })), []);
        deepEqual(
            await all(release({ server: { containers: [{ ...sidecar, securityContext: { privileged: true } }] } })),
            ["r: containers[proxy] is privileged"],
        );
    });

    it("while unknown values elsewhere are passed by", async () => {
        const spec = {
            ...podSpec,
            serviceAccountName: unknown,
            containers: [{ ...container, env: [{ value: unknown }] }],
        };
        deepEqual(await all(deployment(spec)), []);
        const secret = {
            type: "kubernetes:external-secrets.io/v1:ExternalSecret",
            name: "s",
            inputs: { spec: unknown },
        };
        deepEqual(await all(secret), []);
    });
});

describe("Workload rules", () => {
    it("allow a safe pod, also as a patch that mentions little", async () => {
        deepEqual(await all(deployment(podSpec)), []);
        const patch = {
            type: "kubernetes:apps/v1:DeploymentPatch",
            name: "patch",
            inputs: { spec: { template: { spec: { containers: [{ name: "app" }] } } } },
        };
        deepEqual(await all(patch), []);
    });

    /** Each: the rule, what is deployed, what is said. */
    const cases: [string, Resource, string[]][] = [
        ["K1", withContext({ privileged: unknown }), ["privileged is set, but unknown until the update"]],
        [
            "K2",
            deployment({ ...podSpec, hostNetwork: true, hostPID: true, hostIPC: false }),
            ["hostNetwork is true", "hostPID is true"],
        ],
        ["K2", deployment({ ...podSpec, hostIPC: unknown }), ["hostIPC is set, but unknown until the update"]],
        [
            "K3",
            deployment({ ...podSpec, volumes: [{ name: "sock", hostPath: { path: "/run" } }] }),
            ["volume sock is a hostPath"],
        ],
        ["K3", deployment({ ...podSpec, volumes: unknown }), ["volumes is set, but unknown until the update"]],
        [
            "K4",
            withContainer({
                ports: [
                    { containerPort: 80, hostPort: 80 },
                    { containerPort: 81, hostPort: 0 },
                ],
            }),
            ["containers[app] takes port 80 of its node"],
        ],
        [
            "K4",
            withContainer({ ports: [{ containerPort: 80, hostPort: unknown }] }),
            ["hostPort is set, but unknown until the update"],
        ],
        [
            "K13",
            withContext({ allowPrivilegeEscalation: true }),
            ["containers[app] does not set allowPrivilegeEscalation: false"],
        ],
        [
            "K13",
            withContainer({ securityContext: {} }),
            ["containers[app] does not set allowPrivilegeEscalation: false"],
        ],
        [
            "K13",
            withContext({ allowPrivilegeEscalation: unknown }),
            ["allowPrivilegeEscalation is set, but unknown until the update"],
        ],
        ["K14", deployment({ ...podSpec, securityContext: {} }), ["containers[app] may run as root"]],
        ["K14", withContext({ runAsNonRoot: false }), ["containers[app] sets runAsNonRoot: false"]],
        ["K14", withContext({ runAsNonRoot: unknown }), ["runAsNonRoot is set, but unknown until the update"]],
        ["K15", withContext({ runAsUser: 0 }), ["containers[app] sets runAsUser: 0"]],
        ["K15", deployment({ ...podSpec, securityContext: { runAsUser: 0 } }), ["the pod sets runAsUser: 0"]],
        ["K15", withContext({ runAsUser: unknown }), ["runAsUser is set, but unknown until the update"]],
        ["K16", deployment({ ...podSpec, securityContext: {} }), ["containers[app] has no seccomp profile"]],
        [
            "K16",
            withContext({ seccompProfile: { type: "Unconfined" } }),
            ["containers[app]'s seccomp profile is Unconfined"],
        ],
        ["K16", withContext({ seccompProfile: { type: unknown } }), ["type is set, but unknown until the update"]],
        [
            "K17",
            withContext({ capabilities: { drop: ["NET_RAW"] } }),
            ["containers[app] does not drop ALL capabilities"],
        ],
        [
            "K17",
            withContext({ capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE", "SYS_ADMIN"] } }),
            ["containers[app] adds SYS_ADMIN"],
        ],
        [
            "K17",
            withContext({ capabilities: { drop: ["ALL"], add: [unknown] } }),
            ["0 is set, but unknown until the update"],
        ],
        [
            "K18",
            deployment({ ...podSpec, volumes: [{ name: "nfs", nfs: { server: "a" } }] }),
            ["volume nfs is of type nfs"],
        ],
        [
            "K18",
            deployment({ ...podSpec, volumes: [{ name: "v", secret: unknown }] }),
            ["secret is set, but unknown until the update"],
        ],
        [
            "K20",
            withContext({ readOnlyRootFilesystem: false }),
            ["containers[app] does not set readOnlyRootFilesystem: true"],
        ],
        [
            "K20",
            withContext({ readOnlyRootFilesystem: unknown }),
            ["readOnlyRootFilesystem is set, but unknown until the update"],
        ],
        [
            "K22",
            withContainer({ resources: { requests: { cpu: "1" } } }),
            ["containers[app] has no resources.requests.memory", "containers[app] has no resources.limits.memory"],
        ],
        ["K22", withContainer({ resources: unknown }), ["resources is set, but unknown until the update"]],
    ];
    for (const [id, resource, expected] of cases) {
        it(`${id} says: ${expected.join("; ")}`, async () => {
            const found = await judge(rule(id), [resource]);
            // Paths of unknown values are long; their last part tells.
            const short = found.map((line) =>
                line.replace(/^app: (spec\.\S*\.)?/, "").replace(/^(\w+\.)*(?=\w+(\.0)? is set)/, ""),
            );
            deepEqual([...new Set(short)], expected);
        });
    }
});

describe("Workload rules leave alone", () => {
    it("root inside a user namespace of the pod's own (K14, K15)", async () => {
        const spec = { ...podSpec, hostUsers: false, securityContext: { runAsUser: 0 } };
        deepEqual(await judge([rule("K14"), rule("K15")], [deployment(spec)]), []);
    });

    it("resources that are given for the pod as a whole, and ephemeral containers, which have none (K22)", async () => {
        const bare = { ...container, resources: {} };
        const whole = { ...podSpec, resources: container.resources, containers: [bare] };
        deepEqual(await judge(rule("K22"), [deployment(whole)]), []);
        deepEqual(await judge(rule("K22"), [deployment({ ...podSpec, ephemeralContainers: [bare] })]), []);
    });
});

describe("K21 images", () => {
    const own = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
    const digest = `sha256:${"0".repeat(64)}`;
    const judgeImage = (image: unknown, stack = "prod"): Promise<string[]> =>
        judge(rule("K21"), [withContainer({ image })], stack);

    it("refuses tags outside dev, and latest everywhere", async () => {
        deepEqual(await judgeImage(`${own}/app:1.2.3`), [
            `app: containers[app] runs ${own}/app:1.2.3, which has no digest`,
        ]);
        deepEqual(await judgeImage(`${own}/app:1.2.3`, "dev"), []);
        for (const image of [`${own}/app`, `${own}/app:latest`]) {
            deepEqual(await judgeImage(image, "dev"), [`app: containers[app] runs ${image}, which has no digest`]);
        }
    });

    it("refuses registries that are not allowed, also look-alikes", async () => {
        for (const host of ["ghcr.io/openhands", `${own}.example.com`, "evil/111.dkr.ecr.eu-west-1.amazonaws.com"]) {
            deepEqual(await judgeImage(`${host}/app@${digest}`), [
                `app: containers[app] runs ${host}/app@${digest}, from a registry that is not allowed`,
            ]);
        }
        deepEqual((await judgeImage("openhands:latest")).length, 2);
        deepEqual(await judgeImage(""), ["app: containers[app] names no image"]);
    });

    it("allows a digest, with or without a tag, and an image of a repository that does not exist yet", async () => {
        deepEqual(await judgeImage(`${own}/app@${digest}`), []);
        deepEqual(await judgeImage(`${own}/app:1.2.3@${digest}`), []);
        const repository: Resource = { type: aws.ecr.Repository, name: "repository", inputs: {} };
        const spec = { ...podSpec, containers: [{ ...container, image: unknown }] };
        deepEqual(await judge(rule("K21"), [repository, deployment(spec, { spec: ["repository"] })]), []);
    });

    it("refuses an unknown image from anywhere else", async () => {
        deepEqual((await judgeImage(unknown)).length, 1);
    });
});

import { deepEqual, doesNotMatch, equal, match, rejects } from "node:assert/strict";

import { app, containerOf, deploymentSpec, metadata, podOf, SECRET, settingsOf } from "./app-fixture";

describe("App: the pod", () => {
    it("asks for the resources, spread and nodes of the reference", async () => {
        const stack = await app();
        deepEqual(containerOf(stack).resources, {
            requests: { cpu: "250m", memory: "512Mi" },
            limits: { cpu: "1", memory: "2Gi" },
        });
        deepEqual(podOf(stack).affinity, {
            nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                    nodeSelectorTerms: [
                        { matchExpressions: [{ key: "node-type", operator: "In", values: ["compute-optimized"] }] },
                    ],
                },
            },
            podAntiAffinity: {
                preferredDuringSchedulingIgnoredDuringExecution: [
                    {
                        weight: 100,
                        podAffinityTerm: {
                            labelSelector: {
                                matchExpressions: [{ key: "app", operator: "In", values: ["openhands"] }],
                            },
                            topologyKey: "kubernetes.io/hostname",
                        },
                    },
                ],
            },
        });
        equal(deploymentSpec(stack).template.metadata.labels.app, "openhands");
    });

    it("is probed as in the reference", async () => {
        const { readinessProbe, livenessProbe, startupProbe } = containerOf(await app());
        deepEqual(readinessProbe, {
            httpGet: { path: "/health/ready", port: 8000 },
            initialDelaySeconds: 5,
            periodSeconds: 3,
            timeoutSeconds: 2,
            failureThreshold: 3,
        });
        deepEqual(livenessProbe, {
            httpGet: { path: "/health/live", port: 8000 },
            initialDelaySeconds: 30,
            periodSeconds: 10,
            timeoutSeconds: 5,
            failureThreshold: 3,
        });
        deepEqual(startupProbe, {
            httpGet: { path: "/health/startup", port: 8000 },
            initialDelaySeconds: 10,
            periodSeconds: 5,
            timeoutSeconds: 3,
            failureThreshold: 10,
        });
    });

    it("is tuned by the four variables of the reference and keeps its two scratch volumes", async () => {
        const stack = await app();
        deepEqual(containerOf(stack).env, [
            { name: "WORKERS", value: "4" },
            { name: "MAX_CONNECTIONS", value: "1000" },
            { name: "KEEP_ALIVE_TIMEOUT", value: "65" },
            { name: "GRACEFUL_TIMEOUT", value: "30" },
        ]);
        const { volumes, terminationGracePeriodSeconds, dnsPolicy, restartPolicy } = podOf(stack);
        deepEqual(volumes.slice(0, 2), [
            { name: "tmp-volume", emptyDir: { sizeLimit: "1Gi" } },
            { name: "cache-volume", emptyDir: { sizeLimit: "2Gi" } },
        ]);
        deepEqual([terminationGracePeriodSeconds, dnsPolicy, restartPolicy], [30, "ClusterFirst", "Always"]);
    });

    it("may do nothing that Pod Security `restricted` forbids, and writes to its scratch volumes only", async () => {
        const stack = await app();
        deepEqual(podOf(stack).securityContext, {
            runAsNonRoot: true,
            runAsUser: 42420,
            runAsGroup: 42420,
            fsGroup: 42420,
            fsGroupChangePolicy: "OnRootMismatch",
            seccompProfile: { type: "RuntimeDefault" },
        });
        deepEqual(containerOf(stack).securityContext, {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
        });
        equal(podOf(stack).automountServiceAccountToken, false);
        const labels = metadata(stack.find("kubernetes:core/v1:Namespace")).labels;
        for (const mode of ["enforce", "audit", "warn"]) {
            equal(labels[`pod-security.kubernetes.io/${mode}`], "restricted");
            match(labels[`pod-security.kubernetes.io/${mode}-version`] ?? "", /^v1\.\d+$/);
        }
    });

    it("drains before it is told to stop, within the time it has", async () => {
        deepEqual(containerOf(await app()).lifecycle, { preStop: { sleep: { seconds: 10 } } });
        await rejects(app({ drainSeconds: 30 }), /drainSeconds is 30, terminationGracePeriodSeconds 30/);
    });

    it("finds its secrets as files and none in its environment", async () => {
        const stack = await app();
        const everythingButFiles = JSON.stringify([containerOf(stack).env, settingsOf(stack)]);
        doesNotMatch(everythingButFiles, /PASS|SECRET"|TOKEN|secretKeyRef|secretsmanager/);
        deepEqual(containerOf(stack).envFrom, [{ configMapRef: { name: "app-settings" } }]);
        const mounts = containerOf(stack).volumeMounts as { name: string; mountPath: string; readOnly?: boolean }[];
        deepEqual(
            mounts.find(({ name }) => name === "secrets-volume"),
            { name: "secrets-volume", mountPath: "/run/secrets/openhands", readOnly: true },
        );
        const external = stack.find("kubernetes:external-secrets.io/v1:ExternalSecret").inputs.spec as {
            data: { secretKey: string; remoteRef: { key: string; property?: string } }[];
        };
        deepEqual(
            external.data.map(({ secretKey, remoteRef }) => [secretKey, remoteRef.key, remoteRef.property]),
            [
                ["JWT_SECRET", `${SECRET}session`, undefined],
                ["DB_USER", `${SECRET}database`, "username"],
                ["DB_PASS", `${SECRET}database`, "password"],
                ["REDIS_USERNAME", `${SECRET}cache`, "username"],
                ["REDIS_PASSWORD", `${SECRET}cache`, "password"],
            ],
        );
    });

    it("checks who answers as the database, with the authorities of its region", async () => {
        const stack = await app({ region: "eu-west-1" });
        equal(settingsOf(stack).PGSSLMODE, "verify-full");
        equal(settingsOf(stack).PGSSLROOTCERT, "/etc/openhands/database-ca/ca.pem");
        const { data } = stack.find("kubernetes:core/v1:ConfigMap", "app-database-ca").inputs as {
            data: Record<string, string>;
        };
        equal(data["ca.pem"]?.match(/BEGIN CERTIFICATE/g)?.length, 3);
        await rejects(app({ region: "eu-wset-1" }), /region is "eu-wset-1"/);
    });

    it("accepts calls from its own origin only", async () => {
        equal(settingsOf(await app()).OH_PERMITTED_CORS_ORIGINS, "https://openhands.example.com");
    });
});

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { KubernetesObject } from "../../../../sandbox/kubernetes/objects";
import type { Properties } from "../../../../sandbox/provider/types";
import { Harness } from "./harness";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const DEFINITION = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: externalsecrets.external-secrets.io, creationTimestamp: null }
spec: { group: external-secrets.io }
status: { conditions: [] }
`;

function release(inputs: Properties = {}): Properties {
    return {
        chart: "external-secrets",
        version: "1.3.2",
        name: "secrets",
        namespace: "external-secrets",
        createNamespace: true,
        repositoryOpts: { repo: "https://charts.external-secrets.io" },
        ...inputs,
    };
}

/** Definitions and namespaces become ready at once. */
function establish(object: KubernetesObject): void {
    if (object.kind === "CustomResourceDefinition") {
        object["status"] = { conditions: [{ type: "Established", status: "True" }] };
    } else if (object.kind === "Namespace") {
        object["status"] = { phase: "Active" };
    }
}

describe("kubernetes stand-in: Helm releases", () => {
    let folder: string;
    let harness: Harness;

    beforeEach(async () => {
        folder = mkdtempSync(path.join(tmpdir(), "crds-"));
        mkdirSync(path.join(folder, "external-secrets"));
        writeFileSync(path.join(folder, "external-secrets", "externalsecret.yaml"), DEFINITION);
        harness = await new Harness(folder).configure();
        harness.api.controllers = establish;
    });

    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it("must name one version of one chart from one repository", async () => {
        const { failures } = await harness.resource(RELEASE).check({
            chart: "external-secrets",
            version: ">=1",
            vaules: {},
            atomic: "yes",
            repositoryOpts: { url: "x" },
        });
        assert.deepEqual(
            failures.map(({ property, reason }) => `${property} ${reason}`),
            [
                "vaules is not an input of a Helm release",
                "atomic must be true or false",
                'version ">=1" is not one version: write it in full',
                "repositoryOpts.url is not an option of a repository",
                "repositoryOpts.repo is required: where does external-secrets come from?",
            ],
        );
        const oci = await harness
            .resource(RELEASE)
            .check({ chart: "oci://ghcr.io/x/external-secrets", version: "1.0.0" });
        assert.deepEqual(oci.failures, []);
    });

    it("warns about a chart that the sandbox does not know, and records it", async () => {
        const { failures, warnings } = await harness.resource(RELEASE).check(release({ chart: "mystery" }));
        assert.deepEqual(failures, []);
        assert.match(warnings?.[0] ?? "", /does not know the chart mystery/);
        const mystery = await harness.resource(RELEASE).create(release({ chart: "mystery" }));
        assert.deepEqual(mystery.state["resourceNames"], {});
    });

    it("installs definitions as others can write them, and says what it holds", async () => {
        const installed = await harness.resource(RELEASE).create(release());
        assert.equal(installed.id, "external-secrets/secrets");
        const definition = harness.api.find("CustomResourceDefinition", "externalsecrets.external-secrets.io");
        assert.deepEqual(definition?.["spec"], { group: "external-secrets.io" });
        const applied = harness.api.applied.map(({ object }) => object).find(({ kind }) => kind === definition?.kind);
        assert.ok(!("status" in (applied ?? {})), "the status of a definition is the API server's");
        assert.equal((installed.state["status"] as Properties)["status"], "deployed");
        assert.deepEqual(Object.keys(installed.state["resourceNames"] as Properties), [
            "CustomResourceDefinition.apiextensions.k8s.io/v1",
        ]);
        await installed.update(release({ values: { replicas: 2 } }));
        assert.equal((installed.state["status"] as Properties)["revision"], 2);
    });

    it("never stores values, which may hold secrets", async () => {
        await harness.resource(RELEASE).create(release({ values: { token: "s3cret" } }));
        assert.ok(!JSON.stringify([...harness.api.objects.values()]).includes("s3cret"));
    });

    it("needs its namespace, or leave to create it", async () => {
        const refused = harness.resource(RELEASE).create(release({ createNamespace: false }));
        await assert.rejects(refused, /namespace "external-secrets" not found/);
    });

    it("does not take over a release of somebody else", async () => {
        await harness.resource(RELEASE, "first").create(release());
        await assert.rejects(harness.resource(RELEASE, "second").create(release()), /still in use/);
    });

    it("leaves nothing behind, and of a namespace in use nothing but that", async () => {
        const installed = await harness.resource(RELEASE).create(release());
        assert.equal(await installed.refresh(), true);
        const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", namespace: "external-secrets" } };
        harness.api.put(config);
        await installed.delete();
        assert.deepEqual(
            [...harness.api.objects.keys()],
            ["Namespace external-secrets", "ConfigMap external-secrets/x"],
        );
        assert.equal(await installed.refresh(), false);
    });

    it("says that a chart's definitions are missing rather than install nothing", async () => {
        rmSync(path.join(folder, "external-secrets", "externalsecret.yaml"));
        await assert.rejects(harness.resource(RELEASE).create(release()), /the sandbox is built incompletely/);
    });

    it("is replaced under another name or in another namespace, and updated otherwise", async () => {
        const installed = await harness.resource(RELEASE).create(release());
        assert.deepEqual(await installed.kinds(release()), {});
        assert.deepEqual(await installed.kinds(release({ namespace: "x" })), { namespace: "update-replace" });
        assert.deepEqual(await installed.kinds(release({ version: "1.3.3" })), { version: "update" });
    });
});

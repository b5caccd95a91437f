import { deepEqual, equal, match, rejects } from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { PlatformControllersArgs } from "../../../components/cluster/controllers";
import { PlatformControllers } from "../../../components/cluster/controllers";
import { WorkloadIdentity } from "../../../components/cluster/workload-identity";
import type { Deployment, Registered } from "../../support/deploy";
import { deploy } from "../../support/deploy";
import { actions, statement, statements } from "../../support/policies";

const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:session-AbCdEf";
const KEY = "arn:aws:kms:us-east-1:123456789012:key/secrets";
const ZONE = "arn:aws:route53:::hostedzone/Z123";

function controllers(changes: Partial<PlatformControllersArgs> = {}) {
    return deploy(() => {
        const cluster = new k8s.Provider("cluster", { kubeconfig: "{}" });
        const { externalSecretsNamespace } = new PlatformControllers(
            "platform",
            {
                clusterName: "openhands",
                vpcId: "vpc-1",
                region: "us-east-1",
                accountId: "123456789012",
                secretArns: [SECRET],
                secretsKeyArn: KEY,
                zoneArn: ZONE,
                ...changes,
            },
            { providers: [cluster] },
        );
        return { externalSecretsNamespace };
    });
}

const RELEASE = "kubernetes:helm.sh/v3:Release";
const policyOf = (stack: Deployment<unknown>, chart: string): Registered =>
    stack.find("aws:iam/rolePolicy:RolePolicy", `platform-${chart}-identity-policy`);

describe("PlatformControllers", () => {
    it("installs each chart in a pinned version, rolled back when it does not come up", async () => {
        const releases = (await controllers()).findAll(RELEASE);
        deepEqual(releases.map(({ inputs }) => inputs["name"]).sort(), [
            "argo-rollouts",
            "aws-load-balancer-controller",
            "external-dns",
            "external-secrets",
            "metrics-server",
        ]);
        for (const { inputs, provider } of releases) {
            match(String(inputs["version"]), /^\d+\.\d+\.\d+$/);
            equal(inputs["atomic"], true);
            match(String(provider), /::cluster$/);
        }
    });

    it("starts pods only once they can get their role", async () => {
        const stack = await controllers();
        for (const chart of ["aws-load-balancer-controller", "external-secrets", "external-dns", "argo-rollouts"]) {
            const release = stack.find(RELEASE, `platform-${chart}`);
            const association = stack.find(
                "aws:eks/podIdentityAssociation:PodIdentityAssociation",
                `platform-${chart}-identity-association`,
            );
            deepEqual(
                [association.inputs["serviceAccount"], association.inputs["namespace"]],
                [chart, release.inputs["namespace"]],
            );
            equal(release.dependencies.includes(association.urn), true, chart);
        }
    });

    it("lets External Secrets read the listed secrets, and decrypt them through Secrets Manager only", async () => {
        const policy = policyOf(await controllers(), "external-secrets");
        deepEqual(statement(policy, "ReadSecrets").Resource, [SECRET]);
        const { Action, Resource, Condition } = statement(policy, "DecryptSecrets");
        deepEqual([Action, Resource], ["kms:Decrypt", KEY]);
        deepEqual(Condition, { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } });
    });

    it("lets ExternalDNS write to its zone only, where it is asked to, deleting nothing", async () => {
        const stack = await controllers();
        equal(statement(policyOf(stack, "external-dns"), "WriteRecords").Resource, ZONE);
        const values = stack.find(RELEASE, "platform-external-dns").inputs["values"] as Record<string, unknown>;
        deepEqual([values["policy"], values["registry"], values["txtOwnerId"]], ["upsert-only", "txt", "openhands"]);
        deepEqual(values["extraArgs"], [
            "--zone-id-filter=Z123",
            "--annotation-filter=external-dns.alpha.kubernetes.io/hostname",
        ]);
    });

    it("lets the load balancer controller change what it created for this cluster, and tag nothing else as its own", async () => {
        const policy = policyOf(await controllers(), "aws-load-balancer-controller");
        const free = statements(policy)
            .filter(({ Condition }) => Condition === undefined)
            .map(({ Sid }) => Sid);
        deepEqual(free, ["Describe", "CreateSecurityGroupInVpc", "ChangeListeners"]);
        const listeners = [statement(policy, "ChangeListeners").Resource].flat();
        listeners.forEach((arn) => match(arn, /:listener(-rule)?\/app\/\*$/));
        deepEqual(statement(policy, "ChangeOurs").Condition, {
            StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "openhands" },
        });
    });

    it("gives no controller a whole service, or every resource to change", async () => {
        const stack = await controllers();
        for (const policy of stack.findAll("aws:iam/rolePolicy:RolePolicy")) {
            for (const allowed of statements(policy)) {
                const named = actions(allowed);
                deepEqual(
                    named.filter((action) => action.includes("*")),
                    [],
                    policy.name,
                );
                if ([allowed.Resource].flat().includes("*")) {
                    named.forEach((action) => match(action, /:(Describe|List|Get)/, policy.name));
                }
            }
        }
    });

    it("runs what has a namespace of its own under the strictest Pod Security", async () => {
        const namespaces = (await controllers()).findAll("kubernetes:core/v1:Namespace");
        deepEqual(
            namespaces
                .map(({ inputs }) => inputs["metadata"] as { name: string; labels: Record<string, string> })
                .map(({ name, labels }) => [name, labels["pod-security.kubernetes.io/enforce"]])
                .sort(),
            [
                ["argo-rollouts", "restricted"],
                ["external-dns", "restricted"],
                ["external-secrets", "restricted"],
            ],
        );
    });

    it("refuses to read no secret: an empty list would be no valid policy", async () => {
        await rejects(controllers({ secretArns: [] }), /controllers\.secretArns is empty/);
    });
});

describe("WorkloadIdentity", () => {
    it("is of use to the pods of one service account in one cluster only", async () => {
        const bucket = pulumi.output("arn:aws:s3:::state");
        const stack = await deploy(() => {
            const { roleArn } = new WorkloadIdentity("app", {
                clusterName: "openhands",
                namespace: "openhands",
                serviceAccount: "server",
                policy: {
                    Version: "2012-10-17",
                    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: pulumi.interpolate`${bucket}/*` }],
                },
            });
            return { roleArn };
        });
        const role = stack.find("aws:iam/role:Role");
        const [trust] = statements(role, "assumeRolePolicy");
        deepEqual(trust?.Condition?.["StringEquals"], {
            "aws:RequestTag/eks-cluster-name": "openhands",
            "aws:RequestTag/kubernetes-namespace": "openhands",
            "aws:RequestTag/kubernetes-service-account": "server",
        });
        const [allowed] = statements(stack.find("aws:iam/rolePolicy:RolePolicy"));
        equal(allowed?.Resource, "arn:aws:s3:::state/*");
        match(stack.outputs.roleArn, /app-role$/);
    });
});

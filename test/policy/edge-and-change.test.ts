import { deepEqual } from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { statefulResourcesAreProtected } from "../../policies/rules/change/stateful-resources-are-protected";
import { edgeHasAFirewall } from "../../policies/rules/edge/edge-has-a-firewall";
import type { Resource } from "./support/judge";
import { judge, unknown } from "./support/judge";

describe("W1 firewall at the edge", () => {
    const acl: Resource = { type: aws.wafv2.WebAcl, name: "acl", inputs: {}, outputs: { arn: unknown } };
    const distribution = (inputs: object, from: Resource["from"] = {}): Resource => ({
        type: aws.cloudfront.Distribution,
        name: "cdn",
        inputs,
        from,
    });

    it("refuses a distribution without a web ACL, or with an unknown one from elsewhere", async () => {
        deepEqual(await judge(edgeHasAFirewall, [distribution({})]), ["cdn: webAclId is not set"]);
        deepEqual(await judge(edgeHasAFirewall, [distribution({ webAclId: "" })]), ["cdn: webAclId is not set"]);
        deepEqual(await judge(edgeHasAFirewall, [distribution({ webAclId: unknown })]), [
            "cdn: webAclId is set, but unknown until the update, and comes from no resource rather than aws:wafv2/webAcl:WebAcl",
        ]);
        deepEqual(await judge(edgeHasAFirewall, [acl, distribution({ webAclId: unknown }, { webAclId: ["acl"] })]), []);
    });

    it("refuses a public load balancer without an association, allows internal and network ones", async () => {
        const balancer = (inputs: object): Resource => ({ type: aws.lb.LoadBalancer, name: "lb", inputs });
        const association: Resource = {
            type: aws.wafv2.WebAclAssociation,
            name: "association",
            inputs: { resourceArn: unknown },
            from: { resourceArn: ["lb"] },
        };
        deepEqual(await judge(edgeHasAFirewall, [balancer({})]), [
            "lb: the load balancer is public and has no web ACL",
        ]);
        deepEqual(await judge(edgeHasAFirewall, [balancer({}), association]), []);
        deepEqual(await judge(edgeHasAFirewall, [balancer({ internal: true })]), []);
        deepEqual(await judge(edgeHasAFirewall, [balancer({ loadBalancerType: "network" })]), []);
        deepEqual((await judge(edgeHasAFirewall, [balancer({ internal: unknown })])).length, 1);
    });

    it("refuses an Ingress that makes a public load balancer without one", async () => {
        const ingress = (annotations: object, from: Resource["from"] = {}): Resource => ({
            type: "kubernetes:networking.k8s.io/v1:Ingress",
            name: "ingress",
            inputs: { metadata: { annotations } },
            from,
        });
        const scheme = { "alb.ingress.kubernetes.io/scheme": "internet-facing" };
        deepEqual(await judge(edgeHasAFirewall, [ingress(scheme)]), [
            "ingress: the Ingress makes a public load balancer without a web ACL",
        ]);
        const protectedOne = ingress(
            { ...scheme, "alb.ingress.kubernetes.io/wafv2-acl-arn": unknown },
            { metadata: ["acl"] },
        );
        deepEqual(await judge(edgeHasAFirewall, [acl, protectedOne]), []);
        deepEqual(await judge(edgeHasAFirewall, [ingress({ "alb.ingress.kubernetes.io/scheme": "internal" })]), []);
    });
});

describe("X1 protection and ignored changes", () => {
    it("asks for protection of what holds state, where the environment is protected", async () => {
        const bucket: Resource = { type: aws.s3.Bucket, name: "state", inputs: {} };
        deepEqual(await judge(statefulResourcesAreProtected, [bucket], "prod"), [
            "state: the resource holds state, and is not protected against deletion",
        ]);
        deepEqual(await judge(statefulResourcesAreProtected, [{ ...bucket, protect: true }], "prod"), []);
        deepEqual(await judge(statefulResourcesAreProtected, [bucket], "dev"), []);
        deepEqual(await judge(statefulResourcesAreProtected, [{ type: aws.ec2.Subnet, name: "subnet" }], "prod"), []);
    });

    it("refuses to ignore changes of security fields, their parents and their parts", async () => {
        const ignoring = (type: object | string, ...ignoreChanges: string[]): Promise<string[]> =>
            judge(statefulResourcesAreProtected, [{ type, name: "it", ignoreChanges }], "dev");
        deepEqual(await ignoring(aws.ec2.SecurityGroup, "tags", "ingress"), [
            "it: ignoreChanges has ingress, which leaves changes of ingress unseen",
        ]);
        deepEqual(await ignoring(aws.ec2.SecurityGroup, "ingress[0].cidrBlocks"), [
            "it: ignoreChanges has ingress[0].cidrBlocks, which leaves changes of ingress unseen",
        ]);
        deepEqual(await ignoring(aws.ec2.SecurityGroup, "*"), [
            "it: ignoreChanges has *, which leaves changes of ingress unseen",
        ]);
        deepEqual(await ignoring("kubernetes:apps/v1:Deployment", "spec"), [
            "it: ignoreChanges has spec, which leaves changes of spec.template unseen",
        ]);
        deepEqual(await ignoring("kubernetes:apps/v1:Deployment", "spec.template.spec.containers[0].image"), [
            "it: ignoreChanges has spec.template.spec.containers[0].image, which leaves changes of spec.template unseen",
        ]);
    });

    it("allows to ignore what decides nothing, such as replicas that an autoscaler owns", async () => {
        const deployment = { type: "kubernetes:apps/v1:Deployment", name: "app", ignoreChanges: ["spec.replicas"] };
        const group = { type: aws.eks.NodeGroup, name: "nodes", ignoreChanges: ["scalingConfig.desiredSize"] };
        deepEqual(await judge(statefulResourcesAreProtected, [deployment, group], "prod"), []);
    });
});

import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { field, from, known, objectField } from "../../framework/known";
import { acrossStack, on, resourceRule } from "../../framework/rule";

const annotation = "alb.ingress.kubernetes.io";

export const edgeHasAFirewall = resourceRule({
    id: "W1",
    name: "edge-has-a-firewall",
    topic: "exposure",
    severity: "high",
    why: "Without a web application firewall every scanner, flood and known exploit reaches the application.",
    mend: "Set webAclId on the distribution, associate a web ACL with a public load balancer, or annotate its Ingress.",
    controls: ["CloudFront.6", "ELB.16", "NIST SC-7", "NIST SI-4"],
    check: [
        on(aws.cloudfront.Distribution, (distribution, violation) => {
            if (!known(distribution, "webAclId", from(aws.wafv2.WebAcl))) {
                violation("webAclId is not set");
            }
        }),
        // The load balancer of an Ingress is made by a controller: AWS policies never see it, its annotations tell.
        on(kubernetes.networking.v1.Ingress, (ingress, violation) => {
            const metadata = objectField(ingress, "metadata");
            const annotations = metadata && objectField(metadata, "annotations");
            const isPublic = annotations && field(annotations, `${annotation}/scheme`) === "internet-facing";
            if (isPublic && !field(annotations, `${annotation}/wafv2-acl-arn`, from(aws.wafv2.WebAcl))) {
                violation("the Ingress makes a public load balancer without a web ACL");
            }
        }),
        acrossStack((stack, violation) => {
            const associations = stack.all(aws.wafv2.WebAclAssociation);
            for (const balancer of stack.all(aws.lb.LoadBalancer, aws.alb.LoadBalancer)) {
                const { inputs } = balancer;
                const isApplication = ["application", undefined].includes(known(inputs, "loadBalancerType") as string);
                const isPublic = isApplication && known(inputs, "internal") !== true;
                if (isPublic && !associations.some((item) => stack.refersTo(item, "resourceArn", balancer))) {
                    violation("the load balancer is public and has no web ACL", balancer);
                }
            }
        }),
    ],
});

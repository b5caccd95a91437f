import * as aws from "@pulumi/aws";
import { isSet, known } from "../../framework/known";
import { acrossStack, on, resourceRule } from "../../framework/rule";

export const defaultSecurityGroupIsEmpty = resourceRule({
    id: "N2",
    name: "default-security-group-is-empty",
    topic: "exposure",
    severity: "high",
    why: "What is created without a security group lands in the VPC's default one, whose members reach each other freely.",
    mend: "Add an aws.ec2.DefaultSecurityGroup for the VPC, without ingress and egress: it empties the group.",
    controls: ["CIS 6.5", "EC2.2", "NIST SC-7"],
    check: [
        acrossStack((stack, violation) => {
            const emptied = stack.all(aws.ec2.DefaultSecurityGroup);
            for (const vpc of stack.all(aws.ec2.Vpc)) {
                if (!emptied.some((group) => stack.refersTo(group, "vpcId", vpc))) {
                    violation(
                        "its default security group is not managed, so it lets its members reach each other",
                        vpc,
                    );
                }
            }
        }),
        on(aws.ec2.DefaultSecurityGroup, (group, violation) => {
            for (const direction of ["ingress", "egress"] as const) {
                if (isSet(group, direction) && known(group, direction)?.length !== 0) {
                    violation(`the default security group has ${direction} rules`);
                }
            }
        }),
        on(aws.ec2.DefaultVpc, (_vpc, violation) => {
            violation("the account's default VPC is adopted; its default security group is open");
        }),
    ],
});

import * as aws from "@pulumi/aws";
import { known } from "../../framework/known";
import { on, resourceRule } from "../../framework/rule";

export const noAutomaticPublicAddresses = resourceRule({
    id: "N5",
    name: "no-automatic-public-addresses",
    topic: "exposure",
    severity: "high",
    why: "A machine that is given a public address by default is one security group rule away from the Internet.",
    mend: "Leave mapPublicIpOnLaunch and associatePublicIpAddress unset; let the load balancer face the Internet.",
    controls: ["EC2.9", "EC2.15", "EC2.25", "NIST SC-7"],
    check: [
        on(aws.ec2.Subnet, (subnet, violation) => {
            if (known(subnet, "mapPublicIpOnLaunch") === true) {
                violation("mapPublicIpOnLaunch is true");
            }
        }),
        on(aws.ec2.Instance, (instance, violation) => {
            if (known(instance, "associatePublicIpAddress") === true) {
                violation("associatePublicIpAddress is true");
            }
        }),
        on(aws.ec2.LaunchTemplate, (template, violation) => {
            violation.forEach(known(template, "networkInterfaces"), (networkInterface, index) => {
                // The AWS API takes this boolean as text.
                if (String(known(networkInterface, "associatePublicIpAddress") ?? false) === "true") {
                    violation(`networkInterfaces[${String(index)}].associatePublicIpAddress is true`);
                }
            });
        }),
        on(aws.ecs.Service, (service, violation) => {
            const configuration = known(service, "networkConfiguration");
            if (configuration && known(configuration, "assignPublicIp") === true) {
                violation("networkConfiguration.assignPublicIp is true");
            }
        }),
    ],
});

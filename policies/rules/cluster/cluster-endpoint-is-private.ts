import * as aws from "@pulumi/aws";
import { z } from "zod";
import { isWorld } from "../../framework/addresses";
import { known, list } from "../../framework/known";
import type { Context } from "../../framework/rule";
import { on, resourceRule } from "../../framework/rule";

const options = z.strictObject({
    publicEndpoint: z
        .enum(["none", "listed addresses"])
        .default("none")
        .describe("whether the API server may have a public address, for listed CIDR blocks"),
});

type Options = z.output<typeof options>;

export const clusterEndpointIsPrivate = resourceRule({
    id: "E1",
    name: "cluster-endpoint-is-private",
    topic: "exposure",
    severity: "critical",
    why: "Whoever reaches the Kubernetes API server can try stolen credentials and its next weakness on it.",
    mend: "Set endpointPrivateAccess: true and endpointPublicAccess: false, or list the addresses where that is allowed.",
    controls: ["E5.4.1", "E5.4.2", "EKS.1", "NIST SC-7"],
    options,
    check: [
        on(aws.eks.Cluster, (cluster, violation) => {
            const network = known(cluster, "vpcConfig");
            if (network === undefined || known(network, "endpointPrivateAccess") !== true) {
                violation("endpointPrivateAccess is not true");
            }
        }),
        on(aws.eks.Cluster, (cluster, violation, { options: { publicEndpoint } }: Context<Options>) => {
            const network = known(cluster, "vpcConfig");
            // EKS opens the endpoint to the world unless it is told otherwise.
            if (network !== undefined && known(network, "endpointPublicAccess") === false) {
                return;
            }
            if (publicEndpoint === "none") {
                violation("endpointPublicAccess is not false");
                return;
            }
            const blocks = network === undefined ? [] : list(network, "publicAccessCidrs");
            if (blocks.length === 0) {
                violation("the public endpoint lists no publicAccessCidrs, so it is open to the world");
            }
            violation.forEach(blocks.filter(isWorld), (block) => {
                violation(`the public endpoint is open to ${block}`);
            });
        }),
    ],
});

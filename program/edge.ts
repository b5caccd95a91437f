import type * as pulumi from "@pulumi/pulumi";

import type { App } from "../components/app/app";
import { Cdn } from "../components/edge/cdn";
import { Domain } from "../components/edge/domain";
import { Firewall } from "../components/edge/firewall";
import type { Storage } from "../components/storage/storage";
import type { Environment } from "../config/environment";

type Options = pulumi.ComponentResourceOptions;

export function createDomain(environment: Environment, opts: Options): Domain {
    const { domain, durability, region } = environment;
    return new Domain("domain", { domainName: domain.name, zoneId: domain.zoneId, region, durability }, opts);
}

export function createFirewall(environment: Environment, opts: Options): Firewall {
    const { accountId, durability, edge, logs } = environment;
    return new Firewall(
        "firewall",
        {
            mode: edge.firewallMode,
            rateLimitPerIp: edge.rateLimitPerIp,
            logRetentionDays: logs.retentionDays,
            accountId,
            durability,
        },
        opts,
    );
}

interface CdnSurroundings {
    domain: Domain;
    firewall: Firewall;
    storage: Storage;
    app: App;
}

export function createCdn(
    environment: Environment,
    { domain, firewall, storage, app }: CdnSurroundings,
    opts: Options,
): Cdn {
    return new Cdn(
        "cdn",
        {
            domainName: environment.domain.name,
            zoneId: domain.zoneId,
            certificateArn: domain.edgeCertificateArn,
            webAclArn: firewall.webAclArn,
            assetsBucket: storage.assetsBucket,
            logsBucketArn: storage.logsBucket.arn,
            origin: { loadBalancerArn: app.loadBalancerArn, dnsName: app.loadBalancerHostname },
            priceClass: environment.edge.priceClass,
        },
        opts,
    );
}

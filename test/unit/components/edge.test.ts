import { deepEqual, equal, match, rejects } from "node:assert/strict";

import type { CdnArgs } from "../../../components/edge/cdn";
import { Cdn } from "../../../components/edge/cdn";
import type { DomainArgs } from "../../../components/edge/domain";
import { Domain } from "../../../components/edge/domain";
import type { FirewallArgs } from "../../../components/edge/firewall";
import { Firewall } from "../../../components/edge/firewall";
import { deploy } from "../../support/deploy";
import { statement } from "../../support/policies";

const ACCOUNT = "123456789012";

describe("Domain", () => {
    const domain = (changes: Partial<DomainArgs> = {}) =>
        deploy(() => {
            const { zoneId, zoneArn, nameServers, regionalCertificateArn, edgeCertificateArn } = new Domain("domain", {
                domainName: "app.example.com",
                region: "eu-west-1",
                durability: "protected",
                ...changes,
            });
            return { zoneId, zoneArn, nameServers, regionalCertificateArn, edgeCertificateArn };
        });
    const ZONE = "aws:route53/zone:Zone";

    it("has a certificate for the load balancer in the region and one for the CDN in us-east-1", async () => {
        const certificates = (await domain()).findAll("aws:acm/certificate:Certificate");
        deepEqual(certificates.map(({ name, inputs }) => [name, inputs["region"], inputs["domainName"]]).sort(), [
            ["domain-edge-certificate", "us-east-1", "app.example.com"],
            ["domain-regional-certificate", "eu-west-1", "app.example.com"],
        ]);
        for (const { inputs } of certificates) {
            deepEqual([inputs["validationMethod"], inputs["subjectAlternativeNames"]], ["DNS", ["*.app.example.com"]]);
        }
    });

    it("proves both with one record, and hands a certificate over only when it is valid", async () => {
        const stack = await domain();
        const record = stack.find("aws:route53/record:Record");
        equal(record.inputs["type"], "CNAME");
        const validations = stack.findAll("aws:acm/certificateValidation:CertificateValidation");
        deepEqual(validations.map(({ inputs }) => inputs["region"]).sort(), ["eu-west-1", "us-east-1"]);
        validations.forEach(({ dependencies }) => equal(dependencies.includes(record.urn), true));
        match(stack.outputs.edgeCertificateArn, /domain-edge-certificate$/);
    });

    it("creates a zone, held on to when protected, or uses the one it is given", async () => {
        const created = await domain();
        deepEqual([created.find(ZONE).protect, created.find(ZONE).inputs["forceDestroy"]], [true, false]);
        deepEqual(created.outputs.nameServers, ["ns-1.example", "ns-2.example"]);
        const given = await domain({ zoneId: "Z123" });
        equal(given.findAll(ZONE).length, 0);
        deepEqual([given.outputs.zoneId, given.outputs.zoneArn], ["Z123", "arn:aws:route53:::hostedzone/Z123"]);
        equal((await domain({ durability: "destroyable" })).find(ZONE).protect, false);
    });

    it("refuses what is no full name", async () => {
        await rejects(domain({ domainName: "*.example.com" }), /domain\.name is "\*\.example\.com"/);
        await rejects(domain({ domainName: "localhost" }), /domain\.name is "localhost"/);
    });
});

describe("Firewall", () => {
    const firewall = (changes: Partial<FirewallArgs> = {}) =>
        deploy(() => {
            const { webAclArn } = new Firewall("firewall", {
                mode: "block",
                rateLimitPerIp: 2000,
                logRetentionDays: 90,
                accountId: ACCOUNT,
                ...changes,
            });
            return { webAclArn };
        });
    interface Rule {
        name: string;
        priority: number;
        action?: object;
        overrideAction?: object;
        statement: {
            rateBasedStatement?: { limit: number; aggregateKeyType: string };
            managedRuleGroupStatement?: { name: string; ruleActionOverrides: { name: string; actionToUse: object }[] };
        };
    }
    const rules = async (changes?: Partial<FirewallArgs>) =>
        (await firewall(changes)).find("aws:wafv2/webAcl:WebAcl").inputs["rules"] as Rule[];

    it("refuses what AWS's rules and the rate limit match", async () => {
        const [rate, ...managed] = await rules();
        deepEqual([rate?.action, rate?.statement.rateBasedStatement?.limit], [{ block: {} }, 2000]);
        deepEqual(
            managed.map(({ name }) => name),
            [
                "AWSManagedRulesAmazonIpReputationList",
                "AWSManagedRulesAnonymousIpList",
                "AWSManagedRulesKnownBadInputsRuleSet",
                "AWSManagedRulesCommonRuleSet",
                "AWSManagedRulesSQLiRuleSet",
            ],
        );
        managed.forEach(({ overrideAction }) => deepEqual(overrideAction, { none: {} }));
    });

    it("lets long prompts and code in bodies pass, and nothing else of the common rules", async () => {
        const common = (await rules()).find(({ name }) => name === "AWSManagedRulesCommonRuleSet");
        const counted = common?.statement.managedRuleGroupStatement?.ruleActionOverrides ?? [];
        equal(
            counted.some(({ name }) => name === "SizeRestrictions_BODY"),
            true,
        );
        counted.forEach(({ name, actionToUse }) => {
            match(name, /_BODY$/);
            deepEqual(actionToUse, { count: {} });
        });
    });

    it("only measures in count mode", async () => {
        const [rate, ...managed] = await rules({ mode: "count" });
        deepEqual(rate?.action, { count: {} });
        managed.forEach(({ overrideAction }) => deepEqual(overrideAction, { count: {} }));
    });

    it("gives every rule a priority of its own", async () => {
        const priorities = (await rules()).map(({ priority }) => priority);
        equal(new Set(priorities).size, priorities.length);
    });

    it("logs without credentials, in us-east-1, under a key of that region", async () => {
        const stack = await firewall();
        const logging = stack.find("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").inputs;
        deepEqual(logging["redactedFields"], [
            { singleHeader: { name: "authorization" } },
            { singleHeader: { name: "cookie" } },
        ]);
        const group = stack.find("aws:cloudwatch/logGroup:LogGroup").inputs;
        match(String(group["name"]), /^aws-waf-logs-/);
        equal(group["retentionInDays"], 90);
        match(String(group["kmsKeyId"]), /^arn:aws:kms:us-east-1:/);
        const key = stack.find("aws:kms/key:Key");
        equal(key.inputs["enableKeyRotation"], true);
        deepEqual(statement(key, "EncryptLogGroups").Principal, { Service: "logs.us-east-1.amazonaws.com" });
    });

    it("puts everything where CloudFront looks for it", async () => {
        const elsewhere = (await firewall()).resources.filter(
            ({ type, inputs }) => type.startsWith("aws:") && inputs["region"] !== "us-east-1",
        );
        deepEqual(elsewhere, []);
    });

    it("refuses a limit that WAF does not take", async () => {
        await rejects(firewall({ rateLimitPerIp: 5 }), /edge\.rateLimitPerIp is 5; .* from 10/);
    });
});

describe("Cdn", () => {
    const cdn = (changes: Partial<CdnArgs> = {}) =>
        deploy(() => {
            const { url, distributionId } = new Cdn("cdn", {
                domainName: "app.example.com",
                zoneId: "Z123",
                certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/edge",
                webAclArn: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/firewall",
                assetsBucket: {
                    name: "assets",
                    arn: "arn:aws:s3:::assets",
                    regionalDomainName: "assets.s3.eu-west-1.amazonaws.com",
                },
                logsBucketArn: "arn:aws:s3:::logs",
                origin: {
                    loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/openhands/1",
                    dnsName: "internal-openhands.elb.amazonaws.com",
                },
                ...changes,
            });
            return { url, distributionId };
        });
    interface Origin {
        originId: string;
        domainName: string;
        vpcOriginConfig?: { vpcOriginId: string };
        originAccessControlId?: string;
    }
    interface Behaviour {
        pathPattern?: string;
        targetOriginId: string;
        viewerProtocolPolicy: string;
        allowedMethods: string[];
        cachePolicyId: string;
        originRequestPolicyId?: string;
        responseHeadersPolicyId: string;
    }
    const distribution = async () =>
        (await cdn()).find("aws:cloudfront/distribution:Distribution").inputs as unknown as {
            origins: Origin[];
            defaultCacheBehavior: Behaviour;
            orderedCacheBehaviors: Behaviour[];
            customErrorResponses: { errorCode: number; responsePagePath: string }[];
            viewerCertificate: Record<string, unknown>;
            webAclId: string;
            httpVersion: string;
        };

    it("reaches the load balancer inside the VPC, over HTTPS only", async () => {
        const { vpcOriginEndpointConfig } = (await cdn()).find("aws:cloudfront/vpcOrigin:VpcOrigin").inputs as {
            vpcOriginEndpointConfig: Record<string, unknown>;
        };
        deepEqual(
            [vpcOriginEndpointConfig["originProtocolPolicy"], vpcOriginEndpointConfig["originSslProtocols"]],
            ["https-only", { items: ["TLSv1.2"], quantity: 1 }],
        );
        const [application] = (await distribution()).origins;
        equal(application?.vpcOriginConfig?.vpcOriginId, "cdn-vpc-origin-id");
    });

    it("caches nothing of the application and passes every header on, WebSocket handshakes included", async () => {
        const behaviour = (await distribution()).defaultCacheBehavior;
        deepEqual(
            [behaviour.targetOriginId, behaviour.cachePolicyId, behaviour.originRequestPolicyId],
            ["application", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "216adef6-5c7f-47e4-b989-5492eafa07d3"],
        );
        equal(behaviour.allowedMethods.length, 7);
    });

    it("serves assets from the bucket, signed, read-only", async () => {
        const { origins, orderedCacheBehaviors } = await distribution();
        deepEqual(
            orderedCacheBehaviors.map(({ pathPattern, targetOriginId, allowedMethods }) => [
                pathPattern,
                targetOriginId,
                allowedMethods,
            ]),
            [["/assets/*", "assets", ["GET", "HEAD"]]],
        );
        const bucket = origins.find(({ originId }) => originId === "assets");
        equal(bucket?.originAccessControlId, "cdn-assets-access-id");
        const control = (await cdn()).find("aws:cloudfront/originAccessControl:OriginAccessControl").inputs;
        deepEqual([control["signingBehavior"], control["originAccessControlOriginType"]], ["always", "s3"]);
    });

    it("speaks to viewers over modern TLS only, behind the firewall, with security headers on every path", async () => {
        const { viewerCertificate, webAclId, defaultCacheBehavior, orderedCacheBehaviors, httpVersion } =
            await distribution();
        equal(viewerCertificate["minimumProtocolVersion"], "TLSv1.2_2021");
        match(webAclId, /webacl\/firewall$/);
        equal(httpVersion, "http2and3");
        for (const behaviour of [defaultCacheBehavior, ...orderedCacheBehaviors]) {
            deepEqual(
                [behaviour.viewerProtocolPolicy, behaviour.responseHeadersPolicyId],
                ["redirect-to-https", "cdn-security-headers-id"],
            );
        }
        const headers = (await cdn()).find("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy").inputs[
            "securityHeadersConfig"
        ] as { strictTransportSecurity: { accessControlMaxAgeSec: number } };
        equal(headers.strictTransportSecurity.accessControlMaxAgeSec, 31_536_000);
    });

    it("shows a page while the application is unreachable, and leaves the API's own answers alone", async () => {
        const { customErrorResponses } = await distribution();
        deepEqual(
            customErrorResponses.map(({ errorCode }) => errorCode),
            [502, 503, 504],
        );
        const page = (await cdn()).find("aws:s3/bucketObjectv2:BucketObjectv2").inputs;
        customErrorResponses.forEach(({ responsePagePath }) => equal(responsePagePath, `/${String(page["key"])}`));
    });

    it("logs requests to the bucket, without cookies and query strings", async () => {
        const stack = await cdn();
        const delivery = stack.find("aws:cloudwatch/logDelivery:LogDelivery").inputs;
        const fields = delivery["recordFields"] as string[];
        deepEqual(
            fields.filter((field) => ["cs(Cookie)", "cs-uri-query"].includes(field)),
            [],
        );
        deepEqual(
            stack.find("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination").inputs[
                "deliveryDestinationConfiguration"
            ],
            { destinationResourceArn: "arn:aws:s3:::logs" },
        );
        equal(stack.find("aws:cloudwatch/logDeliverySource:LogDeliverySource").inputs["region"], "us-east-1");
    });

    it("is what the name resolves to, over IPv4 and IPv6", async () => {
        const stack = await cdn();
        deepEqual(
            stack
                .findAll("aws:route53/record:Record")
                .map(({ inputs }) => [inputs["type"], inputs["name"]])
                .sort(),
            [
                ["A", "app.example.com"],
                ["AAAA", "app.example.com"],
            ],
        );
        equal(stack.outputs.url, "https://app.example.com");
    });
});

import { deepEqual, equal, match } from "node:assert/strict";

import type { CdnArgs } from "../../../components/edge/cdn";
import { Cdn } from "../../../components/edge/cdn";
import { deploy } from "../../support/deploy";

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

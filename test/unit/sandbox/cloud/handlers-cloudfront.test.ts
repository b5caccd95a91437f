import assert from "node:assert/strict";
import { CloudFrontClient, GetDistributionConfigCommand, UpdateDistributionCommand } from "@aws-sdk/client-cloudfront";
import { handlers } from "../../../../sandbox/cloud/handlers/cloudfront";
import type { Properties } from "../../../../sandbox/provider/types";
import { account, handlerOf, lifecycle, useEmulator } from "./handlers-support";

const distribution = handlerOf(handlers, "aws:cloudfront/distribution:Distribution");
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const allViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3";

function distributionInputs(overrides: Properties = {}): Properties {
    return {
        ...distribution.defaults,
        enabled: true,
        comment: "the application's edge",
        aliases: ["app.example.com", "www.example.com"],
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        priceClass: "PriceClass_100",
        webAclId: `arn:aws:wafv2:us-east-1:${account}:global/webacl/edge/1`,
        origins: [
            {
                originId: "app",
                domainName: "internal-app.eu-central-1.elb.amazonaws.com",
                vpcOriginConfig: { vpcOriginId: "vo_1", originReadTimeout: 60, originKeepaliveTimeout: 60 },
                customHeaders: [{ name: "X-Edge", value: "1" }],
            },
            {
                originId: "assets",
                domainName: "assets.s3.eu-central-1.amazonaws.com",
                originAccessControlId: "E1OAC",
                originShield: { enabled: true, originShieldRegion: "eu-central-1" },
            },
            {
                originId: "legacy",
                domainName: "legacy.example.net",
                customOriginConfig: {
                    httpPort: 80,
                    httpsPort: 443,
                    originProtocolPolicy: "https-only",
                    originSslProtocols: ["TLSv1.2"],
                },
            },
        ],
        defaultCacheBehavior: {
            targetOriginId: "app",
            viewerProtocolPolicy: "redirect-to-https",
            allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
            cachedMethods: ["GET", "HEAD"],
            cachePolicyId: cachingDisabled,
            originRequestPolicyId: allViewer,
            compress: true,
        },
        orderedCacheBehaviors: [
            {
                pathPattern: "/assets/*",
                targetOriginId: "assets",
                viewerProtocolPolicy: "redirect-to-https",
                allowedMethods: ["GET", "HEAD"],
                cachedMethods: ["GET", "HEAD"],
                cachePolicyId: cachingOptimized,
                compress: true,
            },
        ],
        customErrorResponses: [{ errorCode: 503, errorCachingMinTtl: 0 }],
        loggingConfig: { bucket: "logs.s3.amazonaws.com", prefix: "edge/" },
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: {
            acmCertificateArn: `arn:aws:acm:us-east-1:${account}:certificate/1`,
            sslSupportMethod: "sni-only",
            minimumProtocolVersion: "TLSv1.2_2021",
        },
        tags: { owner: "platform" },
        ...overrides,
    };
}

describe("CloudFront handlers", () => {
    const context = useEmulator();

    it("takes a distribution through its life", async () => {
        const inputs = distributionInputs();
        const behavior: Properties = {
            ...(inputs.defaultCacheBehavior as Properties),
            viewerProtocolPolicy: "https-only",
        };
        delete behavior.originRequestPolicyId;
        await lifecycle(distribution, {
            context: context(),
            inputs,
            change: {
                aliases: ["app.example.com"],
                comment: undefined,
                orderedCacheBehaviors: undefined,
                restrictions: { geoRestriction: { restrictionType: "blacklist", locations: ["KP"] } },
                defaultCacheBehavior: behavior,
                tags: { owner: "data" },
            },
            created: (state, id) => {
                assert.equal(state.status, "Deployed");
                assert.equal(state.arn, `arn:aws:cloudfront::${account}:distribution/${id}`);
                assert.match(String(state.domainName), /\.cloudfront\.net$/);
                assert.equal(state.region, undefined);
            },
        });
    });

    it("shows what was changed behind the program's back", async () => {
        const { id, state } = await distribution.create(distributionInputs(), context());
        const client = context().client(CloudFrontClient);
        const { DistributionConfig, ETag } = await client.send(new GetDistributionConfigCommand({ Id: id }));
        assert.ok(DistributionConfig?.DefaultCacheBehavior);
        DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy = "allow-all";
        DistributionConfig.WebACLId = "";
        await client.send(new UpdateDistributionCommand({ Id: id, IfMatch: ETag, DistributionConfig }));
        const drifted = await distribution.read(id, state, context());
        assert.equal((drifted?.defaultCacheBehavior as Properties).viewerProtocolPolicy, "allow-all");
        assert.equal(drifted?.webAclId, undefined);
        assert.deepEqual(drifted?.orderedCacheBehaviors, state.orderedCacheBehaviors);
    });

    it("only disables a distribution that is to be retained", async () => {
        const { id, state } = await distribution.create(distributionInputs({ retainOnDelete: true }), context());
        await distribution.delete(id, state, context());
        assert.equal((await distribution.read(id, state, context()))?.enabled, false);
    });

    it("takes an origin access control through its life", async () => {
        await lifecycle(handlerOf(handlers, "aws:cloudfront/originAccessControl:OriginAccessControl"), {
            context: context(),
            inputs: {
                name: "assets",
                originAccessControlOriginType: "s3",
                signingBehavior: "always",
                signingProtocol: "sigv4",
            },
            change: { description: "for the assets", signingBehavior: "no-override" },
        });
    });
});

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { componentTags } from "../tags";
import type { Transforms } from "../transforms";
import { childTransform } from "../transforms";
import { logRequests } from "./cdn-logs";
import { createAssetsCachePolicy, createSecurityHeaders, MANAGED } from "./cdn-policies";
import { ERROR_PAGE_PATH, publishErrorPage } from "./error-page";

/** What a {@link Cdn} serves, and from where. */
export interface CdnArgs {
    /** Name that users open; the certificate must cover it. */
    domainName: string;
    zoneId: pulumi.Input<string>;
    /** In us-east-1. */
    certificateArn: pulumi.Input<string>;
    /** Firewall with the scope CLOUDFRONT. */
    webAclArn: pulumi.Input<string>;
    /** Serves `/assets/*`; the bucket lets distributions of its account read it. */
    assetsBucket: { name: pulumi.Input<string>; regionalDomainName: pulumi.Input<string> };
    /** Bucket that accepts deliveries of CloudWatch Logs. */
    logsBucketArn: pulumi.Input<string>;
    /** Internal load balancer that serves everything else, over HTTPS with a certificate for `domainName`. */
    origin: { loadBalancerArn: pulumi.Input<string>; dnsName: pulumi.Input<string> };
    /**
     * Edge locations in use: `PriceClass_100` is North America and Europe, `PriceClass_All` the world.
     *
     * @default "PriceClass_100"
     * @cost about 0.085 USD for each GB in North America and Europe, more elsewhere
     */
    priceClass?: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
    transforms?: Transforms<{ distribution: aws.cloudfront.DistributionArgs }>;
}

/**
 * Seconds that the application may take to begin its answer; CloudFront offers no more without a raised quota. It does not
 * limit a WebSocket once it is open: CloudFront closes that one after ten minutes without a message, so the application
 * pings more often than that.
 */
const ORIGIN_READ_TIMEOUT_SECONDS = 60;
/** As long as the quota allows: a reused connection saves a handshake through the VPC origin. */
const ORIGIN_KEEPALIVE_SECONDS = 60;
const ERROR_CACHE_SECONDS = 5;
const HTTPS_PORT = 443;
const HTTP_PORT = 80;

const ALL_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const READ_METHODS = ["GET", "HEAD"];

const APPLICATION = "application";
const ASSETS = "assets";

/**
 * The only public entrance: CloudFront, which reaches the internal load balancer through a VPC origin and the assets through
 * origin access control. HTTP/3, TLS 1.2 or newer, security headers, firewall, logs. Nothing of the application is cached,
 * and all it gets is passed on, WebSocket handshakes included.
 *
 * Controls: CloudFront.1, 3-10, 13, 15, WAF.1, SC-7, SC-8.
 */
export class Cdn extends pulumi.ComponentResource {
    public readonly distributionId: pulumi.Output<string>;
    public readonly distributionArn: pulumi.Output<string>;
    public readonly distributionDomainName: pulumi.Output<string>;
    /** Where users go. */
    public readonly url: pulumi.Output<string>;

    constructor(name: string, args: CdnArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:edge:Cdn", name, {}, opts);

        const vpcOrigin = this.enterVpc(name, args);
        const accessControl = this.controlAccessToAssets(name);
        publishErrorPage(this, name, args.assetsBucket.name);
        const distribution = this.createDistribution(name, args, vpcOrigin, accessControl);
        logRequests(this, name, distribution.arn, args.logsBucketArn);
        const records = this.nameDistribution(name, args, distribution);

        this.distributionId = distribution.id;
        this.distributionArn = distribution.arn;
        this.distributionDomainName = distribution.domainName;
        // Known when the name resolves, so that whoever opens it finds something.
        this.url = pulumi.all(records.map((record) => record.fqdn)).apply(() => `https://${args.domainName}`);
        this.registerOutputs({
            distributionId: this.distributionId,
            distributionArn: this.distributionArn,
            distributionDomainName: this.distributionDomainName,
            url: this.url,
        });
    }

    private enterVpc(name: string, args: CdnArgs): aws.cloudfront.VpcOrigin {
        return new aws.cloudfront.VpcOrigin(
            `${name}-vpc-origin`,
            {
                vpcOriginEndpointConfig: {
                    name: `${name}-application`,
                    arn: args.origin.loadBalancerArn,
                    // Required by the API, unused: the policy is HTTPS only.
                    httpPort: HTTP_PORT,
                    httpsPort: HTTPS_PORT,
                    originProtocolPolicy: "https-only",
                    originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
                },
                tags: componentTags("edge"),
            },
            { parent: this },
        );
    }

    private controlAccessToAssets(name: string): aws.cloudfront.OriginAccessControl {
        return new aws.cloudfront.OriginAccessControl(
            `${name}-assets-access`,
            {
                description: "Signs every request to the assets bucket",
                originAccessControlOriginType: "s3",
                signingBehavior: "always",
                signingProtocol: "sigv4",
            },
            { parent: this },
        );
    }

    private createDistribution(
        name: string,
        args: CdnArgs,
        vpcOrigin: aws.cloudfront.VpcOrigin,
        accessControl: aws.cloudfront.OriginAccessControl,
    ): aws.cloudfront.Distribution {
        const responseHeadersPolicyId = createSecurityHeaders(this, name).id;
        const assetsCachePolicyId = createAssetsCachePolicy(this, name).id;
        return new aws.cloudfront.Distribution(
            `${name}-distribution`,
            childTransform(args.transforms?.distribution, {
                comment: `${name}: ${args.domainName}`,
                enabled: true,
                aliases: [args.domainName],
                httpVersion: "http2and3",
                isIpv6Enabled: true,
                priceClass: args.priceClass ?? "PriceClass_100",
                webAclId: args.webAclArn,
                viewerCertificate: {
                    acmCertificateArn: args.certificateArn,
                    sslSupportMethod: "sni-only",
                    minimumProtocolVersion: "TLSv1.2_2021",
                },
                restrictions: { geoRestriction: { restrictionType: "none" } },
                origins: [
                    {
                        originId: APPLICATION,
                        domainName: args.origin.dnsName,
                        vpcOriginConfig: {
                            vpcOriginId: vpcOrigin.id,
                            originReadTimeout: ORIGIN_READ_TIMEOUT_SECONDS,
                            originKeepaliveTimeout: ORIGIN_KEEPALIVE_SECONDS,
                        },
                    },
                    {
                        originId: ASSETS,
                        domainName: args.assetsBucket.regionalDomainName,
                        originAccessControlId: accessControl.id,
                    },
                ],
                defaultCacheBehavior: {
                    targetOriginId: APPLICATION,
                    viewerProtocolPolicy: "redirect-to-https",
                    allowedMethods: ALL_METHODS,
                    cachedMethods: READ_METHODS,
                    compress: true,
                    cachePolicyId: MANAGED.cachingDisabled,
                    // Passes the Host header on too, which is what the load balancer's certificate is checked against.
                    originRequestPolicyId: MANAGED.allViewer,
                    responseHeadersPolicyId,
                },
                orderedCacheBehaviors: [
                    {
                        pathPattern: "/assets/*",
                        targetOriginId: ASSETS,
                        viewerProtocolPolicy: "redirect-to-https",
                        allowedMethods: READ_METHODS,
                        cachedMethods: READ_METHODS,
                        compress: true,
                        cachePolicyId: assetsCachePolicyId,
                        responseHeadersPolicyId,
                    },
                ],
                // Only what CloudFront itself answers when the application cannot be reached: error pages replace the answers
                // of every origin, and the API's own 4xx and 500 must reach its callers as they are.
                customErrorResponses: [502, 503, 504].map((errorCode) => ({
                    errorCode,
                    responseCode: errorCode,
                    responsePagePath: ERROR_PAGE_PATH,
                    errorCachingMinTtl: ERROR_CACHE_SECONDS,
                })),
                tags: componentTags("edge"),
            }),
            { parent: this },
        );
    }

    private nameDistribution(
        name: string,
        args: CdnArgs,
        distribution: aws.cloudfront.Distribution,
    ): aws.route53.Record[] {
        return (["A", "AAAA"] as const).map(
            (type) =>
                new aws.route53.Record(
                    `${name}-${type.toLowerCase()}`,
                    {
                        zoneId: args.zoneId,
                        name: args.domainName,
                        type,
                        aliases: [
                            {
                                name: distribution.domainName,
                                zoneId: distribution.hostedZoneId,
                                evaluateTargetHealth: false,
                            },
                        ],
                    },
                    { parent: this },
                ),
        );
    }
}

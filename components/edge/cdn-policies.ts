import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Policies that AWS manages, by the ids that it publishes in the CloudFront developer guide ("Use managed cache policies",
 * "Use managed origin request policies").
 */
export const MANAGED = {
    cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    /** Every header (`Sec-WebSocket-*` among them), cookie and query string. */
    allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
};

const YEAR_SECONDS = 31_536_000;
const DAY_SECONDS = 86_400;

/** What browsers are told about every answer, whatever the origin says. */
export function createSecurityHeaders(parent: pulumi.Resource, name: string): aws.cloudfront.ResponseHeadersPolicy {
    return new aws.cloudfront.ResponseHeadersPolicy(
        `${name}-security-headers`,
        {
            comment: "HTTPS only, no sniffing, no framing by others",
            securityHeadersConfig: {
                strictTransportSecurity: {
                    accessControlMaxAgeSec: YEAR_SECONDS,
                    includeSubdomains: true,
                    // Preloading cannot be taken back for months and binds every name of the domain: the owner's choice.
                    preload: false,
                    override: true,
                },
                contentTypeOptions: { override: true },
                // The application frames its own editor and browser views.
                frameOptions: { frameOption: "SAMEORIGIN", override: true },
                referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
                // The application knows which scripts and sockets it needs; without a policy of its own, this one stays harmless.
                contentSecurityPolicy: {
                    contentSecurityPolicy: "frame-ancestors 'self'; base-uri 'self'; object-src 'none'",
                    override: false,
                },
            },
            removeHeadersConfig: { items: [{ header: "Server" }, { header: "X-Powered-By" }] },
        },
        { parent },
    );
}

/** Files whose name changes with their content are kept for a year, the others as their own headers say. */
export function createAssetsCachePolicy(parent: pulumi.Resource, name: string): aws.cloudfront.CachePolicy {
    return new aws.cloudfront.CachePolicy(
        `${name}-assets-cache`,
        {
            comment: "Static files: by path only",
            minTtl: 0,
            defaultTtl: DAY_SECONDS,
            maxTtl: YEAR_SECONDS,
            parametersInCacheKeyAndForwardedToOrigin: {
                enableAcceptEncodingBrotli: true,
                enableAcceptEncodingGzip: true,
                cookiesConfig: { cookieBehavior: "none" },
                headersConfig: { headerBehavior: "none" },
                queryStringsConfig: { queryStringBehavior: "none" },
            },
        },
        { parent },
    );
}

import type {
    DistributionConfig,
    GeoRestrictionType,
    HttpVersion,
    MinimumProtocolVersion,
    PriceClass,
    SSLSupportMethod,
    ViewerCertificate,
} from "@aws-sdk/client-cloudfront";
import type { Properties } from "../../../provider/types";
import { overlay, overlayEach, unlessEmpty } from "../shared/observe";
import { fromBehavior, toBehavior } from "./cache-behavior";
import type { BehaviorInput } from "./cache-behavior";
import { quantified } from "./client";
import { fromOrigin, toOrigin } from "./origin";
import type { OriginInput } from "./origin";

interface CertificateInput {
    acmCertificateArn?: string;
    cloudfrontDefaultCertificate?: boolean;
    iamCertificateId?: string;
    minimumProtocolVersion?: string;
    sslSupportMethod?: string;
}

interface ErrorResponseInput {
    errorCode: number;
    errorCachingMinTtl?: number;
    responseCode?: number;
    responsePagePath?: string;
}

interface OriginGroupInput {
    originId: string;
    failoverCriteria: { statusCodes: number[] };
    members: { originId: string }[];
}

interface RestrictionsInput {
    geoRestriction: { restrictionType: string; locations?: string[] };
}

interface LoggingInput {
    bucket?: string;
    includeCookies?: boolean;
    prefix?: string;
}

/** The whole configuration, which creation and update send alike. */
export function toConfig(inputs: Properties, callerReference: string): DistributionConfig {
    const { geoRestriction } = inputs.restrictions as RestrictionsInput;
    const logging = inputs.loggingConfig as LoggingInput | undefined;
    return {
        CallerReference: callerReference,
        Aliases: quantified(inputs.aliases as string[] | undefined),
        DefaultRootObject: (inputs.defaultRootObject as string | undefined) ?? "",
        Origins: requiredList((inputs.origins as OriginInput[]).map(toOrigin)),
        OriginGroups: quantified((inputs.originGroups as OriginGroupInput[] | undefined)?.map(toOriginGroup)),
        DefaultCacheBehavior: toBehavior(inputs.defaultCacheBehavior as BehaviorInput),
        CacheBehaviors: quantified(
            (inputs.orderedCacheBehaviors as BehaviorInput[] | undefined)?.map((behavior) => ({
                PathPattern: behavior.pathPattern,
                ...toBehavior(behavior),
            })),
        ),
        CustomErrorResponses: quantified(
            (inputs.customErrorResponses as ErrorResponseInput[] | undefined)?.map(
                ({ errorCode, errorCachingMinTtl, responseCode, responsePagePath }) => ({
                    ErrorCode: errorCode,
                    ErrorCachingMinTTL: errorCachingMinTtl,
                    ResponseCode: responseCode === undefined ? undefined : String(responseCode),
                    ResponsePagePath: responsePagePath,
                }),
            ),
        ),
        Comment: (inputs.comment as string | undefined) ?? "",
        Logging: {
            Enabled: logging !== undefined,
            IncludeCookies: logging?.includeCookies ?? false,
            Bucket: logging?.bucket ?? "",
            Prefix: logging?.prefix ?? "",
        },
        PriceClass: inputs.priceClass as PriceClass,
        Enabled: inputs.enabled as boolean,
        ViewerCertificate: toCertificate(inputs.viewerCertificate as CertificateInput),
        Restrictions: {
            GeoRestriction: {
                RestrictionType: geoRestriction.restrictionType as GeoRestrictionType,
                ...quantified(geoRestriction.locations),
            },
        },
        WebACLId: (inputs.webAclId as string | undefined) ?? "",
        HttpVersion: inputs.httpVersion as HttpVersion,
        IsIPV6Enabled: inputs.isIpv6Enabled === true,
    };
}

const requiredList = <Item>(items: Item[]): { Quantity: number; Items: Item[] } => ({
    Quantity: items.length,
    Items: items,
});

function toOriginGroup({ originId, failoverCriteria, members }: OriginGroupInput) {
    return {
        Id: originId,
        FailoverCriteria: { StatusCodes: requiredList(failoverCriteria.statusCodes) },
        Members: requiredList(members.map((member) => ({ OriginId: member.originId }))),
    };
}

function toCertificate(input: CertificateInput): ViewerCertificate {
    const custom = input.acmCertificateArn !== undefined || input.iamCertificateId !== undefined;
    return {
        ACMCertificateArn: input.acmCertificateArn,
        IAMCertificateId: input.iamCertificateId,
        CloudFrontDefaultCertificate: !custom,
        MinimumProtocolVersion: input.minimumProtocolVersion as MinimumProtocolVersion | undefined,
        SSLSupportMethod: custom ? (input.sslSupportMethod as SSLSupportMethod | undefined) : undefined,
    };
}

/** The configuration in the provider's shape, as far as the emulator keeps it; of the rest the record is the truth. */
export function fromConfig(config: DistributionConfig, recorded: Properties): Properties {
    const { ViewerCertificate: certificate, Restrictions } = config;
    const geo = Restrictions?.GeoRestriction;
    return {
        aliases: unlessEmpty(recorded.aliases, config.Aliases?.Items ?? []),
        callerReference: config.CallerReference,
        comment: config.Comment || null,
        defaultRootObject: config.DefaultRootObject || null,
        enabled: config.Enabled,
        httpVersion: config.HttpVersion,
        isIpv6Enabled: config.IsIPV6Enabled,
        priceClass: config.PriceClass,
        webAclId: config.WebACLId || null,
        loggingV1Enabled: config.Logging?.Enabled ?? false,
        origins: overlayEach(recorded.origins, (config.Origins?.Items ?? []).map(fromOrigin), "originId"),
        defaultCacheBehavior:
            config.DefaultCacheBehavior &&
            overlay(recorded.defaultCacheBehavior, fromBehavior(config.DefaultCacheBehavior)),
        orderedCacheBehaviors: unlessEmpty(
            recorded.orderedCacheBehaviors,
            overlayEach(
                recorded.orderedCacheBehaviors,
                (config.CacheBehaviors?.Items ?? []).map(fromBehavior),
                "pathPattern",
            ),
        ),
        restrictions: overlay(recorded.restrictions, {
            geoRestriction: { restrictionType: geo?.RestrictionType, locations: geo?.Items ?? [] },
        }),
        viewerCertificate: overlay(recorded.viewerCertificate, {
            acmCertificateArn: certificate?.ACMCertificateArn || null,
            iamCertificateId: certificate?.IAMCertificateId || null,
            cloudfrontDefaultCertificate: certificate?.CloudFrontDefaultCertificate,
            minimumProtocolVersion: certificate?.MinimumProtocolVersion,
            sslSupportMethod: certificate?.SSLSupportMethod,
        }),
    };
}

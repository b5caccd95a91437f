import type {
    CacheBehavior,
    DefaultCacheBehavior,
    EventType,
    ItemSelection,
    Method,
    ViewerProtocolPolicy,
} from "@aws-sdk/client-cloudfront";
import type { Properties } from "../../../provider/types";
import { quantified } from "./client";

/** Both kinds of cache behaviour in the provider's shape; only the ordered ones have a path pattern. */
export interface BehaviorInput {
    pathPattern?: string;
    targetOriginId: string;
    viewerProtocolPolicy: string;
    allowedMethods: string[];
    cachedMethods: string[];
    cachePolicyId?: string;
    compress?: boolean;
    defaultTtl?: number;
    fieldLevelEncryptionId?: string;
    forwardedValues?: {
        queryString: boolean;
        cookies: { forward: string; whitelistedNames?: string[] };
        headers?: string[];
        queryStringCacheKeys?: string[];
    };
    functionAssociations?: { eventType: string; functionArn: string }[];
    grpcConfig?: { enabled: boolean };
    lambdaFunctionAssociations?: { eventType: string; lambdaArn: string; includeBody?: boolean }[];
    maxTtl?: number;
    minTtl?: number;
    originRequestPolicyId?: string;
    realtimeLogConfigArn?: string;
    responseHeadersPolicyId?: string;
    smoothStreaming?: boolean;
    trustedKeyGroups?: string[];
    trustedSigners?: string[];
}

export function toBehavior(input: BehaviorInput): DefaultCacheBehavior {
    const { trustedKeyGroups = [], trustedSigners = [], forwardedValues } = input;
    return {
        TargetOriginId: input.targetOriginId,
        ViewerProtocolPolicy: input.viewerProtocolPolicy as ViewerProtocolPolicy,
        AllowedMethods: {
            Quantity: input.allowedMethods.length,
            Items: input.allowedMethods as Method[],
            CachedMethods: { Quantity: input.cachedMethods.length, Items: input.cachedMethods as Method[] },
        },
        CachePolicyId: input.cachePolicyId,
        Compress: input.compress ?? false,
        FieldLevelEncryptionId: input.fieldLevelEncryptionId ?? "",
        ForwardedValues: forwardedValues && {
            QueryString: forwardedValues.queryString,
            Cookies: {
                Forward: forwardedValues.cookies.forward as ItemSelection,
                WhitelistedNames: forwardedValues.cookies.whitelistedNames && {
                    ...quantified(forwardedValues.cookies.whitelistedNames),
                },
            },
            Headers: quantified(forwardedValues.headers),
            QueryStringCacheKeys: quantified(forwardedValues.queryStringCacheKeys),
        },
        FunctionAssociations: quantified(
            input.functionAssociations?.map(({ eventType, functionArn }) => ({
                EventType: eventType as EventType,
                FunctionARN: functionArn,
            })),
        ),
        GrpcConfig: input.grpcConfig && { Enabled: input.grpcConfig.enabled },
        LambdaFunctionAssociations: quantified(
            input.lambdaFunctionAssociations?.map(({ eventType, lambdaArn, includeBody }) => ({
                EventType: eventType as EventType,
                LambdaFunctionARN: lambdaArn,
                IncludeBody: includeBody,
            })),
        ),
        // Times to live belong to the cache policy where there is one.
        ...(input.cachePolicyId === undefined && {
            MinTTL: input.minTtl ?? 0,
            DefaultTTL: input.defaultTtl,
            MaxTTL: input.maxTtl,
        }),
        OriginRequestPolicyId: input.originRequestPolicyId,
        RealtimeLogConfigArn: input.realtimeLogConfigArn,
        ResponseHeadersPolicyId: input.responseHeadersPolicyId,
        SmoothStreaming: input.smoothStreaming ?? false,
        TrustedKeyGroups: { Enabled: trustedKeyGroups.length > 0, ...quantified(trustedKeyGroups) },
        TrustedSigners: { Enabled: trustedSigners.length > 0, ...quantified(trustedSigners) },
    };
}

/** What the emulator keeps of a behaviour; the functions at its events, among others, it forgets. */
export function fromBehavior(behavior: DefaultCacheBehavior | CacheBehavior): Properties {
    return {
        ...("PathPattern" in behavior && { pathPattern: behavior.PathPattern }),
        targetOriginId: behavior.TargetOriginId,
        viewerProtocolPolicy: behavior.ViewerProtocolPolicy,
        allowedMethods: behavior.AllowedMethods?.Items,
        cachedMethods: behavior.AllowedMethods?.CachedMethods?.Items,
        cachePolicyId: behavior.CachePolicyId || null,
        compress: behavior.Compress,
        originRequestPolicyId: behavior.OriginRequestPolicyId || null,
        responseHeadersPolicyId: behavior.ResponseHeadersPolicyId || null,
    };
}

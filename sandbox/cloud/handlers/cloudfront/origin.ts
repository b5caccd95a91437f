import type { Origin, OriginProtocolPolicy, SslProtocol } from "@aws-sdk/client-cloudfront";
import type { Properties } from "../../../provider/types";
import { quantified } from "./client";

/** An origin in the provider's shape. */
export interface OriginInput {
    originId: string;
    domainName: string;
    originPath?: string;
    originAccessControlId?: string;
    connectionAttempts?: number;
    connectionTimeout?: number;
    responseCompletionTimeout?: number;
    customHeaders?: { name: string; value: string }[];
    customOriginConfig?: {
        httpPort: number;
        httpsPort: number;
        originProtocolPolicy: string;
        originSslProtocols: string[];
        originReadTimeout?: number;
        originKeepaliveTimeout?: number;
    };
    originShield?: { enabled: boolean; originShieldRegion?: string };
    s3OriginConfig?: { originAccessIdentity: string };
    vpcOriginConfig?: { vpcOriginId: string; originReadTimeout?: number; originKeepaliveTimeout?: number };
}

export function toOrigin(input: OriginInput): Origin {
    const { customOriginConfig: custom, vpcOriginConfig: vpc, originShield: shield } = input;
    return {
        Id: input.originId,
        DomainName: input.domainName,
        OriginPath: input.originPath ?? "",
        OriginAccessControlId: input.originAccessControlId ?? "",
        ConnectionAttempts: input.connectionAttempts ?? 3,
        ConnectionTimeout: input.connectionTimeout ?? 10,
        ResponseCompletionTimeout: input.responseCompletionTimeout,
        CustomHeaders: quantified(
            input.customHeaders?.map(({ name, value }) => ({ HeaderName: name, HeaderValue: value })),
        ),
        OriginShield: {
            Enabled: shield?.enabled ?? false,
            OriginShieldRegion: shield?.originShieldRegion,
        },
        CustomOriginConfig: custom && {
            HTTPPort: custom.httpPort,
            HTTPSPort: custom.httpsPort,
            OriginProtocolPolicy: custom.originProtocolPolicy as OriginProtocolPolicy,
            OriginReadTimeout: custom.originReadTimeout ?? 30,
            OriginKeepaliveTimeout: custom.originKeepaliveTimeout ?? 5,
            OriginSslProtocols: {
                Quantity: custom.originSslProtocols.length,
                Items: custom.originSslProtocols as SslProtocol[],
            },
        },
        VpcOriginConfig: vpc && {
            VpcOriginId: vpc.vpcOriginId,
            OriginReadTimeout: vpc.originReadTimeout,
            OriginKeepaliveTimeout: vpc.originKeepaliveTimeout,
        },
        // A bucket behind an access control is written with an empty identity, as the official provider does.
        S3OriginConfig:
            custom === undefined && vpc === undefined
                ? { OriginAccessIdentity: input.s3OriginConfig?.originAccessIdentity ?? "" }
                : undefined,
    };
}

/** What the emulator keeps of an origin; access control and VPC origin, among others, it forgets. */
export function fromOrigin(origin: Origin): Properties {
    return {
        originId: origin.Id,
        domainName: origin.DomainName,
        originPath: origin.OriginPath,
        connectionAttempts: origin.ConnectionAttempts,
        connectionTimeout: origin.ConnectionTimeout,
    };
}

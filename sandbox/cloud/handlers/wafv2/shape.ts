import type { Properties } from "../../../provider/types";

/** Members whose spelling in the API is not the provider's with a capital. */
const renames: Record<string, string> = {
    apiGateway: "API_GATEWAY",
    appRunnerService: "APP_RUNNER_SERVICE",
    arn: "ARN",
    asn: "ASN",
    asnLists: "AsnList",
    awsManagedRulesAcfpRuleSet: "AWSManagedRulesACFPRuleSet",
    awsManagedRulesAntiDdosRuleSet: "AWSManagedRulesAntiDDoSRuleSet",
    awsManagedRulesAtpRuleSet: "AWSManagedRulesATPRuleSet",
    awsManagedRulesBotControlRuleSet: "AWSManagedRulesBotControlRuleSet",
    cloudfront: "CLOUDFRONT",
    cloudwatchMetricsEnabled: "CloudWatchMetricsEnabled",
    cognitoUserPool: "COGNITO_USER_POOL",
    forwardedIp: "ForwardedIP",
    forwardedIpConfig: "ForwardedIPConfig",
    headerOrders: "HeaderOrder",
    httpMethod: "HTTPMethod",
    ip: "IP",
    ipSetForwardedIpConfig: "IPSetForwardedIPConfig",
    ipSetReferenceStatement: "IPSetReferenceStatement",
    ja3Fingerprint: "JA3Fingerprint",
    ja4Fingerprint: "JA4Fingerprint",
    matchPatterns: "MatchPattern",
    requestBodies: "RequestBody",
    verifiedAccessInstance: "VERIFIED_ACCESS_INSTANCE",
};
const originals = Object.fromEntries(Object.entries(renames).map(([property, member]) => [member, property]));

/** Lists of one in the provider, single blocks in the API. */
const lists = new Set(["headerOrders", "headers", "matchPatterns", "requestBodies"]);

/** Texts that travel as bytes. */
const bytes = "searchString";

/** A block of the provider, as a rule or a visibility configuration, in the API's shape. */
export function toWaf<Shape>(value: unknown): Shape {
    return convert(value, (property, member) => {
        if (property === bytes) {
            return ["SearchString", Buffer.from(String(member))];
        }
        const single: unknown = lists.has(property) && Array.isArray(member) ? member[0] : member;
        return [renames[property] ?? property.charAt(0).toUpperCase() + property.slice(1), single];
    }) as Shape;
}

/** A block of the API in the provider's shape. */
export function fromWaf(value: unknown): unknown {
    return convert(value, (member, content) => {
        if (content instanceof Uint8Array) {
            return [bytes, Buffer.from(content).toString("utf8")];
        }
        const property = originals[member] ?? member.charAt(0).toLowerCase() + member.slice(1);
        return [property, lists.has(property) && !Array.isArray(content) ? [content] : content];
    });
}

function convert(value: unknown, entry: (key: string, member: unknown) => [string, unknown]): unknown {
    if (Array.isArray(value)) {
        return value.map((element) => convert(element, entry));
    }
    if (value === null || typeof value !== "object" || value instanceof Uint8Array) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value)
            .filter(([, member]) => member !== undefined && member !== null)
            .map(([key, member]) => {
                const [name, content] = entry(key, member);
                return [name, convert(content, entry)];
            }),
    );
}

interface ResponseBody {
    key: string;
    content: string;
    contentType: string;
}

/** Bodies are keyed in the API and listed in the provider. */
export function toResponseBodies(bodies: unknown): Record<string, never> | undefined {
    const entries = (bodies as ResponseBody[] | undefined)?.map(({ key, content, contentType }) => [
        key,
        { Content: content, ContentType: contentType },
    ]);
    return entries && (Object.fromEntries(entries) as Record<string, never>);
}

export function fromResponseBodies(bodies: Record<string, Properties> | undefined): Properties[] {
    return Object.entries(bodies ?? {}).map(([key, { Content, ContentType }]) => ({
        key,
        content: Content,
        contentType: ContentType,
    }));
}

import ipaddr from "ipaddr.js";
import { z } from "zod";

declare module "zod" {
    /** What the error messages and the configuration reference say about a key beyond its type. */
    interface GlobalMeta {
        /** How a valid value reads, for values whose type alone does not tell, e.g. `a CIDR block such as 10.20.0.0/16`. */
        form?: string;
        /** What one unit costs a month, us-east-1 on demand. */
        cost?: string;
    }
}

/** Retention periods that CloudWatch Logs accepts, in days; it refuses every other number. */
export const CLOUDWATCH_RETENTION_DAYS = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** A block of IPv4 addresses, written by its first address: `10.20.0.0/16`, not `10.20.0.1/16`. */
export function cidrBlock() {
    return z
        .string()
        .refine(isCidrBlock, "is not a block of IPv4 addresses written by its first address")
        .meta({ form: "a CIDR block such as 10.20.0.0/16" });
}

function isCidrBlock(value: string): boolean {
    if (!ipaddr.IPv4.isValidCIDR(value)) {
        return false;
    }
    const [address] = value.split("/");
    return ipaddr.IPv4.networkAddressFromCIDR(value).toString() === address;
}

/**
 * A secret by reference: the full ARN of a Secrets Manager secret, suffix included. The value is never in a stack file;
 * the parts that carry a region and an account are checked against the environment's.
 */
export function secretArn() {
    return z
        .string()
        .regex(/^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-\w{6}$/, "is not the ARN of a secret")
        .meta({
            form: "the ARN of a Secrets Manager secret (arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX)",
        });
}

export function roleArn() {
    return z
        .string()
        .regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/, "is not the ARN of a role")
        .meta({ form: "the ARN of an IAM role (arn:aws:iam::ACCOUNT:role/NAME)" });
}

export function domainName() {
    return z
        .string()
        .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, "is not a domain name")
        .meta({ form: "a domain name in lower case such as openhands.example.com" });
}

export function email() {
    return z.email("is not an e-mail address").meta({ form: "an e-mail address" });
}

export function httpsUrl() {
    return z
        .url({ protocol: /^https$/, error: "is not an https address" })
        .meta({ form: "an address that starts with https://" });
}

/** A count of things, inclusive at both ends. */
export function count(minimum: number, maximum: number) {
    return z.int().min(minimum).max(maximum);
}

/** An Aurora capacity: whole or half capacity units. */
export function capacityUnits() {
    return z.number().min(0).max(256).multipleOf(0.5).meta({ form: "a number from 0 to 256 in steps of 0.5" });
}

export function path() {
    return z
        .string()
        .regex(/^\/[\w/.-]*$/, "is not a path")
        .meta({ form: "a path that starts with /" });
}

/** A Kubernetes label key or value is short and plain; a record of them is a set of labels. */
export function labels() {
    return z.record(z.string().regex(/^[a-zA-Z0-9][\w./-]{0,62}$/), z.string().regex(/^[a-zA-Z0-9][\w.-]{0,62}$/));
}

/** A Kubernetes resource quantity: `250m`, `512Mi`, `2`. */
export function quantity(kind: "cpu" | "memory") {
    const [pattern, form] =
        kind === "cpu"
            ? [/^\d+(m|\.\d+)?$/, "an amount of CPU such as 250m or 2"]
            : [/^\d+(Mi|Gi)$/, "an amount of memory such as 512Mi or 2Gi"];
    return z.string().regex(pattern, `is not ${form}`).meta({ form });
}

import { createHash } from "node:crypto";
import { at, type KubernetesObject, listAt, stringAt } from "../objects";

const PREFIX = "alb.ingress.kubernetes.io/";

/** Names of load balancers and target groups are at most this long. */
const MAX_NAME_LENGTH = 32;

export interface Listener {
    protocol: "HTTP" | "HTTPS";
    port: number;
}

export interface Backend {
    host?: string;
    path: string;
    pathType: string;
    service: string;
    /** Number or name of the Service's port. */
    port: string;
}

/** The load balancer that an Ingress asks for. */
export interface Model {
    name: string;
    /** `namespace/name` of the Ingress; the controller tags everything it makes with it. */
    stack: string;
    scheme: "internal" | "internet-facing";
    /** Ids or names; empty: those tagged for load balancers of this scheme. */
    subnets: string[];
    /** Ids or names; empty: one is made that admits `inboundCidrs`. */
    securityGroups: string[];
    inboundCidrs: string[];
    listeners: Listener[];
    certificates: string[];
    sslPolicy?: string;
    attributes: Record<string, string>;
    backends: Backend[];
    targetType: "ip" | "instance";
    targetGroupAttributes: Record<string, string>;
    healthCheck: { path: string; intervalSeconds: number; healthyThreshold: number; successCodes: string };
    tags: Record<string, string>;
}

/**
 * Reads an Ingress as the AWS Load Balancer Controller does.
 *
 * @throws with the annotation that is wrong and what it may be.
 */
export function modelOf(ingress: KubernetesObject): Model {
    const text = (name: string) => ingress.metadata.annotations?.[`${PREFIX}${name}`];
    const list = (name: string) => split(text(name));
    const number = (name: string, fallback: number) => {
        const value = Number(text(name) ?? fallback);
        if (!Number.isInteger(value) || value <= 0) {
            throw new Error(`${PREFIX}${name} must be a whole number, not "${text(name)}"`);
        }
        return value;
    };
    const certificates = list("certificate-arn");
    return {
        name: nameOf(ingress, text("load-balancer-name")),
        stack: `${ingress.metadata.namespace}/${ingress.metadata.name}`,
        scheme: choice("scheme", text("scheme") ?? "internal", ["internal", "internet-facing"]),
        subnets: list("subnets"),
        securityGroups: list("security-groups"),
        inboundCidrs: text("inbound-cidrs") === undefined ? ["0.0.0.0/0"] : list("inbound-cidrs"),
        listeners: listenersOf(text("listen-ports"), certificates.length > 0),
        certificates,
        sslPolicy: text("ssl-policy"),
        attributes: pairs("load-balancer-attributes", text("load-balancer-attributes")),
        backends: backendsOf(ingress),
        targetType: choice("target-type", text("target-type") ?? "instance", ["ip", "instance"]),
        targetGroupAttributes: pairs("target-group-attributes", text("target-group-attributes")),
        healthCheck: {
            path: text("healthcheck-path") ?? "/",
            intervalSeconds: number("healthcheck-interval-seconds", 15),
            healthyThreshold: number("healthy-threshold-count", 2),
            successCodes: text("success-codes") ?? "200",
        },
        tags: pairs("tags", text("tags")),
    };
}

/** `k8s-<namespace>-<name>-<hash>`, cut as the controller cuts them. */
export function generatedName(namespace: string, name: string, ...salt: string[]): string {
    const short = (part: string) => part.replaceAll(/[^a-z0-9]/g, "").slice(0, 8);
    const hash = createHash("sha256")
        .update([namespace, name, ...salt].join("/"))
        .digest("hex")
        .slice(0, 10);
    return `k8s-${short(namespace)}-${short(name)}-${hash}`;
}

function nameOf(ingress: KubernetesObject, given: string | undefined): string {
    if (given === undefined) {
        return generatedName(ingress.metadata.namespace ?? "", ingress.metadata.name ?? "");
    }
    if (given.length > MAX_NAME_LENGTH || !/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(given)) {
        throw new Error(
            `${PREFIX}load-balancer-name "${given}" must be at most ${MAX_NAME_LENGTH} letters, digits and hyphens`,
        );
    }
    return given;
}

function listenersOf(given: string | undefined, hasCertificate: boolean): Listener[] {
    if (given === undefined) {
        return [hasCertificate ? { protocol: "HTTPS", port: 443 } : { protocol: "HTTP", port: 80 }];
    }
    let entries: unknown;
    try {
        entries = JSON.parse(given);
    } catch (error) {
        throw new Error(`${PREFIX}listen-ports must be JSON, as in [{"HTTPS": 443}]`, { cause: error });
    }
    const listeners = (Array.isArray(entries) ? entries : []).flatMap((entry) => Object.entries(entry as object));
    if (listeners.length === 0) {
        throw new Error(`${PREFIX}listen-ports names no port, as in [{"HTTPS": 443}]`);
    }
    return listeners.map(([protocol, port]) => {
        if ((protocol !== "HTTP" && protocol !== "HTTPS") || !Number.isInteger(port)) {
            throw new Error(`${PREFIX}listen-ports: ${protocol} ${String(port)} is not HTTP or HTTPS with a port`);
        }
        if (protocol === "HTTPS" && !hasCertificate) {
            throw new Error(`${PREFIX}listen-ports asks for HTTPS, but there is no ${PREFIX}certificate-arn`);
        }
        return { protocol, port: port as number };
    });
}

function backendsOf(ingress: KubernetesObject): Backend[] {
    const backends = listAt(ingress, "spec", "rules").flatMap((rule) =>
        listAt(rule, "http", "paths").map((path) => ({
            host: stringAt(rule, "host") || undefined,
            path: stringAt(path, "path") || "/",
            pathType: stringAt(path, "pathType"),
            ...backendOf(at(path, "backend")),
        })),
    );
    const fallback = at(ingress, "spec", "defaultBackend");
    return fallback === undefined ? backends : [...backends, { path: "/", pathType: "Prefix", ...backendOf(fallback) }];
}

function backendOf(backend: unknown): Pick<Backend, "service" | "port"> {
    const number = at(backend, "service", "port", "number");
    return {
        service: stringAt(backend, "service", "name"),
        port: typeof number === "number" ? String(number) : stringAt(backend, "service", "port", "name"),
    };
}

function choice<T extends string>(name: string, value: string, allowed: readonly T[]): T {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) {
        throw new Error(`${PREFIX}${name} must be ${allowed.join(" or ")}, not "${value}"`);
    }
    return found;
}

function pairs(name: string, given: string | undefined): Record<string, string> {
    const entries = split(given).map((pair) => {
        const at = pair.indexOf("=");
        if (at < 1) {
            throw new Error(`${PREFIX}${name} must be key=value pairs, not "${pair}"`);
        }
        return [pair.slice(0, at), pair.slice(at + 1)];
    });
    return Object.fromEntries(entries) as Record<string, string>;
}

function split(given: string | undefined): string[] {
    return (given ?? "")
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== "");
}

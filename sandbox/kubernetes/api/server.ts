import { readFileSync } from "node:fs";
import * as https from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import type { KubernetesObject, ObjectRef } from "../objects";
import { ApiError, UnknownKindError } from "./errors";

export interface ApplyOptions {
    fieldManager: string;
    /** Take over fields that others own. */
    force?: boolean;
    /** Everything but the writing: validation, admission, defaults. */
    dryRun?: boolean;
}

export interface ListOptions {
    namespace?: string;
    labelSelector?: string;
    fieldSelector?: string;
}

/** What the stand-in asks of an API server; tests put a fake in its place. */
export interface Api {
    /** `undefined` when the server does not serve the kind. */
    isNamespaced(apiVersion: string, kind: string): Promise<boolean | undefined>;
    get(ref: ObjectRef): Promise<KubernetesObject | undefined>;
    list(apiVersion: string, kind: string, options?: ListOptions): Promise<KubernetesObject[]>;
    /** Server-side apply with strict field validation. */
    apply(object: KubernetesObject, options: ApplyOptions): Promise<KubernetesObject>;
    /** False when there was nothing to delete. */
    delete(ref: ObjectRef, propagationPolicy: string): Promise<boolean>;
}

interface ApiResource {
    name: string;
    kind: string;
    namespaced: boolean;
}

/** A broken connection is tried again this often: a control plane that is just starting refuses for a moment. */
const CONNECTION_ATTEMPTS = 5;
const CONNECTION_PAUSE_MS = 500;
const REQUEST_TIMEOUT_MS = 60_000;

/** The API server of a kubeconfig, over HTTPS with kept-alive connections. */
export class ApiServer implements Api {
    private readonly agent = new https.Agent({ keepAlive: true, maxSockets: 32 });
    /** By apiVersion; forgotten when a kind is missing, as CustomResourceDefinitions come and go. */
    private readonly discovered = new Map<string, Promise<ApiResource[]>>();

    constructor(private readonly config: KubeConfig) {}

    static fromKubeconfig(path: string): ApiServer {
        const config = new KubeConfig();
        config.loadFromString(readFileSync(path, "utf8"));
        return new ApiServer(config);
    }

    /** Address of the server, as in `https://127.0.0.1:6443`. */
    get address(): string {
        return this.config.getCurrentCluster()?.server ?? "";
    }

    async isNamespaced(apiVersion: string, kind: string): Promise<boolean | undefined> {
        return (await this.find(apiVersion, kind))?.namespaced;
    }

    async get(ref: ObjectRef): Promise<KubernetesObject | undefined> {
        if ((await this.find(ref.apiVersion, ref.kind)) === undefined) {
            return undefined;
        }
        try {
            return await this.request<KubernetesObject>("GET", await this.pathOf(ref));
        } catch (error) {
            if (error instanceof ApiError && error.isNotFound) {
                return undefined;
            }
            throw error;
        }
    }

    async list(apiVersion: string, kind: string, options: ListOptions = {}): Promise<KubernetesObject[]> {
        const query = new URLSearchParams();
        for (const key of ["labelSelector", "fieldSelector"] as const) {
            if (options[key] !== undefined) {
                query.set(key, options[key]);
            }
        }
        const path = await this.collectionOf(apiVersion, kind, options.namespace);
        const { items } = await this.request<{ items: KubernetesObject[] }>("GET", `${path}?${query.toString()}`);
        // The items of a list leave out what its head says once.
        return items.map((item) => ({ ...item, apiVersion, kind }));
    }

    async apply(object: KubernetesObject, { fieldManager, force, dryRun }: ApplyOptions): Promise<KubernetesObject> {
        const query = new URLSearchParams({ fieldManager, force: String(force ?? false), fieldValidation: "Strict" });
        if (dryRun) {
            query.set("dryRun", "All");
        }
        const { name = "", namespace } = object.metadata;
        const path = await this.pathOf({ apiVersion: object.apiVersion, kind: object.kind, namespace, name });
        const body = JSON.stringify(object);
        return await this.request<KubernetesObject>(
            "PATCH",
            `${path}?${query.toString()}`,
            body,
            "application/apply-patch+yaml",
        );
    }

    async delete(ref: ObjectRef, propagationPolicy: string): Promise<boolean> {
        if ((await this.find(ref.apiVersion, ref.kind)) === undefined) {
            return false;
        }
        try {
            await this.request("DELETE", await this.pathOf(ref), JSON.stringify({ propagationPolicy }));
            return true;
        } catch (error) {
            if (error instanceof ApiError && error.isNotFound) {
                return false;
            }
            throw error;
        }
    }

    /** Any other request, as the JSON that came back. */
    async request<T>(method: string, path: string, body?: string, contentType = "application/json"): Promise<T> {
        const cluster = this.config.getCurrentCluster();
        if (cluster === null) {
            throw new Error("the kubeconfig has no current context with a cluster");
        }
        const url = new URL(path, cluster.server);
        const options: https.RequestOptions = {
            method,
            timeout: REQUEST_TIMEOUT_MS,
            headers: {
                accept: "application/json",
                // Without a length, Node sends the body of a DELETE so that the server takes it for the next request.
                ...(body === undefined
                    ? {}
                    : { "content-type": contentType, "content-length": Buffer.byteLength(body) }),
            },
        };
        // Adds the certificates and headers of the kubeconfig's user; the agent it adds too does not keep connections.
        await this.config.applyToHTTPSOptions(options);
        for (let attempt = 1; ; attempt++) {
            try {
                return JSON.parse(await exchange(url, { ...options, agent: this.agent }, body)) as T;
            } catch (error) {
                if (attempt === CONNECTION_ATTEMPTS || !isConnectionError(error)) {
                    throw error;
                }
                await new Promise((resolve) => setTimeout(resolve, CONNECTION_PAUSE_MS * attempt));
            }
        }
    }

    close(): void {
        this.agent.destroy();
    }

    private async pathOf(ref: ObjectRef): Promise<string> {
        return `${await this.collectionOf(ref.apiVersion, ref.kind, ref.namespace)}/${encodeURIComponent(ref.name)}`;
    }

    private async collectionOf(apiVersion: string, kind: string, namespace: string | undefined): Promise<string> {
        const resource = await this.find(apiVersion, kind);
        if (resource === undefined) {
            throw new UnknownKindError(apiVersion, kind);
        }
        const inNamespace = resource.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : "";
        return `${root(apiVersion)}${inNamespace}/${resource.name}`;
    }

    private async find(apiVersion: string, kind: string): Promise<ApiResource | undefined> {
        let discovery = this.discovered.get(apiVersion);
        if (discovery === undefined) {
            discovery = this.discover(apiVersion);
            this.discovered.set(apiVersion, discovery);
        }
        let resource: ApiResource | undefined;
        try {
            resource = (await discovery).find((candidate) => candidate.kind === kind);
        } finally {
            if (resource === undefined) {
                this.discovered.delete(apiVersion);
            }
        }
        return resource;
    }

    private async discover(apiVersion: string): Promise<ApiResource[]> {
        try {
            const { resources } = await this.request<{ resources: ApiResource[] }>("GET", root(apiVersion));
            // `deployments/status` and the like are subresources.
            return resources.filter(({ name }) => !name.includes("/"));
        } catch (error) {
            if (error instanceof ApiError && error.isNotFound) {
                return [];
            }
            throw error;
        }
    }
}

function root(apiVersion: string): string {
    return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function isConnectionError(error: unknown): boolean {
    const code = (error as { code?: unknown }).code;
    return typeof code === "string" && ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"].includes(code);
}

function exchange(url: URL, options: https.RequestOptions, body?: string): Promise<string> {
    return new Promise((resolve, reject) => {
        const request = https.request(url, options, (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("error", reject);
            response.on("end", () => {
                const text = Buffer.concat(chunks).toString("utf8");
                const code = response.statusCode ?? 0;
                if (code >= 200 && code < 300) {
                    resolve(text);
                } else {
                    reject(ApiError.from(code, text));
                }
            });
        });
        request.on("timeout", () => request.destroy(new Error(`${url.host} did not answer ${options.method ?? ""}`)));
        request.on("error", reject);
        request.end(body);
    });
}

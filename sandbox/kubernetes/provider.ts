import type {
    CheckFailure,
    CheckRequest,
    CheckResult,
    Created,
    CreateRequest,
    DeleteRequest,
    DiffRequest,
    DiffResult,
    Properties,
    ReadRequest,
    ReadResult,
    ResourceProvider,
    UpdateRequest,
} from "../provider/types";
import type { Api } from "./api/server";
import { checkObject } from "./check";
import { checkConfig, diffConfig, parseConfig, type ProviderConfig } from "./config";
import { checkRelease } from "./helm/inputs";
import { ReleaseResource } from "./helm/release";
import { ObjectResource } from "./resource";
import { parseToken, RELEASE_TOKEN } from "./tokens";

export interface Cluster {
    api: Api;
    /** Address of the sandbox's API server. */
    address: string;
    /** Folder with the CustomResourceDefinitions of Helm charts. */
    crds: string;
}

type Resource = ObjectResource | ReleaseResource;

/** Stand-in of @pulumi/kubernetes over the sandbox's API server. */
export class KubernetesProvider implements ResourceProvider {
    readonly name = "kubernetes";
    readonly version = "4.34.2";
    private config: ProviderConfig | undefined;

    constructor(private readonly cluster: Cluster) {}

    checkConfig(inputs: Properties): Promise<CheckFailure[]> {
        return Promise.resolve(checkConfig(inputs));
    }

    diffConfig(oldInputs: Properties, inputs: Properties): Promise<DiffResult> {
        return Promise.resolve(diffConfig(oldInputs, inputs));
    }

    configure(inputs: Properties): Promise<void> {
        const config = parseConfig(inputs);
        if (!isSameServer(config.server, this.cluster.address)) {
            return Promise.reject(
                new Error(
                    `the kubeconfig names the API server ${config.server}, but the sandbox's is ${this.cluster.address}: ` +
                        "a rehearsal never touches another cluster",
                ),
            );
        }
        this.config = config;
        return Promise.resolve();
    }

    async check(request: CheckRequest): Promise<CheckResult> {
        const { namespace } = this.configured();
        if (request.type === RELEASE_TOKEN) {
            return checkRelease(request, namespace);
        }
        const token = parseToken(request.type, request.inputs["kind"]);
        return await checkObject(request, token, this.cluster.api, namespace);
    }

    async diff(request: DiffRequest): Promise<DiffResult> {
        return await this.resource(request.type, request.inputs).diff(request);
    }

    async create(request: CreateRequest): Promise<Created> {
        return await this.resource(request.type, request.inputs).create(request);
    }

    async read(request: ReadRequest): Promise<ReadResult | undefined> {
        return await this.resource(request.type, request.oldState).read(request);
    }

    async update(request: UpdateRequest): Promise<Created> {
        return await this.resource(request.type, request.inputs).update(request);
    }

    async delete(request: DeleteRequest): Promise<void> {
        await this.resource(request.type, request.oldState).delete(request);
    }

    invoke(token: string): Promise<never> {
        return Promise.reject(new Error(`${token} is not modelled by the sandbox`));
    }

    private resource(type: string, properties: Properties): Resource {
        const config = this.configured();
        return type === RELEASE_TOKEN
            ? new ReleaseResource(this.cluster.api, this.cluster.crds)
            : new ObjectResource(this.cluster.api, config, parseToken(type, properties["kind"]));
    }

    private configured(): ProviderConfig {
        if (this.config === undefined) {
            throw new Error("the kubernetes provider has not been configured");
        }
        return this.config;
    }
}

function isSameServer(one: string, other: string): boolean {
    return URL.canParse(one) && URL.canParse(other) && new URL(one).href === new URL(other).href;
}

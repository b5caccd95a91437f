export interface KindToken {
    /** As in objects: `v1`, `apps/v1`. */
    apiVersion: string;
    kind: string;
    /** The type is a `*Patch`: it changes an object that it does not own. */
    isPatch: boolean;
}

export const RELEASE_TOKEN = "kubernetes:helm.sh/v3:Release";

/** Client-side constructs of the official SDK that need the provider to render templates, which the sandbox does not. */
const RENDERED = /^kubernetes:(yaml|helm\.sh\/v4|kustomize)/;

/**
 * The kind that a Pulumi token such as `kubernetes:apps/v1:Deployment` or `kubernetes:argoproj.io/v1alpha1:Rollout` stands for.
 *
 * @param inputKind `kind` among the inputs: it tells a patch of `Foo` from a kind that is called `FooPatch`.
 */
export function parseToken(token: string, inputKind: unknown): KindToken {
    const [provider, apiVersion, kind, ...rest] = token.split(":");
    if (provider !== "kubernetes" || !apiVersion || !kind || rest.length > 0 || RENDERED.test(token)) {
        throw new Error(`${token} is not a kind of Kubernetes object that the sandbox models`);
    }
    const isPatch = kind.endsWith("Patch") && inputKind !== kind;
    return {
        // The SDK calls the group without a name "core".
        apiVersion: apiVersion.replace(/^core\//, ""),
        kind: isPatch ? kind.slice(0, -"Patch".length) : kind,
        isPatch,
    };
}

import type { Api } from "../api/server";

/** Kinds of which a namespace that is in use has at least one. */
const KINDS = [
    ["v1", "Secret"],
    ["v1", "Service"],
    ["v1", "ConfigMap"],
    ["v1", "ServiceAccount"],
    ["v1", "Pod"],
    ["apps/v1", "Deployment"],
    ["apps/v1", "StatefulSet"],
] as const;

/** What Kubernetes itself puts into every namespace. */
const OWN = new Set(["ConfigMap/kube-root-ca.crt", "ServiceAccount/default"]);

/** True when a namespace holds nothing but what Kubernetes puts into it. */
export async function isEmptyNamespace(namespace: string, api: Api): Promise<boolean> {
    for (const [apiVersion, kind] of KINDS) {
        const objects = await api.list(apiVersion, kind, { namespace });
        if (objects.some(({ metadata }) => !OWN.has(`${kind}/${metadata.name}`))) {
            return false;
        }
    }
    return true;
}

import { gunzipSync, gzipSync } from "node:zlib";
import { type KubernetesObject, type ObjectRef, stringAt } from "../objects";

/** What Helm remembers of a release, as far as the sandbox needs it. Values are left out: they may hold secrets. */
export interface StoredRelease {
    name: string;
    namespace: string;
    version: number;
    info: { status: string; first_deployed: string; last_deployed: string; description: string };
    chart: { metadata: { name: string; version: string; apiVersion: string; appVersion: string } };
}

/** Helm keeps every revision in a Secret of its own; the sandbox keeps the last one only. */
const REVISION = 1;

export function storageRef(namespace: string, name: string): ObjectRef {
    return { apiVersion: "v1", kind: "Secret", namespace, name: `sh.helm.release.v1.${name}.v${REVISION}` };
}

/** The release as the Secret in which `helm list` looks for it. */
export function toSecret(release: StoredRelease): KubernetesObject {
    const { apiVersion, kind, namespace, name } = storageRef(release.namespace, release.name);
    const labels = {
        owner: "helm",
        name: release.name,
        status: release.info.status,
        version: String(REVISION),
    };
    const packed = gzipSync(JSON.stringify(release)).toString("base64");
    return {
        apiVersion,
        kind,
        metadata: { name, namespace, labels },
        type: "helm.sh/release.v1",
        data: { release: Buffer.from(packed).toString("base64") },
    };
}

export function fromSecret(secret: KubernetesObject): StoredRelease {
    const packed = Buffer.from(stringAt(secret, "data", "release"), "base64").toString();
    return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString("utf8")) as StoredRelease;
}

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { readJson, writeAtomically, writeJson } from "../services/files";

/** Identities of the API server, each with the groups that give it its rights. */
const IDENTITIES = {
    admin: { user: "sandbox-admin", groups: ["system:masters"] },
    "controller-manager": { user: "system:kube-controller-manager", groups: [] },
    scheduler: { user: "system:kube-scheduler", groups: [] },
    // Stands in for the kubelets of every node.
    kwok: { user: "sandbox-kwok", groups: ["system:masters"] },
    // Its chart would bring the role; the controller runs outside the cluster here.
    rollouts: { user: "sandbox-argo-rollouts", groups: ["system:masters"] },
} as const;

export type Identity = keyof typeof IDENTITIES;

const PRIVATE = 0o600;

/** Key material of one control plane, below one folder. */
export class Credentials {
    constructor(private readonly directory: string) {}

    /** CSV file of `--token-auth-file`. */
    get tokenFile(): string {
        return path.join(this.directory, "tokens.csv");
    }

    /** Key pair that signs ServiceAccount tokens. */
    get serviceAccountKey(): string {
        return path.join(this.directory, "service-account.key");
    }

    get serviceAccountPublicKey(): string {
        return path.join(this.directory, "service-account.pub");
    }

    /** Where the API server puts the certificate that it makes for itself. */
    get certificateDirectory(): string {
        return path.join(this.directory, "certificates");
    }

    /** The API server's own certificate, which is its authority too; exists once it has started. */
    get certificate(): string {
        return path.join(this.certificateDirectory, "apiserver.crt");
    }

    /** Creates what is missing; what exists is kept, so that kubeconfigs handed out stay valid across restarts. */
    create(): void {
        if (!existsSync(this.serviceAccountKey)) {
            const pair = generateKeyPairSync("rsa", {
                modulusLength: 2048,
                privateKeyEncoding: { type: "pkcs1", format: "pem" },
                publicKeyEncoding: { type: "spki", format: "pem" },
            });
            writeAtomically(this.serviceAccountPublicKey, pair.publicKey);
            writeAtomically(this.serviceAccountKey, pair.privateKey, PRIVATE);
        }
        const file = path.join(this.directory, "tokens.json");
        if (readJson(file) === undefined) {
            const names = Object.keys(IDENTITIES) as Identity[];
            writeJson(file, Object.fromEntries(names.map((name) => [name, randomBytes(32).toString("hex")])), PRIVATE);
        }
        const rows = Object.entries(this.tokens()).map(([name, token]) => {
            const { user, groups } = IDENTITIES[name as Identity];
            return `${token},${user},${user},"${groups.join(",")}"\n`;
        });
        writeAtomically(this.tokenFile, rows.join(""), PRIVATE);
    }

    /** Writes the kubeconfig of one identity and returns its path. The API server must have made its certificate. */
    writeKubeconfig(identity: Identity, server: string): string {
        const file = path.join(this.directory, `${identity}.kubeconfig`);
        const named = { cluster: "sandbox", user: IDENTITIES[identity].user };
        const config = {
            apiVersion: "v1",
            kind: "Config",
            clusters: [
                {
                    name: named.cluster,
                    cluster: {
                        server,
                        "certificate-authority-data": readFileSync(this.certificate).toString("base64"),
                    },
                },
            ],
            users: [{ name: named.user, user: { token: this.tokens()[identity] } }],
            contexts: [{ name: named.cluster, context: named }],
            "current-context": named.cluster,
        };
        writeAtomically(file, stringify(config), PRIVATE);
        return file;
    }

    private tokens(): Record<Identity, string> {
        const file = path.join(this.directory, "tokens.json");
        const tokens = readJson<Record<Identity, string>>(file);
        if (tokens === undefined) {
            throw new Error(`${file} is missing; the credentials have not been created`);
        }
        return tokens;
    }
}

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";

import { credentials, RECEIVER_SECRET_NAME, receiverProblems, type Receivers } from "./receivers";
import { alertmanagerConfig } from "./routes";
import { ruleFile } from "./rules";

/** Who is told of what, and where the instructions are. */
export interface AlertingArgs {
    /** Namespace of the monitoring stack. */
    namespace: pulumi.Input<string>;
    /** Named in every notification. */
    environment: string;
    receivers: Receivers;
    /** Where `docs/runbooks/` is published, without a slash at its end. */
    runbookBaseUrl: string;
    /** Region of the secrets that {@link receivers} refers to. */
    region: string;
}

/** Name of the Secret with Alertmanager's configuration, which the monitoring stack has to be told. */
export const ALERTMANAGER_CONFIG_SECRET = "alertmanager-config";

const STORE_NAME = "alerting-secrets-manager";
const LABELS = {
    "app.kubernetes.io/name": "alerting",
    "app.kubernetes.io/part-of": "openhands",
    "app.kubernetes.io/managed-by": "pulumi",
};

/**
 * Alert rules, the routes that notifications take, and the credentials of the receivers (brought from Secrets Manager by
 * External Secrets as files; the configuration itself holds none).
 *
 * Needs the resource kinds of the Prometheus operator and of External Secrets: pass what installs them as `dependsOn`.
 *
 * @throws pulumi.ResourceError when a severity would reach nobody.
 */
export class Alerting extends pulumi.ComponentResource {
    /** Secret with Alertmanager's configuration under the key `alertmanager.yaml`. */
    public readonly configSecretName: pulumi.Output<string>;
    /** Secret that Alertmanager has to mount. */
    public readonly receiverSecretName: string = RECEIVER_SECRET_NAME;

    constructor(name: string, args: AlertingArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:alerting:Alerting", name, {}, opts);
        const problems = receiverProblems(args.receivers);
        if (problems.length > 0) {
            throw new pulumi.ResourceError(problems.join("\n"), this);
        }

        this.createRules(name, args);
        this.fetchCredentials(name, args);
        const config = this.createRoutes(name, args);

        this.configSecretName = config.metadata.name;
        this.registerOutputs({
            configSecretName: this.configSecretName,
            receiverSecretName: this.receiverSecretName,
        });
    }

    private createRules(name: string, args: AlertingArgs): void {
        new k8s.apiextensions.CustomResource(
            `${name}-rules`,
            {
                apiVersion: "monitoring.coreos.com/v1",
                kind: "PrometheusRule",
                metadata: { name: "openhands", namespace: args.namespace, labels: LABELS },
                spec: ruleFile(args.runbookBaseUrl),
            },
            { parent: this },
        );
    }

    private fetchCredentials(name: string, args: AlertingArgs): void {
        const store = new k8s.apiextensions.CustomResource(
            `${name}-secret-store`,
            {
                apiVersion: "external-secrets.io/v1",
                kind: "SecretStore",
                metadata: { name: STORE_NAME, namespace: args.namespace, labels: LABELS },
                spec: { provider: { aws: { service: "SecretsManager", region: args.region } } },
            },
            { parent: this },
        );
        new k8s.apiextensions.CustomResource(
            `${name}-receivers`,
            {
                apiVersion: "external-secrets.io/v1",
                kind: "ExternalSecret",
                metadata: { name: RECEIVER_SECRET_NAME, namespace: args.namespace, labels: LABELS },
                spec: {
                    refreshInterval: "5m0s",
                    secretStoreRef: { kind: "SecretStore", name: STORE_NAME },
                    // Kept when the source is gone: the worst moment to lose a channel is while something is broken.
                    target: { name: RECEIVER_SECRET_NAME, creationPolicy: "Owner", deletionPolicy: "Retain" },
                    data: credentials(args.receivers).map(({ file, secretArn }) => ({
                        secretKey: file,
                        remoteRef: { key: secretArn },
                    })),
                },
            },
            { parent: this, dependsOn: [store] },
        );
    }

    private createRoutes(name: string, args: AlertingArgs): k8s.core.v1.Secret {
        const config = alertmanagerConfig(args.environment, args.receivers);
        return new k8s.core.v1.Secret(
            `${name}-routes`,
            {
                metadata: { name: ALERTMANAGER_CONFIG_SECRET, namespace: args.namespace, labels: LABELS },
                stringData: { "alertmanager.yaml": stringify(config, { lineWidth: 0 }) },
            },
            { parent: this },
        );
    }
}

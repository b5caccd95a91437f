/** The label that selects the application's pods. Immutable on a workload: never add to it. */
export const SELECTOR = { app: "openhands" } as const;

/** Labels of everything that belongs to the application. */
export const LABELS = {
    ...SELECTOR,
    "app.kubernetes.io/name": "openhands",
    "app.kubernetes.io/part-of": "openhands",
    "app.kubernetes.io/managed-by": "pulumi",
} as const;

/** Names of the container's ports; Services, probes and monitors refer to them instead of to numbers. */
export const PORT_NAMES = { http: "http", metrics: "metrics" } as const;

/** Where the secrets appear as files, one a setting, named as the setting. */
export const SECRETS_DIRECTORY = "/run/secrets/openhands";

/** Where the certificate authorities of the database appear. */
export const DATABASE_CA_DIRECTORY = "/etc/openhands/database-ca";
export const DATABASE_CA_FILE = "ca.pem";

import { existsSync, readFileSync } from "node:fs";
import { KubeConfig } from "@kubernetes/client-node";
import { diffProperties } from "../provider/diff";
import { messageOf } from "../provider/errors";
import { type CheckFailure, type DiffResult, type Properties, UNKNOWN } from "../provider/types";

/** Configuration of the provider as far as the sandbox heeds it. */
export interface ProviderConfig {
    /** Default namespace of namespaced objects. */
    namespace: string;
    /** Address of the API server that the program's kubeconfig names. */
    server: string;
    /** A change of a ConfigMap's data updates it instead of replacing it. Default: false. */
    enableConfigMapMutable: boolean;
    /** The same for Secrets. Default: false. */
    enableSecretMutable: boolean;
    /** Take over fields that others own. Default: false. */
    enablePatchForce: boolean;
    /** Creation takes over an object that exists already. Default: false. */
    upsertExistingObjects: boolean;
}

const STRINGS = ["cluster", "clusterIdentifier", "context", "kubeconfig", "namespace"];
const BOOLEANS = [
    "deleteUnreachable",
    "enableConfigMapMutable",
    "enablePatchForce",
    "enableSecretMutable",
    "enableServerSideApply",
    "skipUpdateUnreachable",
    "suppressDeprecationWarnings",
    "suppressHelmHookWarnings",
    "upsertExistingObjects",
];
const OBJECTS = ["helmReleaseSettings", "kubeClientSettings"];
const UNMODELLED = ["alwaysRender", "renderYamlToDirectory"];
/** What the engine itself puts beside the configuration. */
const ENGINE = ["version", "pluginDownloadURL", "pluginChecksums", "__internal"];

export function checkConfig(inputs: Properties): CheckFailure[] {
    const failures: CheckFailure[] = [];
    const fail = (property: string, reason: string) => failures.push({ property, reason });
    for (const [key, value] of Object.entries(inputs)) {
        if (value === UNKNOWN || value === null || ENGINE.includes(key)) {
            continue;
        }
        if (STRINGS.includes(key)) {
            if (typeof value !== "string") {
                fail(key, "must be a string");
            }
        } else if (BOOLEANS.includes(key)) {
            if (flag(inputs, key) === undefined) {
                fail(key, "must be true or false");
            }
        } else if (UNMODELLED.includes(key)) {
            fail(key, "is not modelled by the sandbox: every object goes to its API server");
        } else if (!OBJECTS.includes(key)) {
            fail(key, "is not part of the kubernetes provider's configuration");
        }
    }
    if (flag(inputs, "enableServerSideApply") === false) {
        fail("enableServerSideApply", "false is not modelled by the sandbox: leave it out, or set it to true");
    }
    if (inputs["kubeconfig"] === undefined) {
        fail("kubeconfig", "is required: the sandbox does not use whatever kubeconfig the machine has");
    } else if (typeof inputs["kubeconfig"] === "string") {
        try {
            serverOf(inputs);
        } catch (error) {
            fail("kubeconfig", messageOf(error));
        }
    }
    return failures;
}

/**
 * A provider for another cluster replaces every object in it. With `clusterIdentifier` that is what decides; without it, as in the official
 * provider, the address of the API server does.
 */
export function diffConfig(oldInputs: Properties, inputs: Properties): DiffResult {
    const identified = typeof inputs["clusterIdentifier"] === "string";
    const moved =
        typeof oldInputs["kubeconfig"] === "string" &&
        typeof inputs["kubeconfig"] === "string" &&
        serverOf(oldInputs) !== serverOf(inputs);
    const replaceOn = (path: string) =>
        path === "clusterIdentifier" || (!identified && moved && path.startsWith("kubeconfig"));
    return { changes: diffProperties(oldInputs, inputs, { replaceOn }) };
}

export function parseConfig(inputs: Properties): ProviderConfig {
    const context = contextOf(inputs);
    return {
        namespace:
            text(inputs, "namespace") ?? context.getContextObject(context.currentContext)?.namespace ?? "default",
        server: serverOf(inputs),
        enableConfigMapMutable: flag(inputs, "enableConfigMapMutable") ?? false,
        enableSecretMutable: flag(inputs, "enableSecretMutable") ?? false,
        enablePatchForce: flag(inputs, "enablePatchForce") ?? false,
        upsertExistingObjects: flag(inputs, "upsertExistingObjects") ?? false,
    };
}

/** The SDK sends what is not a string as its JSON. */
function flag(inputs: Properties, key: string): boolean | undefined {
    const value = inputs[key];
    return value === true || value === "true" ? true : value === false || value === "false" ? false : undefined;
}

function text(inputs: Properties, key: string): string | undefined {
    const value = inputs[key];
    return typeof value === "string" && value !== "" ? value : undefined;
}

function serverOf(inputs: Properties): string {
    const cluster = contextOf(inputs).getCurrentCluster();
    if (cluster === null) {
        throw new Error("names no cluster in its current context");
    }
    return cluster.server;
}

function contextOf(inputs: Properties): KubeConfig {
    const given = text(inputs, "kubeconfig");
    if (given === undefined) {
        throw new Error("is required");
    }
    // A path or the contents, as the official provider takes either.
    const contents = !given.includes("\n") && existsSync(given) ? readFileSync(given, "utf8") : given;
    const config = new KubeConfig();
    config.loadFromString(contents);
    const context = text(inputs, "context");
    if (context !== undefined) {
        config.setCurrentContext(context);
    }
    return config;
}

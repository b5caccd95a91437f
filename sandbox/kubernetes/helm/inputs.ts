import { autoname } from "../../provider/autoname";
import { hasUnknowns, isArchive, isAsset } from "../../provider/marshal";
import { type CheckFailure, type CheckRequest, type CheckResult, type Properties, UNKNOWN } from "../../provider/types";
import { chartNamed } from "./charts";

/** Helm stores a release under a name of at most this many characters. */
const MAX_NAME_LENGTH = 53;

const STRINGS = ["chart", "compat", "description", "keyring", "manifest", "name", "namespace", "postrender", "version"];
const NUMBERS = ["maxHistory", "timeout"];
const BOOLEANS = [
    "allowNullValues",
    "atomic",
    "cleanupOnFail",
    "createNamespace",
    "dependencyUpdate",
    "devel",
    "disableCRDHooks",
    "disableOpenapiValidation",
    "disableWebhooks",
    "forceUpdate",
    "lint",
    "recreatePods",
    "renderSubchartNotes",
    "replace",
    "resetValues",
    "reuseValues",
    "skipAwait",
    "skipCrds",
    "takeOwnership",
    "verify",
    "waitForJobs",
];
const OBJECTS = ["repositoryOpts", "resourceNames", "values"];
const REPOSITORY = ["caFile", "certFile", "keyFile", "password", "repo", "username"];

const KINDS: ReadonlyMap<string, { is: (value: unknown) => boolean; name: string }> = new Map([
    ...STRINGS.map((key) => [key, { is: (value: unknown) => typeof value === "string", name: "a string" }] as const),
    ...NUMBERS.map((key) => [key, { is: (value: unknown) => typeof value === "number", name: "a number" }] as const),
    ...BOOLEANS.map(
        (key) => [key, { is: (value: unknown) => typeof value === "boolean", name: "true or false" }] as const,
    ),
    ...OBJECTS.map((key) => [key, { is: isObject, name: "an object" }] as const),
    ["valueYamlFiles", { is: isAssets, name: "a list of assets" }],
]);

/** Inputs of a Helm release, with its name and namespace filled in. */
export function checkRelease(request: CheckRequest, defaultNamespace: string): CheckResult {
    const { oldInputs, name, randomSeed } = request;
    const inputs: Properties = { ...request.inputs };
    const failures: CheckFailure[] = [];
    for (const [property, value] of Object.entries(inputs)) {
        const kind = KINDS.get(property);
        if (kind === undefined) {
            failures.push({ property, reason: "is not an input of a Helm release" });
        } else if (value !== UNKNOWN && value !== null && value !== undefined && !kind.is(value)) {
            failures.push({ property, reason: `must be ${kind.name}` });
        }
    }
    failures.push(...checkSource(inputs));
    inputs["name"] ??=
        oldInputs?.["name"] ?? autoname(name, randomSeed, { maxLength: MAX_NAME_LENGTH, lowercase: true });
    inputs["namespace"] ??= defaultNamespace;
    if (typeof inputs["name"] === "string" && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(inputs["name"])) {
        failures.push({ property: "name", reason: `"${inputs["name"]}" is not a name for a release` });
    }
    return { inputs, failures, warnings: warningsAbout(inputs) };
}

/** A release that is not pinned to one version of one chart installs something else tomorrow. */
function checkSource(inputs: Properties): CheckFailure[] {
    const failures: CheckFailure[] = [];
    const { chart, version, repositoryOpts } = inputs;
    if (chart === undefined || chart === "") {
        failures.push({ property: "chart", reason: "is required" });
    }
    if (version === undefined) {
        failures.push({ property: "version", reason: "is required: pin the chart to one version" });
    } else if (typeof version === "string" && !/^v?\d+\.\d+\.\d+([-+].+)?$/.test(version)) {
        failures.push({ property: "version", reason: `"${version}" is not one version: write it in full` });
    }
    const repository = isObject(repositoryOpts) ? repositoryOpts : {};
    for (const key of Object.keys(repository)) {
        if (!REPOSITORY.includes(key)) {
            failures.push({ property: `repositoryOpts.${key}`, reason: "is not an option of a repository" });
        }
    }
    const carriesSource = typeof chart === "string" && /^(oci|https?):\/\//.test(chart);
    if (!carriesSource && !hasUnknowns(repositoryOpts) && typeof repository["repo"] !== "string") {
        failures.push({
            property: "repositoryOpts.repo",
            reason: `is required: where does ${String(chart)} come from?`,
        });
    }
    return failures;
}

function warningsAbout({ chart }: Properties): string[] {
    if (typeof chart !== "string" || chart === "" || chartNamed(chart) !== undefined) {
        return [];
    }
    return [`the sandbox does not know the chart ${chart}: the release is recorded, and nothing of it is installed`];
}

function isObject(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAssets(value: unknown): boolean {
    return Array.isArray(value) && value.every((item) => item === UNKNOWN || isAsset(item) || isArchive(item));
}

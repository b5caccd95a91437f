import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface InstalledPackage {
    name: string;
    version: string;
}

export interface RequiredPlugin {
    /** Provider name, as in `aws`. */
    name: string;
    version: string;
    /** Where the engine may download it; empty for the default place. */
    server: string;
}

interface Manifest {
    name?: string;
    version?: string;
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
    pulumi?: { resource?: boolean; name?: string; version?: string; server?: string };
}

/** Provider plugins that the packages in `node_modules` of the program, or of a folder above it, declare. */
export function requiredPlugins(programDirectory: string): RequiredPlugin[] {
    const plugins = new Map<string, RequiredPlugin>();
    for (const manifest of installedManifests(programDirectory)) {
        if (manifest.pulumi?.resource !== true) {
            continue;
        }
        const name = manifest.pulumi.name ?? manifest.name?.replace(/^@pulumi\//, "").replace(/^@/, "");
        const version = manifest.pulumi.version ?? manifest.version;
        if (name === undefined || version === undefined) {
            throw new Error(`package ${manifest.name ?? "?"} declares a Pulumi plugin without a name or a version`);
        }
        plugins.set(name, { name, version: version.replace(/^v?/, "v"), server: manifest.pulumi.server ?? "" });
    }
    return [...plugins.values()];
}

/** Packages the program depends on: those of its package.json or, when `transitive`, everything installed. */
export function programDependencies(programDirectory: string, transitive: boolean): InstalledPackage[] {
    const root = nearestManifest(programDirectory);
    const direct = new Set(Object.keys({ ...root.dependencies, ...root.devDependencies }));
    return installedManifests(programDirectory)
        .filter((manifest) => manifest.name !== undefined && (transitive || direct.has(manifest.name)))
        .map((manifest) => ({ name: manifest.name ?? "", version: manifest.version ?? "" }));
}

function nearestManifest(directory: string): Manifest {
    for (const folder of ancestors(directory)) {
        const file = path.join(folder, "package.json");
        if (existsSync(file)) {
            return readManifest(file);
        }
    }
    throw new Error(`no package.json in ${directory} or above it`);
}

function installedManifests(directory: string): Manifest[] {
    const modules = ancestors(directory)
        .map((folder) => path.join(folder, "node_modules"))
        .find((folder) => existsSync(folder));
    if (modules === undefined) {
        throw new Error(`no node_modules in ${directory} or above it; run "npm ci" first`);
    }
    return readdirSync(modules)
        .filter((name) => !name.startsWith("."))
        .flatMap((name) =>
            name.startsWith("@") ? readdirSync(path.join(modules, name)).map((sub) => `${name}/${sub}`) : [name],
        )
        .map((name) => path.join(modules, name, "package.json"))
        .filter((file) => existsSync(file))
        .map(readManifest);
}

function readManifest(file: string): Manifest {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

function ancestors(directory: string): string[] {
    const folders = [path.resolve(directory)];
    for (let parent = path.dirname(folders[0]!); parent !== folders.at(-1); parent = path.dirname(parent)) {
        folders.push(parent);
    }
    return folders;
}

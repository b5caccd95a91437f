"use strict";
/**
 * Exits with 0 when `node_modules` holds what package-lock.json asks for, with 1 otherwise.
 *
 * Runs before any package is there. npm writes `node_modules/.package-lock.json` last of all, so that it describes only
 * what has been installed completely.
 */
const { existsSync, readFileSync } = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "../..");
const installed = path.join(root, "node_modules", ".package-lock.json");

function packages(file) {
    return JSON.parse(readFileSync(file, "utf8")).packages;
}

function isCurrent() {
    if (!existsSync(installed)) {
        return false;
    }
    const present = packages(installed);
    return Object.entries(packages(path.join(root, "package-lock.json"))).every(
        ([name, wanted]) =>
            name === "" ||
            // Left out where they are for another platform.
            (wanted.optional === true && present[name] === undefined) ||
            (present[name] !== undefined && present[name].version === wanted.version),
    );
}

process.exit(isCurrent() ? 0 : 1);

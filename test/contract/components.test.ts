import { deepEqual, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";

import { parse } from "yaml";

import type { Registered } from "../support/deploy";
import { deployEnvironment } from "../support/environment";
import { SHIPPED } from "../support/stack-files";
import {
    namesHaveTheParentsPrefix,
    nothingIsMadeInsideApply,
    outputsAreRegistered,
    parentsAreSet,
    providersAreExplicit,
    taggableResourcesAreTagged,
} from "./contract";
import { type ObservedComponent, observingComponents } from "./observation";

/** Packages whose default providers the project disables. */
function guardedPackages(): string[] {
    const project = parse(readFileSync("Pulumi.yaml", "utf8")) as { config: Record<string, { value?: string[] }> };
    return project.config["pulumi:disable-default-providers"]?.value ?? [];
}

for (const stack of SHIPPED) {
    describe(`every component and resource of ${stack}`, () => {
        let components: ObservedComponent[];
        let resources: Registered[];
        let preview: Registered[];

        before(async () => {
            const observed = await observingComponents(() => deployEnvironment(stack));
            ({ components } = observed);
            ({ resources } = observed.result);
            ({ resources: preview } = await deployEnvironment(stack, { preview: true }));
        });

        it("is seen by this test", () => {
            ok(components.length > 15, `${components.length} components`);
            ok(resources.length > 150, `${resources.length} resources`);
            const observed = new Set(components.map(({ type, name }) => `${type} ${name}`));
            const unseen = resources.filter(({ custom, type, name }) => !custom && !observed.has(`${type} ${name}`));
            deepEqual(
                unseen.map(({ type }) => type).filter((type) => type.startsWith("openhands:")),
                [],
            );
        });

        it("registers its outputs", () => {
            deepEqual(outputsAreRegistered(components), []);
        });

        it("has its component as parent", () => {
            deepEqual(parentsAreSet(resources), []);
        });

        it("is named after its parent", () => {
            deepEqual(namesHaveTheParentsPrefix(resources), []);
        });

        it("names its provider", () => {
            deepEqual(guardedPackages(), ["aws", "kubernetes"]);
            deepEqual(providersAreExplicit(resources, guardedPackages()), []);
        });

        it("says by tag where it belongs", () => {
            deepEqual(taggableResourcesAreTagged(resources), []);
        });

        it("is in the preview already", () => {
            deepEqual(nothingIsMadeInsideApply(preview, resources), []);
        });
    });
}

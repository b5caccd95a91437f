import { deepEqual, match } from "node:assert/strict";
import { deployEnvironment } from "../support/environment";
import { SHIPPED } from "../support/stack-files";
import type { Registered } from "../support/deploy";
import type { Resource } from "./support/judge";
import { firstLine, Pack } from "./support/judge";

const asJudged = (resource: Registered): Resource => ({
    type: resource.type,
    name: resource.name,
    urn: resource.urn,
    inputs: resource.inputs,
    from: resource.propertyDependencies,
    protect: resource.protect,
    ignoreChanges: resource.ignoreChanges,
});

for (const stack of SHIPPED) {
    describe(`The policies on ${stack}`, () => {
        // Before the first update almost every ARN is unknown; during it everything is known when it is needed.
        for (const preview of [true, false]) {
            it(`find nothing to refuse ${preview ? "in the first preview" : "while everything is created"}`, async () => {
                const { resources } = await deployEnvironment(stack, { preview });
                const findings = await new Pack({ stack }).run(resources.map(asJudged));
                deepEqual(
                    findings
                        .filter(({ rule }) => rule !== "all-rules-ran")
                        .map(({ level, resource, message }) => `${level} ${resource}: ${firstLine(message)}`),
                    [],
                );
                match(findings.at(-1)?.message ?? "", /^all \d+ rules ran/);
            });
        }
    });
}

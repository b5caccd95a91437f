import { deepEqual, equal } from "node:assert/strict";

import { shippedEnvironment } from "../support/environment";
import { SHIPPED } from "../support/stack-files";
import { recorded, recordedAreas } from "./files";
import { type Snapshot, snapshotOf } from "./snapshot";

for (const stack of SHIPPED) {
    describe(`what ${stack} deploys`, () => {
        let snapshot: Snapshot;

        before(async () => {
            snapshot = snapshotOf((await shippedEnvironment(stack)).resources);
        });

        it("has the areas that are recorded (npm run snapshot:update records them anew)", () => {
            deepEqual([...snapshot.keys()].toSorted(), recordedAreas(stack).toSorted());
        });

        for (const area of recordedAreas(stack)) {
            it(`is as recorded in ${area}`, () => {
                equal(
                    snapshot.get(area),
                    recorded(stack, area),
                    `${stack}/${area} has changed; if it is meant to, run npm run snapshot:update`,
                );
            });
        }
    });
}

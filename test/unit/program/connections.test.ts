import { equal, throws } from "node:assert/strict";

import { maxConnections } from "../../../program/connections";
import { parsed } from "../../support/stack-files";

type Database = Parameters<typeof maxConnections>[0]["database"];

function database(changes: Partial<Database>): { database: Database } {
    return { database: { ...parsed("prod").database, ...changes } };
}

describe("connections of the database", () => {
    // Largest capacity and max_connections, from the Aurora user guide.
    for (const [maxAcu, connections] of [
        [1, 189],
        [4, 823],
        [8, 1669],
        [16, 3360],
        [32, 5000],
        [256, 5000],
    ] as const) {
        it(`are ${connections} for a capacity of up to ${maxAcu}`, () => {
            equal(maxConnections(database({ serverless: { minAcu: 1, maxAcu } })), connections);
        });
    }

    it("are at most 2000 for a database that may shrink to half a unit or pause", () => {
        equal(maxConnections(database({ serverless: { minAcu: 0.5, maxAcu: 64 } })), 2000);
        equal(maxConnections(database({ serverless: { minAcu: 0, maxAcu: 64 } })), 2000);
    });

    it("are what the configuration says, where it does", () => {
        equal(maxConnections(database({ serverless: undefined, maxConnections: 1600 })), 1600);
    });

    it("are not guessed for a fixed size", () => {
        throws(() => maxConnections(database({ serverless: undefined })), /database\.maxConnections is missing/);
    });
});

import assert from "node:assert/strict";
import { handlers as ec2 } from "../../../../sandbox/cloud/handlers/ec2";
import { handlers as iam } from "../../../../sandbox/cloud/handlers/iam";
import { handlers as kms } from "../../../../sandbox/cloud/handlers/kms";
import { handlers as s3 } from "../../../../sandbox/cloud/handlers/s3";
import { replaces } from "../../../../sandbox/provider/diff";
import { awsSchemas, type Emulator, startEmulator } from "../../../support/emulator";
import { ec2NetworkCases } from "./lifecycles/ec2-network";
import { ec2SecurityCases } from "./lifecycles/ec2-security";
import { identityCases } from "./lifecycles/identity";
import { storageCases } from "./lifecycles/storage";
import { World } from "./lifecycles/world";

const cases = { ...ec2NetworkCases, ...ec2SecurityCases, ...identityCases, ...storageCases };
const handlers = [...ec2, ...iam, ...kms, ...s3];

describe("life of every modelled resource of EC2, IAM, KMS and S3, through the provider", () => {
    let emulator: Emulator;
    let world: World;

    before(async () => {
        emulator = await startEmulator();
    });
    after(() => emulator.stop());

    beforeEach(async () => {
        world = new World(awsSchemas(), emulator.endpoint, cases);
        await world.provider.configure({});
    });
    afterEach(() => world.clear());

    it("has a case for each of them", () => {
        assert.deepEqual(Object.keys(cases).sort(), handlers.map(({ type }) => type).sort());
    });

    for (const [type, { inputs, change, adopts }] of Object.entries(cases)) {
        it(type, async () => {
            const made = await world.create(type, await inputs(world));
            await world.assertNoDrift(made, "after create");
            const unchanged = await world.diff(made, made.inputs);
            assert.deepEqual(unchanged.changes, {}, "changes when nothing has changed");

            let last = made;
            if (change) {
                last = await world.update(made, typeof change === "function" ? await change(world) : change);
                await world.assertNoDrift(last, "after update");
            } else {
                const altered = Object.fromEntries(
                    Object.entries(made.inputs).map(([key, value]) => [key, other(value)]),
                );
                assert.ok(replaces((await world.diff(made, altered)).changes), "every change replaces");
            }

            await world.delete(last);
            if (!adopts) assert.equal(await world.read(last), undefined, "read after delete");
            // What is gone already counts as deleted.
            await world.delete(last);
        });
    }
});

function other(value: unknown): unknown {
    return typeof value === "string" ? `${value}x` : value;
}

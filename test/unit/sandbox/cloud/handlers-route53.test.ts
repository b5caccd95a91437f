import assert from "node:assert/strict";
import { handlers } from "../../../../sandbox/cloud/handlers/route53";
import type { Properties } from "../../../../sandbox/provider/types";
import { handlerOf, lifecycle, subnets, useEmulator } from "./handlers-support";

const zone = handlerOf(handlers, "aws:route53/zone:Zone");
const record = handlerOf(handlers, "aws:route53/record:Record");

describe("Route 53 handlers", () => {
    const context = useEmulator();
    let zoneId: string;

    const makeZone = async (name: string, inputs: Properties = {}): Promise<{ id: string; state: Properties }> =>
        zone.create({ ...zone.defaults, name, ...inputs }, context());

    before(async () => {
        zoneId = (await makeZone("example.com")).id;
    });

    it("takes a public zone through its life", async () => {
        await lifecycle(zone, {
            context: context(),
            inputs: { name: "life.example.com", comment: "first", tags: { owner: "platform" } },
            change: { comment: "second", tags: { owner: "data", tier: "1" } },
            created: (state, id) => {
                assert.equal(state.zoneId, id);
                assert.equal(state.arn, `arn:aws:route53:::hostedzone/${id}`);
                assert.ok((state.nameServers as string[]).length > 0);
                assert.equal(state.region, undefined);
            },
        });
    });

    it("takes a private zone through its life", async () => {
        const one = await subnets(context(), ["a"]);
        const other = await subnets(context(), ["a"]);
        await lifecycle(zone, {
            context: context(),
            inputs: { name: "internal.example.com", vpcs: [{ vpcId: one.vpcId }] },
            change: { vpcs: [{ vpcId: other.vpcId, vpcRegion: "eu-central-1" }] },
        });
    });

    it("deletes a zone that has records only when told to", async () => {
        const { id, state } = await makeZone("full.example.com");
        await record.create({ zoneId: id, name: "www", type: "A", ttl: 60, records: ["192.0.2.1"] }, context());
        await assert.rejects(zone.delete(id, state, context()), /HostedZoneNotEmpty|not SOA or NS/);
        await zone.delete(id, { ...state, forceDestroy: true }, context());
        assert.equal(await zone.read(id, state, context()), undefined);
    });

    it("takes a record through its life", async () => {
        await lifecycle(record, {
            context: context(),
            inputs: { zoneId, name: "www", type: "A", ttl: 300, records: ["192.0.2.2", "192.0.2.1"] },
            change: { ttl: 60, records: ["192.0.2.3"] },
            created: (state, id) => {
                assert.equal(id, `${zoneId}_www.example.com_A`);
                assert.equal(state.fqdn, "www.example.com");
            },
        });
    });

    it("takes an alias record through its life", async () => {
        const alias = (name: string): Properties => ({ name, zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false });
        await lifecycle(record, {
            context: context(),
            inputs: { zoneId, name: "example.com", type: "A", aliases: [alias("D1.cloudfront.net.")] },
            change: { aliases: [alias("d2.cloudfront.net")] },
            created: (state) => assert.equal(state.fqdn, "example.com"),
        });
    });

    it("keeps text records bare and wildcards spelled out", async () => {
        await lifecycle(record, {
            context: context(),
            inputs: { zoneId, name: "*.apps.example.com", type: "TXT", ttl: 60, records: ["v=spf1 -all"] },
        });
    });

    it("refuses to take over a record unless told to", async () => {
        const inputs = { zoneId, name: "taken", type: "A", ttl: 60, records: ["192.0.2.1"] };
        const { id, state } = await record.create(inputs, context());
        await assert.rejects(record.create(inputs, context()), /but it already exists/);
        await record.create({ ...inputs, allowOverwrite: true, records: ["192.0.2.9"] }, context());
        assert.deepEqual((await record.read(id, state, context()))?.records, ["192.0.2.9"]);
        await record.delete(id, state, context());
    });

    it("reads a record by its id alone, as an import does", async () => {
        const inputs = { zoneId, name: "_dmarc", type: "TXT", ttl: 60, records: ["v=DMARC1"] };
        const { id, state } = await record.create(inputs, context());
        assert.deepEqual(await record.read(id, {}, context()), { ...state, name: "_dmarc.example.com" });
    });

    it("parts weighted records by their identifier", async () => {
        const weighted = (setIdentifier: string, weight: number): Properties => ({
            zoneId,
            name: "split",
            type: "CNAME",
            ttl: 60,
            records: [`${setIdentifier}.example.net`],
            setIdentifier,
            weightedRoutingPolicies: [{ weight }],
        });
        const blue = await record.create(weighted("blue", 90), context());
        const green = await record.create(weighted("green", 10), context());
        assert.deepEqual(blue.state.weightedRoutingPolicies, [{ weight: 90 }]);
        await record.delete(green.id, green.state, context());
        assert.deepEqual(await record.read(blue.id, blue.state, context()), blue.state);
    });

    it("takes a health check through its life", async () => {
        await lifecycle(handlerOf(handlers, "aws:route53/healthCheck:HealthCheck"), {
            context: context(),
            inputs: {
                type: "HTTPS",
                fqdn: "www.example.com",
                port: 443,
                resourcePath: "/health",
                failureThreshold: 3,
                requestInterval: 30,
                tags: { owner: "platform" },
            },
            change: { resourcePath: "/ready", failureThreshold: 2 },
        });
    });
});

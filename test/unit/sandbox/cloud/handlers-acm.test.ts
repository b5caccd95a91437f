import assert from "node:assert/strict";
import { handlers } from "../../../../sandbox/cloud/handlers/acm";
import { handlers as dns } from "../../../../sandbox/cloud/handlers/route53";
import type { Properties } from "../../../../sandbox/provider/types";
import { handlerOf, lifecycle, useEmulator } from "./handlers-support";

const certificate = handlerOf(handlers, "aws:acm/certificate:Certificate");
const validation = handlerOf(handlers, "aws:acm/certificateValidation:CertificateValidation");
const zone = handlerOf(dns, "aws:route53/zone:Zone");
const record = handlerOf(dns, "aws:route53/record:Record");

interface Option {
    domainName: string;
    resourceRecordName: string;
    resourceRecordType: string;
    resourceRecordValue: string;
}

describe("ACM handlers", () => {
    const context = useEmulator();

    const optionsOf = (state: Properties): Option[] => state.domainValidationOptions as Option[];

    it("takes a certificate through its life", async () => {
        await lifecycle(certificate, {
            context: context("us-east-1"),
            inputs: {
                domainName: "app.example.com",
                subjectAlternativeNames: ["*.app.example.com"],
                validationMethod: "DNS",
                tags: { owner: "platform" },
            },
            change: { tags: { owner: "data" } },
            created: (state, id) => {
                assert.equal(state.arn, id);
                assert.match(id, /:acm:us-east-1:/);
                assert.deepEqual(
                    optionsOf(state).map(({ domainName }) => domainName),
                    ["app.example.com", "*.app.example.com"],
                );
                assert.ok(optionsOf(state).every(({ resourceRecordType }) => resourceRecordType === "CNAME"));
            },
        });
    });

    it("validates once the records are in a zone, and not before", async () => {
        const { state } = await certificate.create(
            { domainName: "shop.example.org", validationMethod: "DNS" },
            context(),
        );
        const inputs = { certificateArn: state.arn };
        await assert.rejects(
            validation.create(inputs, context()),
            /no hosted zone has the record .*shop\.example\.org/,
        );

        const { state: zoneState } = await zone.create({ ...zone.defaults, name: "example.org" }, context());
        const [option] = optionsOf(state);
        const record_ = {
            zoneId: zoneState.zoneId,
            name: option?.resourceRecordName,
            type: option?.resourceRecordType,
            ttl: 60,
        };
        const wrong = await record.create({ ...record_, records: ["elsewhere.example.net"] }, context());
        await assert.rejects(validation.create(inputs, context()), /no hosted zone has the record/);
        await record.delete(wrong.id, wrong.state, context());

        await record.create({ ...record_, records: [option?.resourceRecordValue] }, context());
        const validated = await validation.create(inputs, context());
        assert.equal(validated.state.certificateArn, state.arn);
        assert.deepEqual(await validation.read(validated.id, validated.state, context()), validated.state);
    });

    it("refuses a validation that names the wrong records", async () => {
        const { state } = await certificate.create(
            { domainName: "named.example.org", validationMethod: "DNS" },
            context(),
        );
        await assert.rejects(
            validation.create({ certificateArn: state.arn, validationRecordFqdns: ["a.example.org"] }, context()),
            /missing DNS validation record: _/,
        );
    });
});

import assert from "node:assert/strict";
import { Schemas } from "../../../../sandbox/cloud/schemas/load";
import { checkProperties } from "../../../../sandbox/cloud/schemas/check-values";
import { type CheckFailure, type Properties, UNKNOWN } from "../../../../sandbox/provider/types";
import { awsSchemas } from "../../../support/emulator";

const bucketLifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

describe("checks of AWS inputs against the SDK's declarations", () => {
    let schemas: Schemas;
    before(() => {
        schemas = new Schemas(awsSchemas());
    });

    function check(token: string, inputs: Properties): CheckFailure[] {
        const located = schemas.resource(token);
        assert.ok(located, token);
        return checkProperties(inputs, located.schema.inputs, located.types, located.schema.constraints);
    }

    it("names an unknown property and the nearest known one", () => {
        assert.deepEqual(check("aws:ec2/vpc:Vpc", { cidrBlok: "10.0.0.0/16" }), [
            { property: "cidrBlok", reason: 'unknown property "cidrBlok": did you mean "cidrBlock"?' },
        ]);
    });

    it("names a missing required property", () => {
        assert.deepEqual(check("aws:ec2/subnet:Subnet", { cidrBlock: "10.0.0.0/24" }), [
            { property: "vpcId", reason: 'missing required property "vpcId"' },
        ]);
    });

    it("names a value of the wrong type", () => {
        assert.deepEqual(check("aws:ec2/vpc:Vpc", { enableDnsSupport: "yes", tags: ["a"] }), [
            { property: "enableDnsSupport", reason: 'expected a boolean, got the string "yes"' },
            { property: "tags", reason: "expected an object, got a list" },
        ]);
    });

    it("names a value that AWS does not allow", () => {
        const [failure] = check("aws:ec2/vpc:Vpc", { instanceTenancy: "dedicatd" });
        assert.equal(failure?.property, "instanceTenancy");
        assert.match(failure.reason, /"dedicatd" is not one of dedicated, default, host: did you mean "dedicated"\?/);
    });

    it("names a value out of range, out of pattern or too long", () => {
        const inputs = { assumeRolePolicy: "{}", maxSessionDuration: 60, name: "a b", description: "x".repeat(1001) };
        const properties = check("aws:iam/role:Role", inputs).map(({ property }) => property);
        assert.deepEqual(properties.sort(), ["description", "maxSessionDuration", "name"]);
    });

    it("finds the same mistakes in nested objects, each with its path", () => {
        const rules = [
            { id: "a", status: "Enabled" },
            { id: "b", filter: { prefx: "x" }, expiration: { days: "1" } },
        ];
        assert.deepEqual(
            check(bucketLifecycle, { bucket: "logs", rules })
                .map(({ property }) => property)
                .sort(),
            ["rules[1].expiration.days", "rules[1].filter.prefx", "rules[1].status"],
        );
    });

    it("lets pass what is not known yet, wherever it stands", () => {
        const inputs = { bucket: UNKNOWN, rules: [UNKNOWN, { id: UNKNOWN, status: "Enabled", expiration: UNKNOWN }] };
        assert.deepEqual(check(bucketLifecycle, inputs), []);
        assert.deepEqual(check("aws:ec2/vpc:Vpc", { instanceTenancy: UNKNOWN }), []);
    });

    it("takes a policy document as text or as an object", () => {
        assert.deepEqual(check("aws:iam/role:Role", { assumeRolePolicy: "{}" }), []);
        assert.deepEqual(check("aws:iam/role:Role", { assumeRolePolicy: { Version: "2012-10-17" } }), []);
        assert.equal(check("aws:iam/role:Role", { assumeRolePolicy: 5 })[0]?.property, "assumeRolePolicy");
    });

    it("says of an unknown type what it may have been meant to be", () => {
        assert.match(
            schemas.explainUnknown("aws:ec2/vpc:Vpcc"),
            /^aws:ec2\/vpc:Vpcc is not an AWS resource of @pulumi\/aws \d+\.\d+\.\d+ \(nearest: aws:ec2\/vpc:Vpc\)$/,
        );
        assert.match(schemas.explainUnknown("aws:nosuch/thing:Thing"), /is not an AWS resource of @pulumi\/aws/);
    });

    it("says of a former name of a type what it is called now", () => {
        assert.match(
            schemas.explainUnknown("aws:elasticloadbalancingv2/loadBalancer:LoadBalancer"),
            /is the former name of aws:lb\/loadBalancer:LoadBalancer/,
        );
    });

    it("knows every resource type that the SDK declares", () => {
        assert.ok(schemas.declaredTypes > 1500, `${schemas.declaredTypes} types`);
    });
});

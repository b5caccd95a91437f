import { deepEqual, equal, match, rejects } from "node:assert/strict";

import type { DomainArgs } from "../../../components/edge/domain";
import { Domain } from "../../../components/edge/domain";
import type { FirewallArgs } from "../../../components/edge/firewall";
import { Firewall } from "../../../components/edge/firewall";
import { deploy } from "../../support/deploy";
import { statement } from "../../support/policies";

const ACCOUNT = "123456789012";

describe("Domain", () => {
    const domain = (changes: Partial<DomainArgs> = {}) =>
        deploy(() => {
            const { zoneId, zoneArn, nameServers, regionalCertificateArn, edgeCertificateArn } = new Domain("domain", {
                domainName: "app.example.com",
                region: "eu-west-1",
                durability: "protected",
                ...changes,
            });
            return { zoneId, zoneArn, nameServers, regionalCertificateArn, edgeCertificateArn };
        });
    const ZONE = "aws:route53/zone:Zone";

    it("has a certificate for the load balancer in the region and one for the CDN in us-east-1", async () => {
        const certificates = (await domain()).findAll("aws:acm/certificate:Certificate");
        deepEqual(certificates.map(({ name, inputs }) => [name, inputs["region"], inputs["domainName"]]).sort(), [
            ["domain-edge-certificate", "us-east-1", "app.example.com"],
            ["domain-regional-certificate", "eu-west-1", "app.example.com"],
        ]);
        for (const { inputs } of certificates) {
            deepEqual([inputs["validationMethod"], inputs["subjectAlternativeNames"]], ["DNS", ["*.app.example.com"]]);
        }
    });

    it("proves both with one record, and hands a certificate over only when it is valid", async () => {
        const stack = await domain();
        const record = stack.find("aws:route53/record:Record");
        equal(record.inputs["type"], "CNAME");
        const validations = stack.findAll("aws:acm/certificateValidation:CertificateValidation");
        deepEqual(validations.map(({ inputs }) => inputs["region"]).sort(), ["eu-west-1", "us-east-1"]);
        validations.forEach(({ dependencies }) => equal(dependencies.includes(record.urn), true));
        match(stack.outputs.edgeCertificateArn, /domain-edge-certificate$/);
    });

    it("creates a zone, held on to when protected, or uses the one it is given", async () => {
        const created = await domain();
        deepEqual([created.find(ZONE).protect, created.find(ZONE).inputs["forceDestroy"]], [true, false]);
        deepEqual(created.outputs.nameServers, ["ns-1.example", "ns-2.example"]);
        const given = await domain({ zoneId: "Z123" });
        equal(given.findAll(ZONE).length, 0);
        deepEqual([given.outputs.zoneId, given.outputs.zoneArn], ["Z123", "arn:aws:route53:::hostedzone/Z123"]);
        equal((await domain({ durability: "destroyable" })).find(ZONE).protect, false);
    });

    it("refuses what is no full name", async () => {
        await rejects(domain({ domainName: "*.example.com" }), /domain\.name is "\*\.example\.com"/);
        await rejects(domain({ domainName: "localhost" }), /domain\.name is "localhost"/);
    });
});

describe("Firewall", () => {
    const firewall = (changes: Partial<FirewallArgs> = {}) =>
        deploy(() => {
            const { webAclArn } = new Firewall("firewall", {
                mode: "block",
                rateLimitPerIp: 2000,
                logRetentionDays: 90,
                accountId: ACCOUNT,
                durability: "protected",
                ...changes,
            });
            return { webAclArn };
        });
    interface Rule {
        name: string;
        priority: number;
        action?: object;
        overrideAction?: object;
        statement: {
            rateBasedStatement?: { limit: number; aggregateKeyType: string };
            managedRuleGroupStatement?: { name: string; ruleActionOverrides: { name: string; actionToUse: object }[] };
        };
    }
    const rules = async (changes?: Partial<FirewallArgs>) =>
        (await firewall(changes)).find("aws:wafv2/webAcl:WebAcl").inputs["rules"] as Rule[];

    it("refuses what AWS's rules and the rate limit match", async () => {
        const [rate, ...managed] = await rules();
        deepEqual([rate?.action, rate?.statement.rateBasedStatement?.limit], [{ block: {} }, 2000]);
        deepEqual(
            managed.map(({ name }) => name),
            [
                "AWSManagedRulesAmazonIpReputationList",
                "AWSManagedRulesAnonymousIpList",
                "AWSManagedRulesKnownBadInputsRuleSet",
                "AWSManagedRulesCommonRuleSet",
                "AWSManagedRulesSQLiRuleSet",
            ],
        );
        managed.forEach(({ overrideAction }) => deepEqual(overrideAction, { none: {} }));
    });

    it("lets long prompts and code in bodies pass, and nothing else of the common rules", async () => {
        const common = (await rules()).find(({ name }) => name === "AWSManagedRulesCommonRuleSet");
        const counted = common?.statement.managedRuleGroupStatement?.ruleActionOverrides ?? [];
        equal(
            counted.some(({ name }) => name === "SizeRestrictions_BODY"),
            true,
        );
        counted.forEach(({ name, actionToUse }) => {
            match(name, /_BODY$/);
            deepEqual(actionToUse, { count: {} });
        });
    });

    it("only measures in count mode", async () => {
        const [rate, ...managed] = await rules({ mode: "count" });
        deepEqual(rate?.action, { count: {} });
        managed.forEach(({ overrideAction }) => deepEqual(overrideAction, { count: {} }));
    });

    it("gives every rule a priority of its own", async () => {
        const priorities = (await rules()).map(({ priority }) => priority);
        equal(new Set(priorities).size, priorities.length);
    });

    it("logs without credentials, in us-east-1, under a key of that region", async () => {
        const stack = await firewall();
        const logging = stack.find("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").inputs;
        deepEqual(logging["redactedFields"], [
            { singleHeader: { name: "authorization" } },
            { singleHeader: { name: "cookie" } },
        ]);
        const group = stack.find("aws:cloudwatch/logGroup:LogGroup").inputs;
        match(String(group["name"]), /^aws-waf-logs-/);
        equal(group["retentionInDays"], 90);
        match(String(group["kmsKeyId"]), /^arn:aws:kms:us-east-1:/);
        const key = stack.find("aws:kms/key:Key");
        deepEqual([key.inputs["enableKeyRotation"], key.protect], [true, true]);
        deepEqual(statement(key, "EncryptLogGroups").Principal, { Service: "logs.us-east-1.amazonaws.com" });
    });

    it("puts everything where CloudFront looks for it", async () => {
        const elsewhere = (await firewall()).resources.filter(
            ({ type, inputs }) => type.startsWith("aws:") && inputs["region"] !== "us-east-1",
        );
        deepEqual(elsewhere, []);
    });

    it("refuses a limit that WAF does not take", async () => {
        await rejects(firewall({ rateLimitPerIp: 5 }), /edge\.rateLimitPerIp is 5; .* from 10/);
    });
});

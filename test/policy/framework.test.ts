import { deepEqual, equal, match, ok } from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { acrossStack, on, resourceRule } from "../../policies/framework/rule";
import { known } from "../../policies/framework/known";
import { rules } from "../../policies/rules";
import type { Circumstances, Finding, Resource } from "./support/judge";
import { firstLine, Pack, unknown, urnOf } from "./support/judge";

const closedDoor = resourceRule({
    id: "T1",
    name: "door-is-closed",
    topic: "exposure",
    severity: "high",
    why: "An open door lets anyone in.",
    mend: "Close it.",
    controls: ["TEST.1"],
    check: [
        on(aws.ec2.Vpc, (vpc, violation) => {
            if (known(vpc, "enableDnsSupport") === true) {
                violation("the door is open");
            }
        }),
        on(aws.ec2.Vpc, (vpc, violation) => {
            if (known(vpc, "enableDnsHostnames") === true) {
                violation("the window is open");
            }
        }),
    ],
});

const broken = resourceRule({
    id: "T2",
    name: "broken",
    topic: "cost",
    severity: "low",
    why: "Rules have mistakes too.",
    mend: "Repair the rule.",
    controls: ["TEST.2"],
    check: [
        on(aws.ec2.Vpc, () => {
            throw new Error("a mistake");
        }),
        acrossStack(() => {
            throw new Error("another mistake");
        }),
    ],
});

const vpc = (inputs: object): Resource => ({ type: aws.ec2.Vpc, name: "vpc", inputs });
const open = vpc({ enableDnsSupport: true });
const exempted = urnOf("lab", open);

const configuration = (more: object = {}): object => ({
    stacks: ["lab"],
    durability: "protected",
    enforcement: {
        exposure: "mandatory",
        encryption: "mandatory",
        identity: "mandatory",
        isolation: "mandatory",
        durability: "mandatory",
        availability: "advisory",
        cost: "advisory",
    },
    rules: {},
    exemptions: [],
    ...more,
});

const lab = (resources: Resource[], more: object = {}, circumstances: Circumstances = {}): Promise<Finding[]> =>
    new Pack({ stack: "lab", rules: [closedDoor], configuration: configuration(more), ...circumstances }).run(
        resources,
    );

const brief = (findings: Finding[]): string[] => findings.map(({ level, message }) => `${level} ${firstLine(message)}`);
const summary =
    "advisory all 1 rules ran on 1 resources of lab (test.json); 0 value(s) are judged again when they are known, before the resource is created; 0 exemption(s), 0 of them unused";

describe("A violation", () => {
    it("tells rule, problem, reason, mend and controls by itself", async () => {
        const [finding] = await lab([open]);
        deepEqual(finding, {
            rule: "door-is-closed",
            level: "mandatory",
            resource: "vpc",
            message: "T1 the door is open\nwhy: An open door lets anyone in.\nmend: Close it.\ncontrols: TEST.1",
        });
    });

    it("is as strict as the environment says of its topic, unless it says more of the rule", async () => {
        const topic = {
            enforcement: { ...(configuration() as { enforcement: object }).enforcement, exposure: "advisory" },
        };
        deepEqual(brief(await lab([open], topic))[0], "advisory T1 the door is open");
        const rule = { ...topic, rules: { "door-is-closed": { enforcement: "mandatory" } } };
        deepEqual(brief(await lab([open], rule))[0], "mandatory T1 the door is open");
    });

    it("is as strict as can be on a stack that no configuration names", async () => {
        const findings = await new Pack({ stack: "stray", rules: [closedDoor], configuration: configuration() }).run([
            open,
        ]);
        equal(brief(findings)[0], "mandatory T1 the door is open");
        match(brief(findings)[1] ?? "", /strictest defaults: no file in policies\/config names this stack/);
    });
});

describe("An unknown value", () => {
    it("is a violation, and stops neither the rule's other checks nor other rules", async () => {
        const findings = await lab([vpc({ enableDnsSupport: unknown, enableDnsHostnames: true })]);
        deepEqual(brief(findings), [
            "mandatory T1 enableDnsSupport is set, but unknown until the update",
            "mandatory T1 the window is open",
            summary,
        ]);
    });

    it("never reaches the policy server, which would make it advisory", async () => {
        const careless = resourceRule({
            ...closedDoor,
            options: undefined,
            name: "careless",
            check: on(aws.ec2.Vpc, (inputs, violation) => {
                // No `known`: the framework fails closed all the same.
                if (inputs.enableDnsSupport === true) {
                    violation("the door is open");
                }
            }),
        });
        const findings = await lab([vpc({ enableDnsSupport: unknown })], {}, { rules: [careless] });
        equal(brief(findings)[0], "mandatory T1 enableDnsSupport is set, but unknown until the update");
    });
});

describe("A rule that fails", () => {
    it("is a mandatory violation that names it, even where its topic is advisory, and stops no other rule", async () => {
        const findings = await lab([open], {}, { rules: [broken, closedDoor] });
        deepEqual(
            findings.map(({ rule, level }) => `${level} ${rule}`),
            ["mandatory broken", "mandatory door-is-closed", "mandatory broken", "advisory all-rules-ran"],
        );
        match(brief(findings)[0] ?? "", /T2 the rule itself failed: Error: a mistake/);
        match(brief(findings)[2] ?? "", /T2 the rule itself failed: Error: another mistake/);
    });
});

describe("An exemption", () => {
    const exemption = {
        rule: "door-is-closed",
        urn: exempted,
        owner: "platform team",
        reason: "deliveries come in until the lift is repaired",
        expires: "2026-12-31",
    };

    it("turns the violation of one resource into a report that names owner, reason and last day", async () => {
        const other = { ...open, name: "other" };
        deepEqual(brief(await lab([open, other], { exemptions: [exemption] })).slice(0, 2), [
            "advisory T1 the door is open (exempt until 2026-12-31, platform team: deliveries come in until the lift is repaired)",
            "mandatory T1 the door is open",
        ]);
    });

    it("holds through its last day, and is an error after it", async () => {
        const last = { now: new Date("2026-12-31T23:59:59Z") };
        equal(brief(await lab([open], { exemptions: [exemption] }, last))[0]?.split(" ")[0], "advisory");
        const late = brief(await lab([open], { exemptions: [exemption] }, { now: new Date("2027-01-01T00:00:00Z") }));
        deepEqual(late.slice(0, 2), [
            "mandatory T1 the door is open (its exemption expired on 2026-12-31)",
            `mandatory P1 the exemption of ${exempted} from door-is-closed (platform team) expired on 2026-12-31`,
        ]);
    });

    it("that exempts nothing is counted", async () => {
        match(brief(await lab([vpc({})], { exemptions: [exemption] }))[0] ?? "", /1 exemption\(s\), 1 of them unused/);
    });
});

describe("The end of the pack", () => {
    it("says that every rule ran", async () => {
        deepEqual(brief(await lab([vpc({})])), [summary]);
    });

    it("refuses a pack whose rules were switched off", async () => {
        deepEqual(
            brief(await lab([open], {}, { rules: [closedDoor, broken], disabled: ["door-is-closed"] })).at(-1),
            ["mandatory P1 these rules did not run: door-is-closed"][0],
        );
    });

    it("mentions resources that were only read", async () => {
        const read = { type: aws.ec2.Vpc, name: "shared", inputs: {}, read: true };
        match(brief(await lab([vpc({}), read]))[0] ?? "", /1 resource\(s\) were only read and not judged/);
    });

    it("has nothing to say of an empty stack", async () => {
        deepEqual(await lab([]), []);
    });

    it("starts anew for the next preview in the same process", async () => {
        const pack = new Pack({ stack: "lab", rules: [closedDoor], configuration: configuration() });
        await pack.run([vpc({}), { ...vpc({}), name: "gone" }]);
        deepEqual(brief(await pack.run([vpc({})])), [summary]);
    });
});

describe("The whole pack", () => {
    it("never lets the policy server report a rule that could not run, whatever is unknown", async () => {
        const pack = new Pack();
        const modules: object[] = [aws.ec2, aws.s3, aws.rds, aws.iam, aws.eks, aws.kms, aws.elasticache, aws.vpc];
        const types = modules
            .flatMap((module): unknown[] => Object.values(module))
            .map((value): unknown => (typeof value === "function" ? Reflect.get(value, "__pulumiType") : undefined))
            .filter((token) => typeof token === "string");
        ok(types.length > 100);
        const fields = [
            "ingress",
            "vpcConfig",
            "policy",
            "storageEncrypted",
            "kmsKeyId",
            "spec",
            "encryptionConfig",
            "entries",
            "publiclyAccessible",
            "enableKeyRotation",
            "inlinePolicies",
            "assumeRolePolicy",
            "type",
            "blockPublicAcls",
        ];
        const inputs = Object.fromEntries(fields.map((field) => [field, unknown]));
        const resources = [...types, "kubernetes:apps/v1:Deployment"].map((type, index) => ({
            type,
            name: `r${String(index)}`,
            inputs,
        }));
        const findings = await pack.run(resources);
        deepEqual(
            findings.filter(({ message }) => message.includes("can't run policy")),
            [],
        );
        deepEqual(
            findings.filter(({ message }) => message.includes("the rule itself failed")),
            [],
        );
        match(findings.at(-1)?.message ?? "", new RegExp(`^all ${String(rules.length)} rules ran`));
    });
});

import { deepEqual, equal, rejects } from "node:assert/strict";

import type { DataClass, KeysArgs } from "../../../components/security/keys";
import { Keys } from "../../../components/security/keys";
import type { Deployment } from "../../support/deploy";
import { deploy } from "../../support/deploy";
import { actions, statement, statements } from "../../support/policies";

const ACCOUNT = "123456789012";
const ALL: DataClass[] = ["database", "cache", "storage", "logs", "secrets", "cluster", "registry", "alerts"];

function keys(changes: Partial<KeysArgs> = {}): Promise<Deployment<unknown>> {
    return deploy(() => {
        const component = new Keys("keys", {
            classes: ALL,
            accountId: ACCOUNT,
            region: "us-east-1",
            durability: "protected",
            ...changes,
        });
        return { database: component.arn("database") };
    });
}

const KEY = "aws:kms/key:Key";

describe("Keys", () => {
    it("gives every data class a key of its own, rotated and slow to delete", async () => {
        const deployed = (await keys()).findAll(KEY);
        deepEqual(deployed.map(({ name }) => name).sort(), ALL.map((dataClass) => `keys-${dataClass}`).sort());
        for (const { inputs, protect } of deployed) {
            deepEqual([inputs["enableKeyRotation"], inputs["deletionWindowInDays"], protect], [true, 30, true]);
        }
    });

    it("lets the administrators of keys decrypt nothing", async () => {
        for (const key of (await keys()).findAll(KEY)) {
            const allowed = actions(statement(key, "AdministerByIam"));
            deepEqual(
                allowed.filter((action) => /\*|Decrypt|Encrypt|GenerateDataKey|CreateGrant/.test(action)),
                [],
                key.name,
            );
        }
    });

    it("opens no key to anyone outside the account", async () => {
        for (const key of (await keys()).findAll(KEY)) {
            for (const { Sid, Principal, Condition } of statements(key)) {
                const account = `arn:aws:iam::${ACCOUNT}:root`;
                const ours = typeof Principal === "object" && Principal["AWS"] === account;
                const bound = JSON.stringify(Condition ?? {}).includes(ACCOUNT);
                equal(ours || bound, true, `${key.name}: ${Sid}`);
            }
        }
    });

    it("lets an identity use a key only through the service that holds its data", async () => {
        const stack = await keys();
        const through = ["database", "storage", "secrets"].map(
            (dataClass) =>
                statement(stack.find(KEY, `keys-${dataClass}`), "UseByIamThroughItsServices").Condition?.[
                    "StringEquals"
                ]?.["kms:ViaService"],
        );
        deepEqual(through, [
            ["rds.us-east-1.amazonaws.com"],
            ["s3.us-east-1.amazonaws.com"],
            ["secretsmanager.us-east-1.amazonaws.com", "rds.us-east-1.amazonaws.com"],
        ]);
    });

    it("lets CloudWatch encrypt log groups, CloudFront read assets and alarms reach topics, each under its own key", async () => {
        const stack = await keys();
        const services = ALL.map((dataClass) =>
            statements(stack.find(KEY, `keys-${dataClass}`)).flatMap(({ Principal }) =>
                typeof Principal === "object" ? [Principal["Service"] ?? []].flat() : [],
            ),
        );
        deepEqual(services, [
            [],
            [],
            ["cloudfront.amazonaws.com"],
            ["logs.us-east-1.amazonaws.com"],
            [],
            [],
            [],
            ["cloudwatch.amazonaws.com", "events.amazonaws.com"],
        ]);
    });

    it("lets only services that hold on to a key grant themselves its use", async () => {
        const granting = (await keys())
            .findAll(KEY)
            .filter((key) => statements(key).some((allowed) => actions(allowed).includes("kms:CreateGrant")))
            .map(({ name }) => name);
        const holding = ["keys-cache", "keys-cluster", "keys-database", "keys-registry", "keys-secrets"];
        deepEqual(granting.sort(), holding);
    });

    it("can be removed with a destroyable environment", async () => {
        const stack = await keys({ durability: "destroyable" });
        deepEqual(new Set(stack.findAll(KEY).map(({ protect }) => protect)), new Set([false]));
    });

    it("says which key is missing", async () => {
        await rejects(keys({ classes: ["logs"] }), /no key for "database"; add it to keys\.classes/);
    });

    it("refuses a window that KMS does not take, and a class named twice", async () => {
        await rejects(keys({ deletionWindowDays: 3 }), /keys\.deletionWindowDays is 3; .* 7 to 30/);
        await rejects(keys({ classes: ["logs", "logs"] }), /keys\.classes names "logs" twice/);
    });
});

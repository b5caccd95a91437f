import * as path from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { allRulesRanPolicy } from "./framework/all-rules-ran";
import { Ledger } from "./framework/ledger";
import type { Setting } from "./framework/run";
import { policyOf } from "./framework/run";
import { readSettings, settingsOf, strictest } from "./framework/settings";
import { rules } from "./rules";

const setting: Setting = {
    settings: settingsOf(readSettings(path.join(__dirname, "config"), rules), strictest(rules)),
    ledger: new Ledger(),
    now: () => new Date(),
};

new PolicyPack("openhands-platform", {
    description: "Security rules of the OpenHands platform.",
    enforcementLevel: "mandatory",
    // The order matters: the last policy settles what the others left open and tells that all of them ran.
    policies: [...rules.map((rule) => policyOf(rule, setting)), allRulesRanPolicy(rules, setting)],
});

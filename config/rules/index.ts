import * as capacity from "./capacity";
import * as durability from "./durability";
import * as exposure from "./exposure";
import * as identity from "./identity";
import * as network from "./network";
import type { Rule } from "./rule";
import * as secrets from "./secrets";

/** Every relation between keys that a stack file must keep; each export of a file in this folder is one. */
export const rules: readonly Rule[] = [identity, network, durability, capacity, exposure, secrets].flatMap(
    (group): Rule[] => Object.values(group),
);

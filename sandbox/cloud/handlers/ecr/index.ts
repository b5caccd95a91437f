import type { ResourceHandler } from "../../handler";
import { lifecyclePolicy } from "./lifecycle-policy";
import { registryScanningConfiguration } from "./registry-scanning-configuration";
import { repository } from "./repository";
import { repositoryPolicy } from "./repository-policy";

export const handlers: ResourceHandler[] = [
    lifecyclePolicy,
    registryScanningConfiguration,
    repository,
    repositoryPolicy,
];

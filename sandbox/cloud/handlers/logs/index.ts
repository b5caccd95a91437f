import type { ResourceHandler } from "../../handler";
import { logGroup } from "./log-group";
import { logResourcePolicy } from "./log-resource-policy";

export const handlers: ResourceHandler[] = [logGroup, logResourcePolicy];

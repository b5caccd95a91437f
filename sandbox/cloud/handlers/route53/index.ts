import type { ResourceHandler } from "../../handler";
import { healthCheck } from "./health-check";
import { record } from "./record";
import { zone } from "./zone";

export const handlers: ResourceHandler[] = [healthCheck, record, zone];

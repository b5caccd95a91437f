import type { ResourceHandler } from "../../handler";
import { dashboard } from "./dashboard";
import { metricAlarm } from "./metric-alarm";

export const handlers: ResourceHandler[] = [dashboard, metricAlarm];

import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { HandlerContext } from "../../handler";

export const logs = (context: HandlerContext): CloudWatchLogsClient => context.client(CloudWatchLogsClient);

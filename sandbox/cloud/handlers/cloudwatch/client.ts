import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { HandlerContext } from "../../handler";

export const cloudWatch = (context: HandlerContext): CloudWatchClient => context.client(CloudWatchClient);

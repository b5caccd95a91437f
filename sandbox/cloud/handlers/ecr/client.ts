import { ECRClient } from "@aws-sdk/client-ecr";
import type { HandlerContext } from "../../handler";

export const ecr = (context: HandlerContext): ECRClient => context.client(ECRClient);

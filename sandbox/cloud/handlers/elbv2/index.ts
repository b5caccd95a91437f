import type { ResourceHandler } from "../../handler";
import { listener } from "./listener";
import { loadBalancer } from "./load-balancer";
import { targetGroup } from "./target-group";

const own: ResourceHandler[] = [listener, loadBalancer, targetGroup];

/** The older module name of `@pulumi/aws` for the very same resources. */
const older = own.map((handler) => ({ ...handler, type: handler.type.replace("aws:lb/", "aws:alb/") }));

export const handlers: ResourceHandler[] = [...own, ...older];

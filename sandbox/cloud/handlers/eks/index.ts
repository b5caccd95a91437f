import type { ResourceHandler } from "../../handler";
import { cluster } from "./cluster";
import { nodeGroup } from "./node-group";

export const handlers: ResourceHandler[] = [cluster, nodeGroup];

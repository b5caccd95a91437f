import type { ResourceHandler } from "../../handler";
import { replicationGroup } from "./replication-group";
import { user } from "./user";

export const handlers: ResourceHandler[] = [replicationGroup, user];

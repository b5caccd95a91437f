import type { ResourceHandler } from "../../handler";
import { replicationGroup } from "./replication-group";
import { subnetGroup } from "./subnet-group";
import { user } from "./user";

export const handlers: ResourceHandler[] = [replicationGroup, subnetGroup, user];

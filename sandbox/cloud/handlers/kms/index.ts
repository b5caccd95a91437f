import type { ResourceHandler } from "../../handler";
import { alias } from "./alias";
import { key } from "./key";
import { replicaKey } from "./replica-key";

export const handlers: ResourceHandler[] = [alias, key, replicaKey];

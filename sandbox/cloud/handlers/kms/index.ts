import type { ResourceHandler } from "../../handler";
import { alias } from "./alias";
import { key } from "./key";

export const handlers: ResourceHandler[] = [key, alias];

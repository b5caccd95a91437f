import type { ResourceHandler } from "../../handler";
import { distribution } from "./distribution";
import { originAccessControl } from "./origin-access-control";

export const handlers: ResourceHandler[] = [distribution, originAccessControl];

import type { ResourceHandler } from "../../handler";
import { subnet } from "./subnet";
import { vpc } from "./vpc";

export const handlers: ResourceHandler[] = [vpc, subnet];

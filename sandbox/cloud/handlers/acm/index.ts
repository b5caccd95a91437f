import type { ResourceHandler } from "../../handler";
import { certificate } from "./certificate";
import { certificateValidation } from "./certificate-validation";

export const handlers: ResourceHandler[] = [certificate, certificateValidation];

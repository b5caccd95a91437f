import type { ResourceHandler } from "../../handler";
import { secret } from "./secret";
import { secretPolicy } from "./secret-policy";
import { secretVersion } from "./secret-version";

export const handlers: ResourceHandler[] = [secret, secretPolicy, secretVersion];

import type { ResourceHandler } from "../../handler";
import { ipSet } from "./ip-set";
import { webAcl } from "./web-acl";
import { webAclAssociation } from "./web-acl-association";
import { webAclLoggingConfiguration } from "./web-acl-logging-configuration";

export const handlers: ResourceHandler[] = [ipSet, webAcl, webAclAssociation, webAclLoggingConfiguration];

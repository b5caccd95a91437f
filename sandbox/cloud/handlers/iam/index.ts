import type { ResourceHandler } from "../../handler";
import { instanceProfile } from "./instance-profile";
import { openIdConnectProvider } from "./open-id-connect-provider";
import { policy } from "./policy";
import { role } from "./role";
import { rolePolicy, rolePolicyAttachment } from "./role-policy";

export const handlers: ResourceHandler[] = [
    instanceProfile,
    openIdConnectProvider,
    policy,
    role,
    rolePolicy,
    rolePolicyAttachment,
];

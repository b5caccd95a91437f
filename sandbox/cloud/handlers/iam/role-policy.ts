import {
    AttachRolePolicyCommand,
    DeleteRolePolicyCommand,
    DetachRolePolicyCommand,
    GetRolePolicyCommand,
    paginateListAttachedRolePolicies,
    PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { decodeDocument, iam } from "./client";

/** `ROLE:NAME`; neither part can hold a colon. */
function parts(id: string): { RoleName: string; PolicyName: string } {
    const [RoleName = "", PolicyName = ""] = id.split(":");
    return { RoleName, PolicyName };
}

async function put(inputs: Properties, context: HandlerContext): Promise<string> {
    const RoleName = inputs.role as string;
    const PolicyName = inputs.name as string;
    const PolicyDocument = inputs.policy as string;
    await iam(context).send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    return `${RoleName}:${PolicyName}`;
}

export const rolePolicy = resource({
    type: "aws:iam/rolePolicy:RolePolicy",
    autoname: { property: "name", maxLength: 128 },
    // They are what the policy is called by; CloudFormation's list of create-only properties leaves them out.
    replaceOn: ["name", "namePrefix", "role"],
    create: put,
    async describe(id, recorded, context) {
        const found = await unlessGone(iam(context).send(new GetRolePolicyCommand(parts(id))));
        if (!found) return undefined;
        return {
            name: found.PolicyName,
            namePrefix: recorded.namePrefix ?? "",
            policy: decodeDocument(found.PolicyDocument),
            role: found.RoleName,
        };
    },
    async update(_id, _old, inputs, context) {
        await put(inputs, context);
    },
    async delete(id, _state, context) {
        await unlessGone(iam(context).send(new DeleteRolePolicyCommand(parts(id))));
    },
});

export const rolePolicyAttachment = resource({
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    async create(inputs, context) {
        const RoleName = inputs.role as string;
        const PolicyArn = inputs.policyArn as string;
        await iam(context).send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
        return `${RoleName}/${PolicyArn}`;
    },
    async describe(id, _recorded, context) {
        const RoleName = id.slice(0, id.indexOf("/"));
        const policyArn = id.slice(id.indexOf("/") + 1);
        const pages = paginateListAttachedRolePolicies({ client: iam(context) }, { RoleName });
        for (;;) {
            const page = await unlessGone(pages.next());
            if (page === undefined || page.done) return undefined;
            const { AttachedPolicies = [] } = page.value;
            if (AttachedPolicies.some(({ PolicyArn }) => PolicyArn === policyArn)) return { role: RoleName, policyArn };
        }
    },
    async delete(_id, state, context) {
        const request = { RoleName: state.role as string, PolicyArn: state.policyArn as string };
        await unlessGone(iam(context).send(new DetachRolePolicyCommand(request)));
    },
});

import {
    AttachRolePolicyCommand,
    CreateRoleCommand,
    DeleteRoleCommand,
    DeleteRolePermissionsBoundaryCommand,
    DeleteRolePolicyCommand,
    DetachRolePolicyCommand,
    GetRoleCommand,
    GetRolePolicyCommand,
    paginateListAttachedRolePolicies,
    paginateListRolePolicies,
    PutRolePermissionsBoundaryCommand,
    PutRolePolicyCommand,
    TagRoleCommand,
    UntagRoleCommand,
    UpdateAssumeRolePolicyCommand,
    UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { changeTags, tagProperties, wantedTags } from "../shared/tags";
import { decodeDocument, iam } from "./client";

interface InlinePolicy {
    name: string;
    policy: string;
}

async function attachedPolicies(RoleName: string, context: HandlerContext): Promise<string[]> {
    const arns: string[] = [];
    for await (const page of paginateListAttachedRolePolicies({ client: iam(context) }, { RoleName })) {
        arns.push(
            ...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => (PolicyArn === undefined ? [] : [PolicyArn])),
        );
    }
    return arns;
}

async function inlinePolicyNames(RoleName: string, context: HandlerContext): Promise<string[]> {
    const names: string[] = [];
    for await (const page of paginateListRolePolicies({ client: iam(context) }, { RoleName })) {
        names.push(...(page.PolicyNames ?? []));
    }
    return names;
}

async function inlinePolicies(RoleName: string, context: HandlerContext): Promise<InlinePolicy[]> {
    const names = await inlinePolicyNames(RoleName, context);
    return Promise.all(
        names.map(async (name) => {
            const request = new GetRolePolicyCommand({ RoleName, PolicyName: name });
            const { PolicyDocument } = await iam(context).send(request);
            return { name, policy: decodeDocument(PolicyDocument) ?? "" };
        }),
    );
}

/** Policies given with the role itself; left out, they are managed by resources of their own or not at all. */
async function changePolicies(
    RoleName: string,
    old: Properties,
    inputs: Properties,
    context: HandlerContext,
): Promise<void> {
    const client = iam(context);
    if (inputs.managedPolicyArns !== undefined) {
        const before = (old.managedPolicyArns ?? []) as string[];
        const after = inputs.managedPolicyArns as string[];
        for (const PolicyArn of before.filter((arn) => !after.includes(arn))) {
            await unlessGone(client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
        }
        for (const PolicyArn of after.filter((arn) => !before.includes(arn))) {
            await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
        }
    }
    if (inputs.inlinePolicies !== undefined) {
        const after = (inputs.inlinePolicies as InlinePolicy[]).filter(({ name }) => name);
        for (const { name } of (old.inlinePolicies ?? []) as InlinePolicy[]) {
            if (after.some((wanted) => wanted.name === name)) continue;
            await unlessGone(client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: name })));
        }
        for (const { name, policy } of after) {
            await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: name, PolicyDocument: policy }));
        }
    }
}

export const role = resource({
    type: "aws:iam/role:Role",
    autoname: { property: "name", maxLength: 64 },
    defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
    replaceOn: ["namePrefix"],
    async create(inputs, context) {
        const { Role } = await iam(context).send(
            new CreateRoleCommand({
                AssumeRolePolicyDocument: inputs.assumeRolePolicy as string,
                Description: inputs.description as string | undefined,
                MaxSessionDuration: inputs.maxSessionDuration as number,
                Path: inputs.path as string,
                PermissionsBoundary: inputs.permissionsBoundary as string | undefined,
                RoleName: inputs.name as string,
                Tags: wantedTags(inputs),
            }),
        );
        return Role?.RoleName ?? "";
    },
    settle: (id, inputs, context) => changePolicies(id, {}, inputs, context),
    async describe(id, recorded, context) {
        const Role = (await unlessGone(iam(context).send(new GetRoleCommand({ RoleName: id }))))?.Role;
        if (!Role) return undefined;
        return {
            arn: Role.Arn,
            assumeRolePolicy: decodeDocument(Role.AssumeRolePolicyDocument),
            createDate: Role.CreateDate?.toISOString(),
            description: Role.Description === undefined || Role.Description === "" ? null : Role.Description,
            inlinePolicies: recorded.inlinePolicies === undefined ? undefined : await inlinePolicies(id, context),
            managedPolicyArns:
                recorded.managedPolicyArns === undefined ? undefined : await attachedPolicies(id, context),
            maxSessionDuration: Role.MaxSessionDuration,
            name: Role.RoleName,
            namePrefix: recorded.namePrefix ?? "",
            path: Role.Path,
            permissionsBoundary: Role.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
            uniqueId: Role.RoleId,
            ...tagProperties(recorded, Role.Tags),
        };
    },
    async update(id, old, inputs, context) {
        const client = iam(context);
        const changed = (name: string) => inputs[name] !== old[name];
        if (changed("assumeRolePolicy")) {
            const PolicyDocument = inputs.assumeRolePolicy as string;
            await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: id, PolicyDocument }));
        }
        if (changed("description") || changed("maxSessionDuration")) {
            const Description = (inputs.description as string | undefined) ?? "";
            const MaxSessionDuration = inputs.maxSessionDuration as number;
            await client.send(new UpdateRoleCommand({ RoleName: id, Description, MaxSessionDuration }));
        }
        if (changed("permissionsBoundary")) {
            const PermissionsBoundary = inputs.permissionsBoundary as string | undefined;
            if (PermissionsBoundary === undefined) {
                await client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: id }));
            } else {
                await client.send(new PutRolePermissionsBoundaryCommand({ RoleName: id, PermissionsBoundary }));
            }
        }
        await changePolicies(id, old, inputs, context);
        await changeTags(old, inputs, {
            set: (Tags) => client.send(new TagRoleCommand({ RoleName: id, Tags })),
            remove: (TagKeys) => client.send(new UntagRoleCommand({ RoleName: id, TagKeys })),
        });
    },
    async delete(id, state, context) {
        if (!(await unlessGone(iam(context).send(new GetRoleCommand({ RoleName: id }))))) return;
        const forced = state.forceDetachPolicies === true;
        const own: Properties = {
            managedPolicyArns: forced ? await attachedPolicies(id, context) : state.managedPolicyArns,
            inlinePolicies: forced ? await inlinePolicies(id, context) : state.inlinePolicies,
        };
        await changePolicies(id, own, { managedPolicyArns: [], inlinePolicies: [] }, context);
        await unlessGone(iam(context).send(new DeleteRoleCommand({ RoleName: id })));
    },
});

import {
    CreatePolicyCommand,
    CreatePolicyVersionCommand,
    DeletePolicyCommand,
    DeletePolicyVersionCommand,
    GetPolicyCommand,
    GetPolicyVersionCommand,
    ListPolicyVersionsCommand,
    TagPolicyCommand,
    UntagPolicyCommand,
} from "@aws-sdk/client-iam";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { changeTags, tagProperties, wantedTags } from "../shared/tags";
import { decodeDocument, iam } from "./client";

/** IAM keeps this many versions of a policy; the oldest makes room. */
const MOST_VERSIONS = 5;

async function otherVersions(PolicyArn: string, context: HandlerContext): Promise<string[]> {
    const { Versions = [] } = await iam(context).send(new ListPolicyVersionsCommand({ PolicyArn }));
    return Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true)
        .sort((one, other) => (one.CreateDate?.getTime() ?? 0) - (other.CreateDate?.getTime() ?? 0))
        .flatMap(({ VersionId }) => (VersionId === undefined ? [] : [VersionId]));
}

export const policy = resource({
    type: "aws:iam/policy:Policy",
    autoname: { property: "name", maxLength: 128 },
    defaults: { path: "/" },
    replaceOn: ["namePrefix"],
    async create(inputs, context) {
        const { Policy } = await iam(context).send(
            new CreatePolicyCommand({
                Description: inputs.description as string | undefined,
                Path: inputs.path as string,
                PolicyDocument: inputs.policy as string,
                PolicyName: inputs.name as string,
                Tags: wantedTags(inputs),
            }),
        );
        return Policy?.Arn ?? "";
    },
    async describe(id, recorded, context) {
        const found = (await unlessGone(iam(context).send(new GetPolicyCommand({ PolicyArn: id }))))?.Policy;
        if (!found) return undefined;
        const version = new GetPolicyVersionCommand({ PolicyArn: id, VersionId: found.DefaultVersionId });
        const { PolicyVersion } = await iam(context).send(version);
        return {
            arn: found.Arn,
            // Counts the attachments of other resources: following it, every first refresh would be drift.
            attachmentCount: recorded.attachmentCount ?? found.AttachmentCount ?? 0,
            description: found.Description === undefined || found.Description === "" ? null : found.Description,
            name: found.PolicyName,
            namePrefix: recorded.namePrefix ?? "",
            path: found.Path,
            policy: decodeDocument(PolicyVersion?.Document),
            policyId: found.PolicyId,
            ...tagProperties(recorded, found.Tags),
        };
    },
    async update(id, old, inputs, context) {
        const client = iam(context);
        if (inputs.policy !== old.policy) {
            const others = await otherVersions(id, context);
            const surplus = others.slice(0, Math.max(0, others.length + 2 - MOST_VERSIONS));
            for (const VersionId of surplus)
                await client.send(new DeletePolicyVersionCommand({ PolicyArn: id, VersionId }));
            const PolicyDocument = inputs.policy as string;
            await client.send(new CreatePolicyVersionCommand({ PolicyArn: id, PolicyDocument, SetAsDefault: true }));
        }
        await changeTags(old, inputs, {
            set: (Tags) => client.send(new TagPolicyCommand({ PolicyArn: id, Tags })),
            remove: (TagKeys) => client.send(new UntagPolicyCommand({ PolicyArn: id, TagKeys })),
        });
    },
    async delete(id, _state, context) {
        if (!(await unlessGone(iam(context).send(new GetPolicyCommand({ PolicyArn: id }))))) return;
        for (const VersionId of await otherVersions(id, context)) {
            await iam(context).send(new DeletePolicyVersionCommand({ PolicyArn: id, VersionId }));
        }
        await unlessGone(iam(context).send(new DeletePolicyCommand({ PolicyArn: id })));
    },
});

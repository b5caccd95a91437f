import {
    CreateLogGroupCommand,
    DeleteLogGroupCommand,
    DeleteRetentionPolicyCommand,
    DescribeLogGroupsCommand,
    ListTagsForResourceCommand,
    PutRetentionPolicyCommand,
    TagResourceCommand,
    UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogGroup, LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { changeTags, tagMapProperties } from "../shared/tags";
import { tagsOf } from "../../tags";
import { logs } from "./client";
import { prefixOnly } from "../shared/unmodelled";

async function find(name: string, context: HandlerContext): Promise<LogGroup | undefined> {
    let nextToken: string | undefined;
    do {
        const answer = await logs(context).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name, nextToken }));
        const found = answer.logGroups?.find(({ logGroupName }) => logGroupName === name);
        if (found !== undefined) {
            return found;
        }
        nextToken = answer.nextToken;
    } while (nextToken !== undefined);
    return undefined;
}

/** The ARN as the provider records it: the API's form that ends in `:*` means the streams. */
const arnOf = (group: LogGroup): string => (group.arn ?? "").replace(/:\*$/, "");

async function retain(name: string, inputs: Properties, context: HandlerContext): Promise<void> {
    const days = (inputs.retentionInDays as number | undefined) ?? 0;
    await (days === 0
        ? logs(context).send(new DeleteRetentionPolicyCommand({ logGroupName: name }))
        : logs(context).send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: days })));
}

export const logGroup = resource({
    type: "aws:cloudwatch/logGroup:LogGroup",
    autoname: { property: "name", maxLength: 512 },
    // The class of a group is settled when it is made, which CloudFormation does not say.
    replaceOn: ["logGroupClass"],
    unmodelled: { namePrefix: prefixOnly },
    defaults: { retentionInDays: 0, skipDestroy: false },

    async create(inputs, context) {
        const name = inputs.name as string;
        await logs(context).send(
            new CreateLogGroupCommand({
                logGroupName: name,
                kmsKeyId: inputs.kmsKeyId as string | undefined,
                logGroupClass: inputs.logGroupClass as LogGroupClass | undefined,
                deletionProtectionEnabled: inputs.deletionProtectionEnabled as boolean | undefined,
                tags: tagsOf(inputs),
            }),
        );
        await retain(name, inputs, context);
        return name;
    },

    async describe(id, recorded, context) {
        const found = await find(id, context);
        if (found === undefined) {
            return undefined;
        }
        const { tags } = await logs(context).send(new ListTagsForResourceCommand({ resourceArn: arnOf(found) }));
        return {
            name: found.logGroupName,
            arn: arnOf(found),
            retentionInDays: found.retentionInDays ?? 0,
            // Neither the key (changed later), the class nor the protection is kept by the emulator: the record is the truth.
            logGroupClass: recorded.logGroupClass ?? "STANDARD",
            deletionProtectionEnabled: recorded.deletionProtectionEnabled ?? false,
            ...tagMapProperties(recorded, tags),
        };
    },

    async update(id, old, inputs, context) {
        await retain(id, inputs, context);
        const resourceArn = old.arn as string;
        await changeTags(old, inputs, {
            set: (_list, tags) => logs(context).send(new TagResourceCommand({ resourceArn, tags })),
            remove: (tagKeys) => logs(context).send(new UntagResourceCommand({ resourceArn, tagKeys })),
        });
    },

    async delete(id, state, context) {
        if (state.skipDestroy === true) {
            return;
        }
        if (state.deletionProtectionEnabled === true && (await find(id, context)) !== undefined) {
            // The emulator does not know the setting; AWS answers so.
            throw new Error(
                `ValidationException: log group ${id} has deletion protection enabled and cannot be deleted`,
            );
        }
        await unlessGone(logs(context).send(new DeleteLogGroupCommand({ logGroupName: id })));
    },
});

import {
    CreateSecurityGroupCommand,
    DeleteSecurityGroupCommand,
    DescribeSecurityGroupsCommand,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, only, remove, taggedAs, updateTags } from "./client";
import { changePermissions, flatten, inlineRules, permissionOf, securityGroupRules } from "./permissions";

const directions = ["ingress", "egress"] as const;

async function find(id: string, context: HandlerContext) {
    const call = ec2(context).send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }));
    return only(call, (page) => page.SecurityGroups);
}

/** Removes the rules that AWS made with the group and puts the program's in their place. */
async function startWith(id: string, inputs: Properties, context: HandlerContext): Promise<void> {
    const existing = await securityGroupRules(id, context);
    for (const direction of directions) {
        const before = existing.filter(({ IsEgress }) => (IsEgress ?? false) === (direction === "egress"));
        await changePermissions(id, direction, before.map(permissionOf), flatten(inputs[direction], id), context);
    }
}

async function describe(id: string, recorded: Properties, context: HandlerContext): Promise<Properties | undefined> {
    const found = await find(id, context);
    if (!found) return undefined;
    const [ingress, egress] = await Promise.all(
        directions.map((direction) => inlineRules(id, direction, recorded[direction], context)),
    );
    return {
        arn: found.SecurityGroupArn ?? arn(context, "security-group", id),
        description: found.Description,
        egress,
        ingress,
        name: found.GroupName,
        namePrefix: recorded.namePrefix ?? "",
        ownerId: found.OwnerId ?? context.accountId,
        vpcId: found.VpcId,
        ...tagProperties(recorded, found.Tags),
    };
}

async function update(id: string, old: Properties, inputs: Properties, context: HandlerContext): Promise<void> {
    for (const direction of directions) {
        if (inputs[direction] === undefined) continue;
        await changePermissions(id, direction, flatten(old[direction], id), flatten(inputs[direction], id), context);
    }
    await updateTags(id, old, inputs, context);
}

export const securityGroup = resource({
    type: "aws:ec2/securityGroup:SecurityGroup",
    autoname: { property: "name", maxLength: 255 },
    defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
    replaceOn: ["namePrefix"],
    async create(inputs, context) {
        const { GroupId } = await ec2(context).send(
            new CreateSecurityGroupCommand({
                Description: inputs.description as string,
                GroupName: inputs.name as string,
                VpcId: inputs.vpcId as string | undefined,
                ...taggedAs("security-group", inputs),
            }),
        );
        return GroupId ?? "";
    },
    settle: startWith,
    describe,
    update,
    async delete(id, state, context) {
        if (state.revokeRulesOnDelete === true && (await find(id, context))) await startWith(id, {}, context);
        await remove(ec2(context).send(new DeleteSecurityGroupCommand({ GroupId: id })));
    },
});

/** The group a VPC is born with: adopted and emptied, never made or deleted. */
export const defaultSecurityGroup = resource({
    type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    defaults: { revokeRulesOnDelete: false },
    replaceOn: ["vpcId"],
    async create(inputs, context) {
        const inVpc = { Name: "vpc-id", Values: [inputs.vpcId as string] };
        const { SecurityGroups = [] } = await ec2(context).send(
            new DescribeSecurityGroupsCommand({ Filters: [inVpc, { Name: "group-name", Values: ["default"] }] }),
        );
        const id = SecurityGroups[0]?.GroupId;
        if (id === undefined) throw new Error(`VPC ${String(inputs.vpcId)} has no default security group`);
        return id;
    },
    async settle(id, inputs, context) {
        await startWith(id, inputs, context);
        const found = await find(id, context);
        await updateTags(id, tagProperties({}, found?.Tags), inputs, context);
    },
    describe,
    update,
    delete: () => Promise.resolve(),
});

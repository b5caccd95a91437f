import {
    DeleteResourcePolicyCommand,
    DescribeResourcePoliciesCommand,
    PutResourcePolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { logs } from "./client";

/** Which services may write to the account's log groups. */
export const logResourcePolicy = resource({
    type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    autoname: { property: "policyName", maxLength: 255 },
    unmodelled: { resourceArn: "is not modelled by the sandbox; use an account's policy, by policyName" },

    async create(inputs, context) {
        await put(inputs, context);
        return inputs.policyName as string;
    },

    async describe(id, _recorded, context) {
        const { resourcePolicies = [] } = await logs(context).send(new DescribeResourcePoliciesCommand({}));
        const found = resourcePolicies.find(({ policyName }) => policyName === id);
        return (
            found && {
                policyName: found.policyName,
                policyDocument: found.policyDocument,
                policyScope: found.policyScope ?? "ACCOUNT",
            }
        );
    },

    update: (_id, _old, inputs, context) => put(inputs, context),

    async delete(id, _state, context) {
        await unlessGone(logs(context).send(new DeleteResourcePolicyCommand({ policyName: id })));
    },
});

async function put(inputs: Properties, context: HandlerContext): Promise<void> {
    await logs(context).send(
        new PutResourcePolicyCommand({
            policyName: inputs.policyName as string,
            policyDocument: inputs.policyDocument as string,
        }),
    );
}

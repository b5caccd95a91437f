import {
    DeleteLifecyclePolicyCommand,
    GetLifecyclePolicyCommand,
    PutLifecyclePolicyCommand,
} from "@aws-sdk/client-ecr";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { ecr } from "./client";

/** Rules that expire images; one per repository, whose name is the id. */
export const lifecyclePolicy = resource({
    type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    // CloudFormation keeps the policy within the repository.
    replaceOn: ["repository"],

    async create(inputs, context) {
        await put(inputs, context);
        return inputs.repository as string;
    },

    async describe(id, _recorded, context) {
        const found = await unlessGone(ecr(context).send(new GetLifecyclePolicyCommand({ repositoryName: id })));
        return (
            found && {
                repository: found.repositoryName,
                registryId: found.registryId,
                policy: found.lifecyclePolicyText,
            }
        );
    },

    update: (_id, _old, inputs, context) => put(inputs, context),

    async delete(id, _state, context) {
        await unlessGone(ecr(context).send(new DeleteLifecyclePolicyCommand({ repositoryName: id })));
    },
});

async function put(inputs: Properties, context: HandlerContext): Promise<void> {
    await ecr(context).send(
        new PutLifecyclePolicyCommand({
            repositoryName: inputs.repository as string,
            lifecyclePolicyText: inputs.policy as string,
        }),
    );
}

import {
    DeleteRepositoryPolicyCommand,
    GetRepositoryPolicyCommand,
    SetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { ecr } from "./client";

/** Who may pull and push; one per repository, whose name is the id. */
export const repositoryPolicy = resource({
    type: "aws:ecr/repositoryPolicy:RepositoryPolicy",
    // CloudFormation keeps the policy within the repository.
    replaceOn: ["repository"],

    async create(inputs, context) {
        await put(inputs, context);
        return inputs.repository as string;
    },

    async describe(id, _recorded, context) {
        const found = await unlessGone(ecr(context).send(new GetRepositoryPolicyCommand({ repositoryName: id })));
        return found && { repository: found.repositoryName, registryId: found.registryId, policy: found.policyText };
    },

    update: (_id, _old, inputs, context) => put(inputs, context),

    async delete(id, _state, context) {
        await unlessGone(ecr(context).send(new DeleteRepositoryPolicyCommand({ repositoryName: id })));
    },
});

async function put(inputs: Properties, context: HandlerContext): Promise<void> {
    await ecr(context).send(
        new SetRepositoryPolicyCommand({
            repositoryName: inputs.repository as string,
            policyText: inputs.policy as string,
        }),
    );
}

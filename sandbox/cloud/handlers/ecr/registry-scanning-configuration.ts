import { GetRegistryScanningConfigurationCommand, PutRegistryScanningConfigurationCommand } from "@aws-sdk/client-ecr";
import type { RegistryScanningRule, ScanType } from "@aws-sdk/client-ecr";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { unlessEmpty } from "../shared/observe";
import { resource } from "../shared/resource";
import { ecr } from "./client";

/** The account's one setting of image scanning in a region; there is always one, so that deleting it means basic scanning. */
export const registryScanningConfiguration = resource({
    type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",

    async create(inputs, context) {
        await put(inputs, context);
        return context.accountId;
    },

    async describe(_id, recorded, context) {
        const found = await ecr(context).send(new GetRegistryScanningConfigurationCommand({}));
        return {
            registryId: found.registryId ?? context.accountId,
            scanType: found.scanningConfiguration?.scanType,
            rules: unlessEmpty(recorded.rules, found.scanningConfiguration?.rules ?? []),
        };
    },

    update: (_id, _old, inputs, context) => put(inputs, context),

    async delete(_id, _state, context) {
        await put({ scanType: "BASIC" }, context);
    },
});

async function put(inputs: Properties, context: HandlerContext): Promise<void> {
    await ecr(context).send(
        new PutRegistryScanningConfigurationCommand({
            scanType: inputs.scanType as ScanType,
            rules: (inputs.rules as RegistryScanningRule[] | undefined) ?? [],
        }),
    );
}

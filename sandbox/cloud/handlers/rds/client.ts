import { AddTagsToResourceCommand, RDSClient, RemoveTagsFromResourceCommand } from "@aws-sdk/client-rds";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";
import { changeTags } from "../shared/tags";

export const rds = (context: HandlerContext): RDSClient => context.client(RDSClient);

/** Every RDS resource is tagged by its ARN, after its creation. */
export async function updateTags(
    arn: string,
    old: Properties,
    inputs: Properties,
    context: HandlerContext,
): Promise<void> {
    await changeTags(old, inputs, {
        set: (Tags) => rds(context).send(new AddTagsToResourceCommand({ ResourceName: arn, Tags })),
        remove: (TagKeys) => rds(context).send(new RemoveTagsFromResourceCommand({ ResourceName: arn, TagKeys })),
    });
}

/** The final snapshot's name, or nothing when the program waives it; the official provider insists on one of the two. */
export function finalSnapshot(what: string, state: Properties): { skip: boolean; name: string | undefined } {
    if (state.skipFinalSnapshot === true) {
        return { skip: true, name: undefined };
    }
    if (typeof state.finalSnapshotIdentifier !== "string") {
        throw new Error(`${what} finalSnapshotIdentifier is required when skipFinalSnapshot is false`);
    }
    return { skip: false, name: state.finalSnapshotIdentifier };
}

/** A change of the exported logs, as the modification calls want it: what to begin and what to end. */
export function logExports(old: Properties, inputs: Properties) {
    const before = (old.enabledCloudwatchLogsExports as string[] | undefined) ?? [];
    const after = (inputs.enabledCloudwatchLogsExports as string[] | undefined) ?? [];
    const EnableLogTypes = after.filter((log) => !before.includes(log));
    const DisableLogTypes = before.filter((log) => !after.includes(log));
    return EnableLogTypes.length + DisableLogTypes.length > 0 ? { EnableLogTypes, DisableLogTypes } : undefined;
}

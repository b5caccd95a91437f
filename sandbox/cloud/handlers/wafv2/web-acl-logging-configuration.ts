import {
    DeleteLoggingConfigurationCommand,
    GetLoggingConfigurationCommand,
    PutLoggingConfigurationCommand,
} from "@aws-sdk/client-wafv2";
import type { FieldToMatch, LoggingFilter } from "@aws-sdk/client-wafv2";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { unlessEmpty } from "../shared/observe";
import { resource } from "../shared/resource";
import { wafv2 } from "./client";
import { fromWaf, toWaf } from "./shape";

/** Where an ACL writes its log; one per ACL, whose ARN is the id. */
export const webAclLoggingConfiguration = resource({
    type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",

    async create(inputs, context) {
        for (const destination of inputs.logDestinationConfigs as string[]) {
            // AWS insists; found out at deployment otherwise.
            if (!/(:log-group:|:deliverystream\/|:s3:::)aws-waf-logs-/.test(destination)) {
                throw new Error(
                    `WAFInvalidParameterException: the name of the log destination ${destination} must begin with aws-waf-logs-`,
                );
            }
        }
        await put(inputs, context);
        return inputs.resourceArn as string;
    },

    async describe(id, recorded, context) {
        const answer = await unlessGone(wafv2(context).send(new GetLoggingConfigurationCommand({ ResourceArn: id })));
        const found = answer?.LoggingConfiguration;
        return (
            found && {
                resourceArn: found.ResourceArn,
                logDestinationConfigs: found.LogDestinationConfigs,
                redactedFields: unlessEmpty(recorded.redactedFields, fromWaf(found.RedactedFields ?? [])),
                loggingFilter: fromWaf(found.LoggingFilter) ?? null,
            }
        );
    },

    update: (_id, _old, inputs, context) => put(inputs, context),

    async delete(id, _state, context) {
        await unlessGone(wafv2(context).send(new DeleteLoggingConfigurationCommand({ ResourceArn: id })));
    },
});

async function put(inputs: Properties, context: HandlerContext): Promise<void> {
    await wafv2(context).send(
        new PutLoggingConfigurationCommand({
            LoggingConfiguration: {
                ResourceArn: inputs.resourceArn as string,
                LogDestinationConfigs: inputs.logDestinationConfigs as string[],
                RedactedFields: toWaf<FieldToMatch[] | undefined>(inputs.redactedFields),
                LoggingFilter: toWaf<LoggingFilter | undefined>(inputs.loggingFilter),
            },
        }),
    );
}

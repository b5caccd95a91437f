import { CreateWebACLCommand, DeleteWebACLCommand, GetWebACLCommand, UpdateWebACLCommand } from "@aws-sdk/client-wafv2";
import type {
    AssociationConfig,
    CaptchaConfig,
    ChallengeConfig,
    CustomResponseBody,
    DataProtectionConfig,
    DefaultAction,
    GetWebACLResponse,
    Rule,
    VisibilityConfig,
} from "@aws-sdk/client-wafv2";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { unlessEmpty } from "../shared/observe";
import { resource } from "../shared/resource";
import { wantedTags } from "../shared/tags";
import { identity, readTags, updateTags, wafv2 } from "./client";
import { fromResponseBodies, fromWaf, toResponseBodies, toWaf } from "./shape";
import { prefixOnly } from "../shared/unmodelled";

async function find(id: string, state: Properties, context: HandlerContext): Promise<GetWebACLResponse | undefined> {
    return unlessGone(wafv2(context).send(new GetWebACLCommand(identity(id, state))));
}

/** Members that creation and update share. */
function content(inputs: Properties) {
    return {
        Description: inputs.description as string | undefined,
        DefaultAction: toWaf<DefaultAction>(inputs.defaultAction),
        Rules:
            inputs.ruleJson === undefined
                ? toWaf<Rule[]>(inputs.rules ?? [])
                : (JSON.parse(inputs.ruleJson as string) as Rule[]),
        VisibilityConfig: toWaf<VisibilityConfig>(inputs.visibilityConfig),
        AssociationConfig: toWaf<AssociationConfig | undefined>(inputs.associationConfig),
        CaptchaConfig: toWaf<CaptchaConfig | undefined>(inputs.captchaConfig),
        ChallengeConfig: toWaf<ChallengeConfig | undefined>(inputs.challengeConfig),
        CustomResponseBodies: toResponseBodies(inputs.customResponseBodies) as
            Record<string, CustomResponseBody> | undefined,
        DataProtectionConfig: toWaf<DataProtectionConfig | undefined>(inputs.dataProtectionConfig),
        TokenDomains: inputs.tokenDomains as string[] | undefined,
    };
}

export const webAcl = resource({
    type: "aws:wafv2/webAcl:WebAcl",
    autoname: { property: "name", maxLength: 128 },
    changedByUpdate: ["lockToken"],
    unmodelled: { namePrefix: prefixOnly },

    async create(inputs, context) {
        checkRegion(inputs.scope, context);
        const { Summary } = await wafv2(context).send(
            new CreateWebACLCommand({
                ...identity("", inputs),
                ...content(inputs),
                Tags: wantedTags(inputs),
            }),
        );
        return Summary?.Id ?? "";
    },

    async describe(id, recorded, context) {
        const answer = await find(id, recorded, context);
        const found = answer?.WebACL;
        if (found === undefined) {
            return undefined;
        }
        const rules = fromWaf(found.Rules ?? []);
        const block = (value: unknown): unknown => fromWaf(value) ?? null;
        return {
            ...describedIdentity(id, recorded),
            name: found.Name,
            arn: found.ARN,
            description: found.Description || null,
            capacity: found.Capacity,
            lockToken: answer?.LockToken,
            defaultAction: fromWaf(found.DefaultAction),
            rules: recorded.ruleJson === undefined ? unlessEmpty(recorded.rules, rules) : null,
            visibilityConfig: fromWaf(found.VisibilityConfig),
            associationConfig: block(found.AssociationConfig),
            captchaConfig: block(found.CaptchaConfig),
            challengeConfig: block(found.ChallengeConfig),
            customResponseBodies: unlessEmpty(
                recorded.customResponseBodies,
                fromResponseBodies(found.CustomResponseBodies as Record<string, Properties> | undefined),
            ),
            tokenDomains: unlessEmpty(recorded.tokenDomains, found.TokenDomains ?? []),
            applicationIntegrationUrl: answer?.ApplicationIntegrationURL ?? "",
            ...(await readTags(found.ARN, recorded, context)),
        };
    },

    async update(id, old, inputs, context) {
        const current = await find(id, old, context);
        await wafv2(context).send(
            new UpdateWebACLCommand({
                ...identity(id, old),
                ...content(inputs),
                LockToken: current?.LockToken,
            }),
        );
        await updateTags(old, inputs, context);
    },

    async delete(id, state, context) {
        const current = await find(id, state, context);
        if (current !== undefined) {
            await unlessGone(
                wafv2(context).send(new DeleteWebACLCommand({ ...identity(id, state), LockToken: current.LockToken })),
            );
        }
    },
});

/** The scope is known from the state alone, or from an imported id. */
function describedIdentity(id: string, recorded: Properties): Properties {
    return { scope: identity(id, recorded).Scope };
}

/** AWS keeps what protects CloudFront in one region. */
export function checkRegion(scope: unknown, { region }: HandlerContext): void {
    if (scope === "CLOUDFRONT" && region !== "us-east-1") {
        throw new Error(
            `WAFInvalidParameterException: the scope CLOUDFRONT exists in us-east-1 only, not in ${region}; set region to "us-east-1"`,
        );
    }
}

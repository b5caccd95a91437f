import {
    CreateOriginAccessControlCommand,
    DeleteOriginAccessControlCommand,
    GetOriginAccessControlCommand,
    UpdateOriginAccessControlCommand,
} from "@aws-sdk/client-cloudfront";
import type { GetOriginAccessControlResult, OriginAccessControlConfig } from "@aws-sdk/client-cloudfront";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { fromApi, toApi } from "../shared/mapping";
import type { Mapping } from "../shared/mapping";
import { resource } from "../shared/resource";
import { cloudFront } from "./client";

const mapping: Mapping<OriginAccessControlConfig> = {
    description: "Description",
    name: "Name",
    originAccessControlOriginType: "OriginAccessControlOriginType",
    signingBehavior: "SigningBehavior",
    signingProtocol: "SigningProtocol",
};

const configuration = (inputs: Properties): OriginAccessControlConfig =>
    toApi<OriginAccessControlConfig>(inputs, mapping) as OriginAccessControlConfig;

async function find(id: string, context: HandlerContext): Promise<GetOriginAccessControlResult | undefined> {
    return unlessGone(cloudFront(context).send(new GetOriginAccessControlCommand({ Id: id })));
}

export const originAccessControl = resource({
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    autoname: { property: "name", maxLength: 64 },
    // The provider makes another control for another name.
    replaceOn: ["name"],
    defaults: { description: "Managed by Pulumi" },

    async create(inputs, context) {
        const { OriginAccessControl } = await cloudFront(context).send(
            new CreateOriginAccessControlCommand({ OriginAccessControlConfig: configuration(inputs) }),
        );
        return OriginAccessControl?.Id ?? "";
    },

    async describe(id, _recorded, context) {
        const found = await find(id, context);
        const config = found?.OriginAccessControl?.OriginAccessControlConfig;
        return (
            config && {
                // CloudFront has no region.
                region: null,
                ...fromApi(config, mapping),
                arn: `arn:${context.partition}:cloudfront::${context.accountId}:origin-access-control/${id}`,
                etag: found?.ETag,
            }
        );
    },

    async update(id, old, inputs, context) {
        await cloudFront(context).send(
            new UpdateOriginAccessControlCommand({
                Id: id,
                IfMatch: old.etag as string,
                OriginAccessControlConfig: configuration(inputs),
            }),
        );
    },

    async delete(id, state, context) {
        if ((await find(id, context)) !== undefined) {
            await cloudFront(context).send(
                new DeleteOriginAccessControlCommand({ Id: id, IfMatch: state.etag as string }),
            );
        }
    },
});

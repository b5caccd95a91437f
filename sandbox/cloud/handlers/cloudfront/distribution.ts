import {
    CreateDistributionWithTagsCommand,
    DeleteDistributionCommand,
    GetDistributionCommand,
    ListTagsForResourceCommand,
    TagResourceCommand,
    UntagResourceCommand,
    UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import type { GetDistributionResult } from "@aws-sdk/client-cloudfront";
import { randomUUID } from "node:crypto";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { tagList, tagsOf } from "../../tags";
import { resource } from "../shared/resource";
import { changeTags, tagProperties } from "../shared/tags";
import { until } from "../shared/wait";
import { cloudFront } from "./client";
import { fromConfig, toConfig } from "./distribution-config";

/** Hosted zone of every distribution's name, for alias records. */
const hostedZoneId = "Z2FDTNDATAQYW2";

async function find(id: string, context: HandlerContext): Promise<GetDistributionResult | undefined> {
    return unlessGone(cloudFront(context).send(new GetDistributionCommand({ Id: id })));
}

async function deployed(id: string, context: HandlerContext): Promise<void> {
    const look = async (): Promise<true | undefined> =>
        (await find(id, context))?.Distribution?.Status === "Deployed" ? true : undefined;
    await until(`distribution ${id} to be deployed`, look, context);
}

async function put(id: string, state: Properties, inputs: Properties, context: HandlerContext): Promise<void> {
    await cloudFront(context).send(
        new UpdateDistributionCommand({
            Id: id,
            IfMatch: state.etag as string,
            DistributionConfig: toConfig(inputs, state.callerReference as string),
        }),
    );
}

export const distribution = resource({
    type: "aws:cloudfront/distribution:Distribution",
    changedByUpdate: ["etag", "lastModifiedTime"],
    defaults: {
        httpVersion: "http2",
        isIpv6Enabled: false,
        priceClass: "PriceClass_All",
        retainOnDelete: false,
        staging: false,
        waitForDeployment: true,
    },

    async create(inputs, context) {
        const { Distribution } = await cloudFront(context).send(
            new CreateDistributionWithTagsCommand({
                DistributionConfigWithTags: {
                    DistributionConfig: toConfig(inputs, randomUUID()),
                    Tags: { Items: tagList(tagsOf(inputs)) },
                },
            }),
        );
        const id = Distribution?.Id ?? "";
        if (inputs.waitForDeployment !== false) {
            await deployed(id, context);
        }
        return id;
    },

    async describe(id, recorded, context) {
        const answer = await find(id, context);
        const found = answer?.Distribution;
        if (found?.DistributionConfig === undefined) {
            return undefined;
        }
        const { Tags } = await cloudFront(context).send(new ListTagsForResourceCommand({ Resource: found.ARN }));
        return {
            // CloudFront has no region.
            region: null,
            ...fromConfig(found.DistributionConfig, recorded),
            arn: found.ARN,
            domainName: found.DomainName,
            etag: answer?.ETag,
            hostedZoneId,
            inProgressValidationBatches: found.InProgressInvalidationBatches,
            lastModifiedTime: found.LastModifiedTime?.toISOString(),
            status: found.Status,
            trustedKeyGroups: [{ enabled: found.ActiveTrustedKeyGroups?.Enabled ?? false, items: [] }],
            trustedSigners: [{ enabled: found.ActiveTrustedSigners?.Enabled ?? false, items: [] }],
            ...tagProperties(recorded, Tags?.Items),
        };
    },

    async update(id, old, inputs, context) {
        await put(id, old, inputs, context);
        if (inputs.waitForDeployment !== false) {
            await deployed(id, context);
        }
        const Resource = old.arn as string;
        await changeTags(old, inputs, {
            set: (Items) => cloudFront(context).send(new TagResourceCommand({ Resource, Tags: { Items } })),
            remove: (Items) => cloudFront(context).send(new UntagResourceCommand({ Resource, TagKeys: { Items } })),
        });
    },

    async delete(id, state, context) {
        const current = await find(id, context);
        if (current === undefined) {
            return;
        }
        // AWS deletes a disabled distribution only, and only once that has reached every edge.
        if (current.Distribution?.DistributionConfig?.Enabled === true) {
            await put(id, { ...state, etag: current.ETag }, { ...state, enabled: false }, context);
        }
        if (state.retainOnDelete === true) {
            return;
        }
        await deployed(id, context);
        const ETag = (await find(id, context))?.ETag;
        await unlessGone(cloudFront(context).send(new DeleteDistributionCommand({ Id: id, IfMatch: ETag })));
    },
});

import {
    CreateRepositoryCommand,
    DeleteRepositoryCommand,
    DescribeRepositoriesCommand,
    ListTagsForResourceCommand,
    PutImageScanningConfigurationCommand,
    PutImageTagMutabilityCommand,
    TagResourceCommand,
    UntagResourceCommand,
} from "@aws-sdk/client-ecr";
import type {
    EncryptionType,
    ImageScanningConfiguration,
    ImageTagMutability,
    ImageTagMutabilityExclusionFilter,
} from "@aws-sdk/client-ecr";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import { unlessDefault, unlessEmpty } from "../shared/observe";
import { resource } from "../shared/resource";
import { changeTags, tagProperties, wantedTags } from "../shared/tags";
import { ecr } from "./client";

interface Encryption {
    encryptionType?: EncryptionType;
    kmsKey?: string;
}

const exclusions = (inputs: Properties): ImageTagMutabilityExclusionFilter[] | undefined =>
    inputs.imageTagMutabilityExclusionFilters as ImageTagMutabilityExclusionFilter[] | undefined;

export const repository = resource({
    type: "aws:ecr/repository:Repository",
    autoname: { property: "name", maxLength: 256, lowercase: true },
    defaults: { imageTagMutability: "MUTABLE" },

    async create(inputs, context) {
        const repositoryName = inputs.name as string;
        const [encryption] = (inputs.encryptionConfigurations as Encryption[] | undefined) ?? [];
        await ecr(context).send(
            new CreateRepositoryCommand({
                repositoryName,
                imageTagMutability: inputs.imageTagMutability as ImageTagMutability,
                imageTagMutabilityExclusionFilters: exclusions(inputs),
                imageScanningConfiguration: inputs.imageScanningConfiguration as ImageScanningConfiguration | undefined,
                encryptionConfiguration: encryption && {
                    encryptionType: encryption.encryptionType ?? "AES256",
                    kmsKey: encryption.kmsKey,
                },
                tags: wantedTags(inputs),
            }),
        );
        return repositoryName;
    },

    async describe(id, recorded, context) {
        const answer = await unlessGone(ecr(context).send(new DescribeRepositoriesCommand({ repositoryNames: [id] })));
        const found = answer?.repositories?.[0];
        if (found === undefined) {
            return undefined;
        }
        const { tags } = await ecr(context).send(new ListTagsForResourceCommand({ resourceArn: found.repositoryArn }));
        const { encryptionType, kmsKey } = found.encryptionConfiguration ?? {};
        const encryption = [{ encryptionType, ...(kmsKey === undefined ? {} : { kmsKey }) }];
        return {
            name: found.repositoryName,
            arn: found.repositoryArn,
            registryId: found.registryId,
            repositoryUrl: found.repositoryUri,
            imageTagMutability: found.imageTagMutability,
            imageTagMutabilityExclusionFilters: unlessEmpty(
                recorded.imageTagMutabilityExclusionFilters,
                found.imageTagMutabilityExclusionFilters ?? [],
            ),
            imageScanningConfiguration: unlessDefault(
                recorded.imageScanningConfiguration,
                found.imageScanningConfiguration,
                { scanOnPush: false },
            ),
            encryptionConfigurations: unlessDefault(recorded.encryptionConfigurations, encryption, [
                { encryptionType: "AES256" },
            ]),
            ...tagProperties(recorded, tags),
        };
    },

    async update(id, old, inputs, context) {
        await ecr(context).send(
            new PutImageTagMutabilityCommand({
                repositoryName: id,
                imageTagMutability: inputs.imageTagMutability as ImageTagMutability,
                imageTagMutabilityExclusionFilters: exclusions(inputs),
            }),
        );
        await ecr(context).send(
            new PutImageScanningConfigurationCommand({
                repositoryName: id,
                imageScanningConfiguration: (inputs.imageScanningConfiguration as
                    ImageScanningConfiguration | undefined) ?? { scanOnPush: false },
            }),
        );
        const resourceArn = old.arn as string;
        await changeTags(old, inputs, {
            set: (tags) => ecr(context).send(new TagResourceCommand({ resourceArn, tags })),
            remove: (tagKeys) => ecr(context).send(new UntagResourceCommand({ resourceArn, tagKeys })),
        });
    },

    async delete(id, state, context) {
        await unlessGone(
            ecr(context).send(new DeleteRepositoryCommand({ repositoryName: id, force: state.forceDelete === true })),
        );
    },
});

import {
    CreateLaunchTemplateCommand,
    CreateLaunchTemplateVersionCommand,
    DeleteLaunchTemplateCommand,
    DescribeLaunchTemplatesCommand,
    DescribeLaunchTemplateVersionsCommand,
    ModifyLaunchTemplateCommand,
} from "@aws-sdk/client-ec2";
import { isDeepStrictEqual } from "node:util";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, only, remove, taggedAs, updateTags } from "./client";
import { dataProperties, fromTemplateData, toTemplateData } from "./launch-template-data";

export const launchTemplate = resource({
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    autoname: { property: "name", maxLength: 128 },
    replaceOn: ["namePrefix"],
    changedByUpdate: ["latestVersion", "defaultVersion"],
    async create(inputs, context) {
        const { LaunchTemplate } = await ec2(context).send(
            new CreateLaunchTemplateCommand({
                LaunchTemplateName: inputs.name as string,
                VersionDescription: inputs.description as string | undefined,
                LaunchTemplateData: toTemplateData(inputs),
                ...taggedAs("launch-template", inputs),
            }),
        );
        return LaunchTemplate?.LaunchTemplateId ?? "";
    },
    async describe(id, recorded, context) {
        const call = ec2(context).send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] }));
        const found = await only(call, (page) => page.LaunchTemplates);
        if (!found) return undefined;
        const { LaunchTemplateVersions = [] } = await ec2(context).send(
            new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: ["$Latest"] }),
        );
        const latest = LaunchTemplateVersions[0];
        const data = fromTemplateData(latest?.LaunchTemplateData ?? {});
        return {
            ...Object.fromEntries(dataProperties.map((name) => [name, data[name] ?? null])),
            arn: arn(context, "launch-template", id),
            defaultVersion: found.DefaultVersionNumber,
            description: latest?.VersionDescription ?? null,
            latestVersion: found.LatestVersionNumber,
            name: found.LaunchTemplateName,
            namePrefix: recorded.namePrefix ?? "",
            ...tagProperties(recorded, found.Tags),
        };
    },
    async update(id, old, inputs, context) {
        const data = toTemplateData(inputs);
        if (!isDeepStrictEqual(toTemplateData(old), data)) {
            const { LaunchTemplateVersion } = await ec2(context).send(
                new CreateLaunchTemplateVersionCommand({
                    LaunchTemplateId: id,
                    LaunchTemplateData: data,
                    VersionDescription: inputs.description as string | undefined,
                }),
            );
            const latest = LaunchTemplateVersion?.VersionNumber;
            if (inputs.updateDefaultVersion === true && latest !== undefined) {
                const DefaultVersion = String(latest);
                await ec2(context).send(new ModifyLaunchTemplateCommand({ LaunchTemplateId: id, DefaultVersion }));
            }
        }
        if (inputs.defaultVersion !== undefined && inputs.defaultVersion !== old.defaultVersion) {
            const DefaultVersion = JSON.stringify(inputs.defaultVersion);
            await ec2(context).send(new ModifyLaunchTemplateCommand({ LaunchTemplateId: id, DefaultVersion }));
        }
        await updateTags(id, old, inputs, context);
    },
    delete: (id, _state, context) =>
        remove(ec2(context).send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: id }))),
});

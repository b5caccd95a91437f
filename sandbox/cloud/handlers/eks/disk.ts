import { DescribeLaunchTemplateVersionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { HandlerContext } from "../../handler";

/** Default of EKS. */
export const defaultDiskGiB = 20;

interface LaunchTemplate {
    id?: string;
    name?: string;
    version: string;
}

/** Room for images, logs and pods' files on a node: the group's own size, or the largest volume of its launch template. */
export async function diskGiB(inputs: Properties, context: HandlerContext): Promise<number> {
    const template = inputs.launchTemplate as LaunchTemplate | undefined;
    if (template === undefined) {
        return (inputs.diskSize as number | undefined) ?? defaultDiskGiB;
    }
    const { LaunchTemplateVersions = [] } = await context.client(EC2Client).send(
        new DescribeLaunchTemplateVersionsCommand({
            LaunchTemplateId: template.id,
            LaunchTemplateName: template.id === undefined ? template.name : undefined,
            Versions: [template.version],
        }),
    );
    const devices = LaunchTemplateVersions[0]?.LaunchTemplateData?.BlockDeviceMappings ?? [];
    return Math.max(defaultDiskGiB, ...devices.map(({ Ebs }) => Ebs?.VolumeSize ?? 0));
}

import {
    CreateNodegroupCommand,
    DeleteNodegroupCommand,
    DescribeNodegroupCommand,
    UpdateNodegroupConfigCommand,
} from "@aws-sdk/client-eks";
import type { AMITypes, CapacityTypes, Nodegroup, NodegroupScalingConfig, Taint } from "@aws-sdk/client-eks";
import type { Properties } from "../../../provider/types";
import { tagsOf } from "../../tags";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { unlessEmpty } from "../shared/observe";
import { resource } from "../shared/resource";
import { tagMapProperties } from "../shared/tags";
import { untilGone } from "../shared/wait";
import { nodeCapacity } from "./capacity";
import { eks, findCluster } from "./cluster";
import { controlPlane } from "./control-plane";
import { defaultDiskGiB, diskGiB } from "./disk";
import { reconcileNodes, removeNodes, toTaints } from "./nodes";
import { prefixOnly } from "../shared/unmodelled";

/** Default of EKS. */
const defaultInstanceTypes = ["t3.medium"];

/** `cluster:group`, the id of the official provider. */
function parts(id: string): { clusterName: string; nodegroupName: string } {
    const [clusterName = "", nodegroupName = ""] = id.split(":");
    return { clusterName, nodegroupName };
}

async function find(id: string, context: HandlerContext): Promise<Nodegroup | undefined> {
    return (await unlessGone(eks(context).send(new DescribeNodegroupCommand(parts(id)))))?.nodegroup;
}

const labelsOf = (properties: Properties): Record<string, string> =>
    (properties.labels as Record<string, string> | undefined) ?? {};

const taintsOf = (properties: Properties): Taint[] => (properties.taints as Taint[] | undefined) ?? [];

const typesOf = (inputs: Properties): string[] =>
    (inputs.instanceTypes as string[] | undefined) ?? defaultInstanceTypes;

export const nodeGroup = resource({
    type: "aws:eks/nodeGroup:NodeGroup",
    autoname: { property: "nodeGroupName", maxLength: 63 },
    unmodelled: { nodeGroupNamePrefix: prefixOnly },

    async create(inputs, context) {
        const clusterName = inputs.clusterName as string;
        const nodegroupName = inputs.nodeGroupName as string;
        toTaints(inputs.taints);
        const [first = ""] = typesOf(inputs);
        const { architecture } = await nodeCapacity(first, defaultDiskGiB, context);
        const cluster = await findCluster(clusterName, context);
        await eks(context).send(
            new CreateNodegroupCommand({
                clusterName,
                nodegroupName,
                nodeRole: inputs.nodeRoleArn as string,
                subnets: inputs.subnetIds as string[],
                scalingConfig: inputs.scalingConfig as NodegroupScalingConfig,
                instanceTypes: typesOf(inputs),
                amiType:
                    (inputs.amiType as AMITypes | undefined) ??
                    (architecture === "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD"),
                capacityType: inputs.capacityType as CapacityTypes | undefined,
                diskSize: inputs.diskSize as number | undefined,
                labels: labelsOf(inputs),
                taints: taintsOf(inputs),
                version: (inputs.version as string | undefined) ?? cluster?.version,
                launchTemplate: inputs.launchTemplate as Record<string, string> | undefined,
                tags: tagsOf(inputs),
            }),
        );
        const id = `${clusterName}:${nodegroupName}`;
        await updateSettings(id, inputs, context);
        await reconcile(inputs, nodegroupName, context);
        return id;
    },

    async describe(id, recorded, context) {
        const found = await find(id, context);
        if (found === undefined) {
            return undefined;
        }
        return {
            arn: found.nodegroupArn,
            clusterName: found.clusterName,
            nodeGroupName: found.nodegroupName,
            nodeRoleArn: found.nodeRole,
            subnetIds: found.subnets,
            scalingConfig: found.scalingConfig,
            instanceTypes: found.instanceTypes,
            amiType: found.amiType,
            capacityType: found.capacityType,
            diskSize: Number(found.diskSize ?? defaultDiskGiB),
            labels: unlessEmpty(recorded.labels, found.labels ?? {}),
            taints: unlessEmpty(recorded.taints, found.taints ?? []),
            updateConfig: found.updateConfig,
            nodeRepairConfig: found.nodeRepairConfig,
            status: found.status,
            version: found.version,
            resources: [
                {
                    autoscalingGroups: (found.resources?.autoScalingGroups ?? []).map(({ name }) => ({ name })),
                    remoteAccessSecurityGroupId: "",
                },
            ],
            // The emulator gives tags to a group but never changes them: after creation the record is the truth.
            ...(recorded.tags === undefined ? tagMapProperties(recorded, found.tags) : { tagsAll: recorded.tags }),
        };
    },

    async update(id, old, inputs, context) {
        const { nodegroupName } = parts(id);
        const taints = taintsOf(inputs);
        const same = (one: Taint, other: Taint): boolean => one.key === other.key && one.effect === other.effect;
        await eks(context).send(
            new UpdateNodegroupConfigCommand({
                ...parts(id),
                scalingConfig: inputs.scalingConfig as NodegroupScalingConfig,
                labels: {
                    addOrUpdateLabels: labelsOf(inputs),
                    removeLabels: Object.keys(labelsOf(old)).filter((label) => !(label in labelsOf(inputs))),
                },
                taints: {
                    addOrUpdateTaints: taints,
                    removeTaints: taintsOf(old).filter((taint) => !taints.some((kept) => same(kept, taint))),
                },
            }),
        );
        await updateSettings(id, inputs, context);
        await reconcile(inputs, nodegroupName, context);
    },

    async delete(id, _state, context) {
        // As a draining group does, the nodes go before it.
        await removeNodes(parts(id).nodegroupName);
        await unlessGone(eks(context).send(new DeleteNodegroupCommand(parts(id))));
        await untilGone(`node group ${id}`, () => find(id, context), context);
    },
});

/** How updates and repairs of nodes go: a call of its own, since the emulator does not take it at creation. */
async function updateSettings(id: string, inputs: Properties, context: HandlerContext): Promise<void> {
    const { updateConfig, nodeRepairConfig } = inputs;
    if (updateConfig !== undefined || nodeRepairConfig !== undefined) {
        await eks(context).send(
            new UpdateNodegroupConfigCommand({
                ...parts(id),
                updateConfig: updateConfig as Record<string, number> | undefined,
                nodeRepairConfig: nodeRepairConfig as Record<string, number> | undefined,
            }),
        );
    }
}

async function reconcile(inputs: Properties, name: string, context: HandlerContext): Promise<void> {
    const [instanceType = ""] = typesOf(inputs);
    await reconcileNodes(
        {
            name,
            desiredSize: (inputs.scalingConfig as NodegroupScalingConfig).desiredSize ?? 0,
            subnetIds: inputs.subnetIds as string[],
            instanceType,
            diskGiB: await diskGiB(inputs, context),
            capacityType: (inputs.capacityType as string | undefined) ?? "ON_DEMAND",
            labels: labelsOf(inputs),
            taints: toTaints(inputs.taints),
            osImage:
                (inputs.amiType as string | undefined)?.startsWith("BOTTLEROCKET") === true
                    ? "Bottlerocket"
                    : "Amazon Linux 2023",
            kubeletVersion: await (await controlPlane()).version(),
        },
        context,
    );
}

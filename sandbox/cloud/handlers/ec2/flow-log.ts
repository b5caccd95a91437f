import {
    CreateFlowLogsCommand,
    DeleteFlowLogsCommand,
    DescribeFlowLogsCommand,
    type DestinationOptionsRequest,
    type FlowLogsResourceType,
    type LogDestinationType,
    type TrafficType,
} from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import { pascal } from "../shared/mapping";
import { resource } from "../shared/resource";
import { tagProperties } from "../shared/tags";
import { arn, ec2, only, remove, taggedAs, updateTags } from "./client";

/** Which input names the thing that is watched, and what the API calls its kind. */
const subjects: Record<string, FlowLogsResourceType> = {
    eniId: "NetworkInterface",
    regionalNatGatewayId: "RegionalNatGateway",
    subnetId: "Subnet",
    transitGatewayAttachmentId: "TransitGatewayAttachment",
    transitGatewayId: "TransitGateway",
    vpcId: "VPC",
};

const defaultFormat =
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} " +
    "${packets} ${bytes} ${start} ${end} ${action} ${log-status}";

function subjectOf(inputs: Properties): { ResourceType: FlowLogsResourceType; ResourceIds: string[] } {
    const subject = Object.entries(subjects).find(([name]) => inputs[name] !== undefined);
    if (!subject) throw new Error(`a flow log needs one of ${Object.keys(subjects).join(", ")}`);
    return { ResourceType: subject[1], ResourceIds: [inputs[subject[0]] as string] };
}

export const flowLog = resource({
    type: "aws:ec2/flowLog:FlowLog",
    defaults: { logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600 },
    // Under CloudFormation these are called ResourceId and DeliverLogsPermissionArn.
    replaceOn: [...Object.keys(subjects), "iamRoleArn"],
    async create(inputs, context) {
        const { FlowLogIds, Unsuccessful } = await ec2(context).send(
            new CreateFlowLogsCommand({
                ...subjectOf(inputs),
                DeliverCrossAccountRole: inputs.deliverCrossAccountRole as string | undefined,
                DeliverLogsPermissionArn: inputs.iamRoleArn as string | undefined,
                DestinationOptions: pascal<DestinationOptionsRequest | undefined>(inputs.destinationOptions),
                LogDestination: inputs.logDestination as string | undefined,
                LogDestinationType: inputs.logDestinationType as LogDestinationType,
                LogFormat: inputs.logFormat as string | undefined,
                MaxAggregationInterval: inputs.maxAggregationInterval as number,
                TrafficType: inputs.trafficType as TrafficType | undefined,
                ...taggedAs("vpc-flow-log", inputs),
            }),
        );
        const refused = Unsuccessful?.[0]?.Error;
        if (refused) throw new Error(`EC2.CreateFlowLogs: ${refused.Code}: ${refused.Message}`);
        return FlowLogIds?.[0] ?? "";
    },
    async describe(id, recorded, context) {
        const call = ec2(context).send(new DescribeFlowLogsCommand({ FlowLogIds: [id] }));
        const found = await only(call, (page) => page.FlowLogs);
        if (!found) return undefined;
        const watched = Object.keys(subjects).find((name) => recorded[name] === found.ResourceId);
        return {
            arn: arn(context, "vpc-flow-log", id),
            deliverCrossAccountRole: found.DeliverCrossAccountRole,
            iamRoleArn: found.DeliverLogsPermissionArn,
            logDestination: found.LogDestination ?? "",
            logDestinationType: found.LogDestinationType,
            logFormat: found.LogFormat ?? defaultFormat,
            maxAggregationInterval: found.MaxAggregationInterval,
            trafficType: found.TrafficType,
            ...(watched === undefined && { [vpcOrSubnet(found.ResourceId)]: found.ResourceId }),
            ...tagProperties(recorded, found.Tags),
        };
    },
    update: updateTags,
    delete: (id, _state, context) => remove(ec2(context).send(new DeleteFlowLogsCommand({ FlowLogIds: [id] }))),
});

function vpcOrSubnet(resourceId: string | undefined): string {
    if (resourceId?.startsWith("subnet-")) return "subnetId";
    return resourceId?.startsWith("eni-") ? "eniId" : "vpcId";
}

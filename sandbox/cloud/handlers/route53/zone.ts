import {
    AssociateVPCWithHostedZoneCommand,
    ChangeResourceRecordSetsCommand,
    CreateHostedZoneCommand,
    DeleteHostedZoneCommand,
    DisassociateVPCFromHostedZoneCommand,
    GetHostedZoneCommand,
    ListResourceRecordSetsCommand,
    UpdateHostedZoneCommentCommand,
} from "@aws-sdk/client-route-53";
import type { VPC, VPCRegion } from "@aws-sdk/client-route-53";
import { randomUUID } from "node:crypto";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { bareId, domainName, readTags, route53, updateTags } from "./client";

interface ZoneVpc {
    vpcId: string;
    vpcRegion?: string;
}

function vpcsOf(properties: Properties, context: HandlerContext): VPC[] {
    return ((properties.vpcs as ZoneVpc[] | undefined) ?? []).map(({ vpcId, vpcRegion }) => ({
        VPCId: vpcId,
        VPCRegion: (vpcRegion ?? context.region) as VPCRegion,
    }));
}

export const zone = resource({
    type: "aws:route53/zone:Zone",
    autoname: { property: "name", maxLength: 255, lowercase: true },
    defaults: { comment: "Managed by Pulumi", forceDestroy: false },

    async create(inputs, context) {
        const [first, ...others] = vpcsOf(inputs, context);
        const { HostedZone } = await route53(context).send(
            new CreateHostedZoneCommand({
                Name: inputs.name as string,
                CallerReference: randomUUID(),
                HostedZoneConfig: { Comment: inputs.comment as string, PrivateZone: first !== undefined },
                VPC: first,
                DelegationSetId: inputs.delegationSetId as string | undefined,
            }),
        );
        const id = bareId(HostedZone?.Id);
        for (const VPC of others) {
            await route53(context).send(new AssociateVPCWithHostedZoneCommand({ HostedZoneId: id, VPC }));
        }
        await updateTags("hostedzone", id, {}, inputs, context);
        return id;
    },

    async describe(id, recorded, context) {
        const found = await unlessGone(route53(context).send(new GetHostedZoneCommand({ Id: id })));
        if (found?.HostedZone === undefined) {
            return undefined;
        }
        const nameServers = [...(found.DelegationSet?.NameServers ?? [])].sort();
        const asked = (recorded.vpcs as ZoneVpc[] | undefined) ?? [];
        const vpcs = (found.VPCs ?? []).map(({ VPCId, VPCRegion }) => ({
            vpcId: VPCId,
            // Left out by the program it is the zone's own region.
            ...(asked.some(({ vpcId, vpcRegion }) => vpcId === VPCId && vpcRegion === undefined)
                ? {}
                : { vpcRegion: VPCRegion }),
        }));
        return {
            // Route 53 has no region.
            region: null,
            name: domainName(found.HostedZone.Name),
            zoneId: id,
            arn: `arn:${context.partition}:route53:::hostedzone/${id}`,
            comment: found.HostedZone.Config?.Comment ?? "",
            nameServers,
            primaryNameServer: nameServers[0] ?? "",
            vpcs: vpcs.length > 0 ? vpcs : null,
            ...(await readTags("hostedzone", id, recorded, context)),
        };
    },

    async update(id, old, inputs, context) {
        await route53(context).send(new UpdateHostedZoneCommentCommand({ Id: id, Comment: inputs.comment as string }));
        const before = vpcsOf(old, context);
        const after = vpcsOf(inputs, context);
        for (const VPC of after.filter((vpc) => !before.some(({ VPCId }) => VPCId === vpc.VPCId))) {
            await route53(context).send(new AssociateVPCWithHostedZoneCommand({ HostedZoneId: id, VPC }));
        }
        for (const VPC of before.filter((vpc) => !after.some(({ VPCId }) => VPCId === vpc.VPCId))) {
            await route53(context).send(new DisassociateVPCFromHostedZoneCommand({ HostedZoneId: id, VPC }));
        }
        await updateTags("hostedzone", id, old, inputs, context);
    },

    async delete(id, state, context) {
        if (state.forceDestroy === true) {
            await removeRecords(id, String(state.name), context);
        }
        await unlessGone(route53(context).send(new DeleteHostedZoneCommand({ Id: id })));
    },
});

/** Every record but the two that the zone itself has at its apex. */
async function removeRecords(id: string, apex: string, context: HandlerContext): Promise<void> {
    const answer = await unlessGone(route53(context).send(new ListResourceRecordSetsCommand({ HostedZoneId: id })));
    for (const ResourceRecordSet of answer?.ResourceRecordSets ?? []) {
        const own = domainName(ResourceRecordSet.Name) === apex && /^(NS|SOA)$/.test(ResourceRecordSet.Type ?? "");
        if (!own) {
            await route53(context).send(
                new ChangeResourceRecordSetsCommand({
                    HostedZoneId: id,
                    ChangeBatch: { Changes: [{ Action: "DELETE", ResourceRecordSet }] },
                }),
            );
        }
    }
}

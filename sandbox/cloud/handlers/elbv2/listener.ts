import {
    CreateListenerCommand,
    DeleteListenerCommand,
    DescribeListenersCommand,
    ModifyListenerCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Listener, ProtocolEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { resource } from "../shared/resource";
import { wantedTags } from "../shared/tags";
import { fromActions, toActions } from "./actions";
import { elbv2, readTags, updateTags } from "./client";

async function find(arn: string, context: HandlerContext): Promise<Listener | undefined> {
    const answer = await unlessGone(elbv2(context).send(new DescribeListenersCommand({ ListenerArns: [arn] })));
    return answer?.Listeners?.[0];
}

function content(inputs: Properties) {
    const certificate = inputs.certificateArn as string | undefined;
    return {
        Port: inputs.port as number | undefined,
        Protocol: inputs.protocol as ProtocolEnum | undefined,
        SslPolicy: inputs.sslPolicy as string | undefined,
        Certificates: certificate === undefined ? undefined : [{ CertificateArn: certificate }],
        AlpnPolicy: inputs.alpnPolicy === undefined ? undefined : [inputs.alpnPolicy as string],
        DefaultActions: toActions(inputs.defaultActions),
    };
}

export const listener = resource({
    type: "aws:lb/listener:Listener",

    async create(inputs, context) {
        const { Listeners } = await elbv2(context).send(
            new CreateListenerCommand({
                LoadBalancerArn: inputs.loadBalancerArn as string,
                ...content(inputs),
                Tags: wantedTags(inputs),
            }),
        );
        return Listeners?.[0]?.ListenerArn ?? "";
    },

    async describe(id, recorded, context) {
        const found = await find(id, context);
        if (found === undefined) {
            return undefined;
        }
        return {
            arn: id,
            loadBalancerArn: found.LoadBalancerArn,
            port: found.Port,
            protocol: found.Protocol,
            sslPolicy: found.SslPolicy ?? "",
            certificateArn: found.Certificates?.[0]?.CertificateArn ?? null,
            alpnPolicy: found.AlpnPolicy?.[0] ?? null,
            defaultActions: fromActions(recorded.defaultActions, found.DefaultActions),
            ...(await readTags(id, recorded, context)),
        };
    },

    async update(id, old, inputs, context) {
        await elbv2(context).send(new ModifyListenerCommand({ ListenerArn: id, ...content(inputs) }));
        await updateTags(id, old, inputs, context);
    },

    async delete(id, _state, context) {
        await unlessGone(elbv2(context).send(new DeleteListenerCommand({ ListenerArn: id })));
    },
});

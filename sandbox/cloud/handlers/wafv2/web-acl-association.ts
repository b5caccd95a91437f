import { AssociateWebACLCommand, DisassociateWebACLCommand, GetWebACLForResourceCommand } from "@aws-sdk/client-wafv2";
import { unlessGone } from "../../errors";
import { resource } from "../shared/resource";
import { wafv2 } from "./client";

/** Puts a regional resource, as a load balancer, behind an ACL; a distribution names its ACL itself. */
export const webAclAssociation = resource({
    type: "aws:wafv2/webAclAssociation:WebAclAssociation",
    replaceOn: ["resourceArn", "webAclArn"],

    async create(inputs, context) {
        const webAclArn = inputs.webAclArn as string;
        const resourceArn = inputs.resourceArn as string;
        await wafv2(context).send(new AssociateWebACLCommand({ WebACLArn: webAclArn, ResourceArn: resourceArn }));
        return `${webAclArn},${resourceArn}`;
    },

    async describe(id, _recorded, context) {
        const resourceArn = id.slice(id.indexOf(",") + 1);
        const found = await unlessGone(
            wafv2(context).send(new GetWebACLForResourceCommand({ ResourceArn: resourceArn })),
        );
        return found?.WebACL && { resourceArn, webAclArn: found.WebACL.ARN };
    },

    async delete(id, _state, context) {
        const ResourceArn = id.slice(id.indexOf(",") + 1);
        await unlessGone(wafv2(context).send(new DisassociateWebACLCommand({ ResourceArn })));
    },
});

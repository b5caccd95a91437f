import {
    AddClientIDToOpenIDConnectProviderCommand,
    CreateOpenIDConnectProviderCommand,
    DeleteOpenIDConnectProviderCommand,
    GetOpenIDConnectProviderCommand,
    RemoveClientIDFromOpenIDConnectProviderCommand,
    TagOpenIDConnectProviderCommand,
    UntagOpenIDConnectProviderCommand,
    UpdateOpenIDConnectProviderThumbprintCommand,
} from "@aws-sdk/client-iam";
import { unlessGone } from "../../errors";
import { resource } from "../shared/resource";
import { changeTags, tagProperties, wantedTags } from "../shared/tags";
import { iam } from "./client";

export const openIdConnectProvider = resource({
    type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    async create(inputs, context) {
        const { OpenIDConnectProviderArn } = await iam(context).send(
            new CreateOpenIDConnectProviderCommand({
                Url: inputs.url as string,
                ClientIDList: inputs.clientIdLists as string[],
                ThumbprintList: (inputs.thumbprintLists as string[] | undefined) ?? [],
                Tags: wantedTags(inputs),
            }),
        );
        return OpenIDConnectProviderArn ?? "";
    },
    async describe(id, recorded, context) {
        const request = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id });
        const found = await unlessGone(iam(context).send(request));
        if (!found) return undefined;
        const url = (found.Url ?? "").replace(/^https:\/\//, "");
        return {
            arn: id,
            clientIdLists: found.ClientIDList ?? [],
            thumbprintLists: found.ThumbprintList ?? [],
            // Given with its scheme, reported without.
            url: recorded.url === `https://${url}` ? recorded.url : url,
            ...tagProperties(recorded, found.Tags),
        };
    },
    async update(id, old, inputs, context) {
        const client = iam(context);
        const OpenIDConnectProviderArn = id;
        const before = (old.clientIdLists ?? []) as string[];
        const after = inputs.clientIdLists as string[];
        for (const ClientID of after.filter((one) => !before.includes(one))) {
            await client.send(new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }));
        }
        for (const ClientID of before.filter((one) => !after.includes(one))) {
            await client.send(
                new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }),
            );
        }
        if (inputs.thumbprintLists !== undefined && inputs.thumbprintLists !== old.thumbprintLists) {
            const ThumbprintList = inputs.thumbprintLists as string[];
            await client.send(
                new UpdateOpenIDConnectProviderThumbprintCommand({ OpenIDConnectProviderArn, ThumbprintList }),
            );
        }
        await changeTags(old, inputs, {
            set: (Tags) => client.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags })),
            remove: (TagKeys) =>
                client.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys })),
        });
    },
    async delete(id, _state, context) {
        const request = new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id });
        await unlessGone(iam(context).send(request));
    },
});

import type { ManagedPrefixList } from "@aws-sdk/client-ec2";
import type { Properties } from "../../provider/types";
import type { HandlerContext } from "../handler";
import { type Tags, tagsFrom } from "../tags";
import type { Invoke } from ".";

interface Filter {
    name: string;
    values: string[];
}

/** Filtered here: the emulator knows a few of the API's filters only. */
async function find(args: Properties, context: HandlerContext): Promise<ManagedPrefixList[]> {
    const { EC2Client, paginateDescribeManagedPrefixLists } = await import("@aws-sdk/client-ec2");
    const wanted = Object.entries((args.tags ?? {}) as Tags);
    const filters = (args.filters ?? []) as Filter[];
    const found: ManagedPrefixList[] = [];
    for await (const page of paginateDescribeManagedPrefixLists({ client: context.client(EC2Client) }, {})) {
        found.push(...(page.PrefixLists ?? []));
    }
    return found.filter((list) => {
        const tags = tagsFrom(list.Tags) ?? {};
        return (
            (args.name === undefined || list.PrefixListName === args.name) &&
            (args.id === undefined || list.PrefixListId === args.id) &&
            wanted.every(([key, value]) => tags[key] === value) &&
            filters.every((filter) => matches(list, filter))
        );
    });
}

function matches(list: ManagedPrefixList, { name, values }: Filter): boolean {
    const facts: Record<string, string | undefined> = {
        "owner-id": list.OwnerId,
        "prefix-list-id": list.PrefixListId,
        "prefix-list-name": list.PrefixListName,
    };
    if (!(name in facts))
        throw new Error(`prefix lists cannot be filtered by "${name}": use ${Object.keys(facts).join(", ")}`);
    return values.includes(facts[name] ?? "");
}

export const managedPrefixList: Invoke = async (args, context) => {
    const found = await find(args, context);
    const [list] = found;
    if (list === undefined || found.length > 1) {
        throw new Error(`${found.length} managed prefix lists in ${context.region} match; exactly one must`);
    }
    const { EC2Client, GetManagedPrefixListEntriesCommand } = await import("@aws-sdk/client-ec2");
    const { Entries = [] } = await context
        .client(EC2Client)
        .send(new GetManagedPrefixListEntriesCommand({ PrefixListId: list.PrefixListId }));
    return {
        id: list.PrefixListId,
        name: list.PrefixListName,
        arn: list.PrefixListArn,
        addressFamily: list.AddressFamily ?? "IPv4",
        entries: Entries.map(({ Cidr, Description }) => ({ cidr: Cidr, description: Description ?? "" })),
        maxEntries: list.MaxEntries ?? Entries.length,
        ownerId: list.OwnerId,
        region: context.region,
        tags: tagsFrom(list.Tags) ?? {},
        version: list.Version ?? 0,
    };
};

export const managedPrefixLists: Invoke = async (args, context) => {
    const ids = (await find(args, context)).map(({ PrefixListId }) => PrefixListId);
    return { id: context.region, ids, region: context.region, tags: args.tags ?? {} };
};

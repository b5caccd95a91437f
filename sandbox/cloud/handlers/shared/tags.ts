import type { Properties } from "../../../provider/types";
import { tagChanges, tagList, tagsFrom, tagsOf } from "../../tags";
import type { Tags } from "../../tags";

type TagList = { Key: string; Value: string }[];

/** The wanted tags as the list most APIs take; absent when there is none, since some APIs refuse an empty one. */
export function wantedTags(inputs: Properties): TagList | undefined {
    const tags = tagList(tagsOf(inputs));
    return tags.length > 0 ? tags : undefined;
}

/** `tags` and `tagsAll` of the state, from the list that most APIs give. */
export function tagProperties(
    recorded: Properties,
    actual: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Properties {
    const tags = tagsFrom(actual?.map(({ Key = "", Value = "" }) => ({ Key, Value })));
    return { tags: tags ?? (recorded.tags === undefined ? null : {}), tagsAll: tags ?? {} };
}

/** {@link tagProperties} for APIs whose tags are a map. */
export function tagMapProperties(recorded: Properties, actual: Tags | undefined): Properties {
    return tagProperties(recorded, tagList(actual ?? {}));
}

/** Applies the difference of two tag sets through the API's pair of calls; makes no call for what does not change. */
export async function changeTags(
    old: Properties,
    inputs: Properties,
    api: { set(tags: TagList, map: Tags): Promise<unknown>; remove(keys: string[]): Promise<unknown> },
): Promise<void> {
    const { set, removed } = tagChanges(tagsOf(old), tagsOf(inputs));
    if (removed.length > 0) {
        await api.remove(removed);
    }
    if (Object.keys(set).length > 0) {
        await api.set(tagList(set), set);
    }
}

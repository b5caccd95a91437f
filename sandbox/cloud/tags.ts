import { type Properties, UNKNOWN } from "../provider/types";

export type Tags = Record<string, string>;

/** Tags of a set of properties; never undefined, so that "none" and "left out" are handled alike. */
export function tagsOf(properties: Properties): Tags {
    return (properties.tags ?? {}) as Tags;
}

/** AWS APIs that take tags as a list of pairs. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
    return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** From a list of pairs; tags in AWS's own name space are not the program's. `undefined` when there are none. */
export function tagsFrom(list: { Key?: string; Value?: string }[] | undefined): Tags | undefined {
    const own = (list ?? []).filter(({ Key }) => Key !== undefined && !Key.startsWith("aws:"));
    return own.length === 0 ? undefined : Object.fromEntries(own.map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}

/** What must be called to turn one set of tags into another. */
export function tagChanges(before: Tags, after: Tags): { set: Tags; removed: string[] } {
    const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
    const removed = Object.keys(before).filter((key) => after[key] === undefined);
    return { set, removed };
}

/** As the official provider: default tags become part of `tags`, the resource's own win. */
export function mergeDefaultTags(defaults: unknown, own: unknown): unknown {
    if (own === UNKNOWN || defaults === UNKNOWN) return UNKNOWN;
    const merged = { ...(defaults as Tags | undefined), ...(own as Tags | undefined) };
    return Object.keys(merged).length === 0 ? own : merged;
}

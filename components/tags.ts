/** What a store holds; decides its key (see `Keys`) and is its `data-class` tag. */
export type DataClass = "database" | "cache" | "storage" | "logs" | "secrets" | "cluster" | "registry" | "alerts";

/** Tags that only the component knows; project, environment, owner and cost centre come from the provider's default tags. */
export function componentTags(component: string, dataClass?: DataClass): Record<string, string> {
    return { component, ...(dataClass && { "data-class": dataClass }) };
}

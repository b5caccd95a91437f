/**
 * Escape hatch of a component: for each named child, a function that may change the child's arguments before it is
 * created, for what the component does not offer as an argument. Policies still see the result.
 */
export type Transforms<Children extends object> = {
    [Child in keyof Children]?: (args: Children[Child]) => Children[Child];
};

/** The arguments of one child after the caller's transform, if there is one. */
export function childTransform<Args>(transform: ((args: Args) => Args) | undefined, args: Args): Args {
    return transform ? transform({ ...args }) : args;
}

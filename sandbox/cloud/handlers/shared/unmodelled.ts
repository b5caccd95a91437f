/** Why an input is refused, for {@link ResourceHandler.unmodelled}. */
export const prefixOnly = "is not modelled by the sandbox; give the whole name, or leave both out";

/** For inputs that make a resource out of something that exists: a snapshot, a backup, another region. */
export const otherSource = "is not modelled by the sandbox, which has nothing to restore from";

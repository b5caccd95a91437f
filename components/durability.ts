import type * as pulumi from "@pulumi/pulumi";

/**
 * How hard an environment holds on to what it stores.
 *
 * - `destroyable`: `pulumi destroy` removes everything, data included (dev, ephemeral test stacks).
 * - `protected`: stateful resources refuse deletion, in Pulumi (`protect`) and in AWS (deletion protection, final snapshots).
 */
export type Durability = "destroyable" | "protected";

/** Resource options of a stateful child: the only place where `protect` is decided. */
export function lifecycle(durability: Durability): Pick<pulumi.CustomResourceOptions, "protect"> {
    return { protect: durability === "protected" };
}

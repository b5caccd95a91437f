import type * as pulumi from "@pulumi/pulumi";

/** What every part of a cluster is created under. */
export interface ClusterScope {
    parent: pulumi.Resource;
    /** Name of the component: prefix of every child's. */
    name: string;
    clusterName: pulumi.Input<string>;
}

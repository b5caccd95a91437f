import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** What a release strategy runs the pods with, whichever kind of object that is. */
export interface Workload {
    resource: pulumi.Resource;
    /** What an autoscaler scales. */
    scaleTarget: k8s.types.input.autoscaling.v2.CrossVersionObjectReference;
}

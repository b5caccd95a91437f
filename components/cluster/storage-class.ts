import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Durability } from "../durability";
import type { ClusterScope } from "./scope";

interface StorageClassArgs {
    /** Key that encrypts the volumes. */
    keyArn: pulumi.Input<string>;
    durability: Durability;
}

/** The default class `gp3`: encrypted with the cluster's key, placed in the zone of the pod that claims it, growable. */
export function createStorageClass(scope: ClusterScope, provider: k8s.Provider, args: StorageClassArgs): void {
    new k8s.storage.v1.StorageClass(
        `${scope.name}-gp3`,
        {
            metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
            provisioner: "ebs.csi.aws.com",
            parameters: { type: "gp3", encrypted: "true", kmsKeyId: args.keyArn },
            volumeBindingMode: "WaitForFirstConsumer",
            allowVolumeExpansion: true,
            reclaimPolicy: args.durability === "protected" ? "Retain" : "Delete",
        },
        { parent: scope.parent, provider },
    );
}

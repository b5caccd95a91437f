import * as aws from "@pulumi/aws";
import { from, known, list } from "../../framework/known";
import { on, resourceRule } from "../../framework/rule";

export const clusterEncryptsSecrets = resourceRule({
    id: "E2",
    name: "cluster-encrypts-secrets",
    topic: "encryption",
    severity: "high",
    why: "Kubernetes Secrets lie in etcd and its backups under a key that nobody here controls otherwise.",
    mend: 'Set encryptionConfig with resources: ["secrets"] and the key of the cluster.',
    controls: ["E5.3.1", "EKS.3", "NIST SC-28(1)"],
    check: [
        on(aws.eks.Cluster, (cluster, violation) => {
            const encryption = known(cluster, "encryptionConfig");
            if (encryption === undefined || !list(encryption, "resources").includes("secrets")) {
                violation("encryptionConfig does not cover secrets");
            }
        }),
        on(aws.eks.Cluster, (cluster, violation) => {
            const encryption = known(cluster, "encryptionConfig");
            const provider = encryption && known(encryption, "provider");
            if (provider && known(provider, "keyArn", from(aws.kms.Key, aws.kms.ReplicaKey)) === undefined) {
                violation("encryptionConfig.provider.keyArn is not set");
            }
        }),
    ],
});

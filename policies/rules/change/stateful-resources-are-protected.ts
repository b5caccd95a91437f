import type { ResourceCheck } from "../../framework/rule";
import { resourceRule } from "../../framework/rule";

/** Resources whose content cannot be made again from the program. */
const stateful = [
    "aws:backup/vault:Vault",
    "aws:dynamodb/table:Table",
    "aws:ecr/repository:Repository",
    "aws:efs/fileSystem:FileSystem",
    "aws:eks/cluster:Cluster",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:kms/key:Key",
    "aws:rds/cluster:Cluster",
    "aws:rds/globalCluster:GlobalCluster",
    "aws:rds/instance:Instance",
    "aws:route53/zone:Zone",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketV2:BucketV2",
    "aws:secretsmanager/secret:Secret",
];

/**
 * Fields that decide about security, per type: ignoring their changes would leave a weakened resource as it is found.
 * The fields are those that the rules of this pack read.
 */
const securityFields: Readonly<Record<string, readonly string[]>> = {
    "aws:cloudfront/distribution:Distribution": ["webAclId", "viewerCertificate", "origins"],
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ["ingress", "egress"],
    "aws:ec2/instance:Instance": ["associatePublicIpAddress", "metadataOptions"],
    "aws:ec2/launchTemplate:LaunchTemplate": ["networkInterfaces", "metadataOptions"],
    "aws:ec2/securityGroup:SecurityGroup": ["ingress", "egress"],
    "aws:ec2/securityGroupRule:SecurityGroupRule": ["*"],
    "aws:ec2/subnet:Subnet": ["mapPublicIpOnLaunch"],
    "aws:eks/cluster:Cluster": ["vpcConfig", "encryptionConfig", "accessConfig", "enabledClusterLogTypes"],
    "aws:elasticache/replicationGroup:ReplicationGroup": [
        "transitEncryptionEnabled",
        "transitEncryptionMode",
        "atRestEncryptionEnabled",
        "kmsKeyId",
        "userGroupIds",
    ],
    "aws:elasticache/user:User": ["accessString", "noPasswordRequired", "authenticationMode"],
    "aws:iam/policy:Policy": ["policy"],
    "aws:iam/role:Role": ["assumeRolePolicy", "inlinePolicies", "managedPolicyArns", "permissionsBoundary"],
    "aws:iam/rolePolicy:RolePolicy": ["policy"],
    "aws:kms/key:Key": ["policy", "enableKeyRotation", "deletionWindowInDays"],
    "aws:rds/cluster:Cluster": ["storageEncrypted", "kmsKeyId", "deletionProtection", "backupRetentionPeriod"],
    "aws:rds/clusterInstance:ClusterInstance": ["publiclyAccessible"],
    "aws:rds/instance:Instance": ["publiclyAccessible", "storageEncrypted", "kmsKeyId", "deletionProtection"],
    "aws:s3/bucketPolicy:BucketPolicy": ["policy"],
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["*"],
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["*"],
    "aws:wafv2/webAcl:WebAcl": ["rules", "defaultAction"],
    "aws:wafv2/webAclAssociation:WebAclAssociation": ["*"],
};

/** Fields of a Kubernetes object that hold pods, or decide what reaches them. */
const kubernetesFields = [
    "spec.template",
    "spec.jobTemplate",
    "spec.containers",
    "spec.securityContext",
    "rules",
    "roleRef",
];

/** Whether ignoring one path leaves changes of another unseen: it is the same, or one holds the other. */
function covers(ignored: string, field: string): boolean {
    const segments = (path: string): string[] => path.replace(/\[["']?([^\]"']+)["']?\]/g, ".$1").split(".");
    const [shorter, longer] = [segments(ignored), segments(field)].sort((one, other) => one.length - other.length);
    return (shorter ?? []).every((part, index) => part === "*" || longer?.[index] === "*" || part === longer?.[index]);
}

function protection(): ResourceCheck<unknown> {
    return {
        kind: "resource",
        applies: (type) => stateful.includes(type),
        judge: (_inputs, violation, { durability, protect }) => {
            if (durability === "protected" && !protect) {
                violation("the resource holds state, and is not protected against deletion");
            }
        },
    };
}

function ignoredChanges(): ResourceCheck<unknown> {
    const fieldsOf = (type: string): readonly string[] =>
        securityFields[type] ?? (type.startsWith("kubernetes:") ? kubernetesFields : []);
    return {
        kind: "resource",
        applies: (type) => fieldsOf(type).length > 0,
        judge: (_inputs, violation, { ignoreChanges, type }) => {
            for (const ignored of ignoreChanges) {
                const field = fieldsOf(type).find((candidate) => covers(ignored, candidate));
                if (field !== undefined) {
                    violation(`ignoreChanges has ${ignored}, which leaves changes of ${field} unseen`);
                }
            }
        },
    };
}

export const statefulResourcesAreProtected = resourceRule({
    id: "X1",
    name: "stateful-resources-are-protected",
    topic: "durability",
    severity: "high",
    why: "A renamed resource is deleted with its data; a security field whose changes are ignored stays as an attacker left it.",
    mend: "Set protect (durability: protected); take security fields out of ignoreChanges.",
    controls: ["NIST CM-3", "NIST CM-6", "NIST CP-9"],
    check: [protection(), ignoredChanges()],
});

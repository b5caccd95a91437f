import * as aws from "@pulumi/aws";
import { from, isSet, known, list } from "../../framework/known";
import type { Check } from "../../framework/rule";
import { on, resourceRule } from "../../framework/rule";

const replicationGroup: Check<unknown>[] = [
    on(aws.elasticache.ReplicationGroup, (group, violation) => {
        if (known(group, "transitEncryptionEnabled") !== true) {
            violation("transitEncryptionEnabled is not true");
        }
    }),
    on(aws.elasticache.ReplicationGroup, (group, violation) => {
        if (known(group, "transitEncryptionMode") === "preferred") {
            violation("transitEncryptionMode is preferred, so that clients without TLS are served as well");
        }
    }),
    on(aws.elasticache.ReplicationGroup, (group, violation) => {
        const users = list(group, "userGroupIds", from(aws.elasticache.UserGroup));
        if (users.length === 0 && !isSet(group, "authToken")) {
            violation("neither userGroupIds nor authToken is set: whoever reaches the port reads the sessions");
        }
    }),
];

export const cacheEncryptsInTransit = resourceRule({
    id: "D14",
    name: "cache-encrypts-in-transit",
    topic: "encryption",
    severity: "high",
    why: "Session data crosses zones in clear text, to whoever asks for it, otherwise.",
    mend: "Set transitEncryptionEnabled: true, give the group users with passwords, and connect with TLS.",
    controls: ["ElastiCache.5", "ElastiCache.6", "NIST SC-8", "NIST IA-5"],
    check: [
        ...replicationGroup,
        on(aws.elasticache.Cluster, (cluster, violation) => {
            // A member of a replication group takes its encryption from the group.
            const member = isSet(cluster, "replicationGroupId");
            if (!member && known(cluster, "transitEncryptionEnabled") !== true) {
                violation("transitEncryptionEnabled is not true");
            }
        }),
        on(aws.elasticache.User, (user, violation) => {
            const mode = known(user, "authenticationMode");
            const open =
                known(user, "noPasswordRequired") === true ||
                (mode !== undefined && known(mode, "type") === "no-password-required");
            if (open && !(known(user, "accessString") ?? "").startsWith("off ")) {
                violation("the user needs no password and is not switched off");
            }
        }),
    ],
});

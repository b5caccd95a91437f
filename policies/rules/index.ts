import type { Rule } from "../framework/rule";
import { statefulResourcesAreProtected } from "./change/stateful-resources-are-protected";
import { clusterEncryptsSecrets } from "./cluster/cluster-encrypts-secrets";
import { clusterEndpointIsPrivate } from "./cluster/cluster-endpoint-is-private";
import { cacheEncryptsInTransit } from "./database/cache-encrypts-in-transit";
import { databaseEncryptsWithOwnKey } from "./database/database-encrypts-with-own-key";
import { databaseIsNotPublic } from "./database/database-is-not-public";
import { databaseKeepsBackups } from "./database/database-keeps-backups";
import { databaseSurvivesDeletion } from "./database/database-survives-deletion";
import { edgeHasAFirewall } from "./edge/edge-has-a-firewall";
import { noUnlimitedPermissions } from "./identity/no-unlimited-permissions";
import { keyRotates } from "./keys/key-rotates";
import { defaultSecurityGroupIsEmpty } from "./network/default-security-group-is-empty";
import { noAutomaticPublicAddresses } from "./network/no-automatic-public-addresses";
import { worldIngressOnlyOnEdgePorts } from "./network/world-ingress-only-on-edge-ports";
import { bucketBlocksPublicAccess } from "./storage/bucket-blocks-public-access";
import { bucketRefusesPlainHttp } from "./storage/bucket-refuses-plain-http";
import { declaresResources } from "./workload/declares-resources";
import { dropsAllCapabilities } from "./workload/drops-all-capabilities";
import { hasReadOnlyRoot } from "./workload/has-read-only-root";
import { hasSeccompProfile } from "./workload/has-seccomp-profile";
import { imageIsPinned } from "./workload/image-is-pinned";
import { noHostNamespaces } from "./workload/no-host-namespaces";
import { noHostPathVolumes } from "./workload/no-host-path-volumes";
import { noHostPorts } from "./workload/no-host-ports";
import { noPrivilegeEscalation } from "./workload/no-privilege-escalation";
import { noPrivilegedContainers } from "./workload/no-privileged-containers";
import { runsAsNonRoot } from "./workload/runs-as-non-root";
import { runsAsUser } from "./workload/runs-as-user";
import { usesSafeVolumeTypes } from "./workload/uses-safe-volume-types";

/**
 * The rules of the pack.
 *
 * K1-K4 are the first of the upstream Pod Security baseline checks; K13-K18 are the restricted checks. They decide as
 * k8s.io/pod-security-admission does, so that a preview refuses what the cluster's admission would refuse.
 */
export const rules: readonly Rule[] = [
    worldIngressOnlyOnEdgePorts,
    defaultSecurityGroupIsEmpty,
    noAutomaticPublicAddresses,
    databaseEncryptsWithOwnKey,
    databaseIsNotPublic,
    databaseSurvivesDeletion,
    databaseKeepsBackups,
    cacheEncryptsInTransit,
    bucketBlocksPublicAccess,
    bucketRefusesPlainHttp,
    keyRotates,
    noUnlimitedPermissions,
    clusterEndpointIsPrivate,
    clusterEncryptsSecrets,
    noPrivilegedContainers,
    noHostNamespaces,
    noHostPathVolumes,
    noHostPorts,
    noPrivilegeEscalation,
    runsAsNonRoot,
    runsAsUser,
    hasSeccompProfile,
    dropsAllCapabilities,
    usesSafeVolumeTypes,
    hasReadOnlyRoot,
    imageIsPinned,
    declaresResources,
    edgeHasAFirewall,
    statefulResourcesAreProtected,
];

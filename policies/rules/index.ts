import type { Rule } from "../framework/rule";
import { cacheEncryptsInTransit } from "./database/cache-encrypts-in-transit";
import { databaseEncryptsWithOwnKey } from "./database/database-encrypts-with-own-key";
import { databaseIsNotPublic } from "./database/database-is-not-public";
import { databaseKeepsBackups } from "./database/database-keeps-backups";
import { databaseSurvivesDeletion } from "./database/database-survives-deletion";
import { keyRotates } from "./keys/key-rotates";
import { defaultSecurityGroupIsEmpty } from "./network/default-security-group-is-empty";
import { noAutomaticPublicAddresses } from "./network/no-automatic-public-addresses";
import { worldIngressOnlyOnEdgePorts } from "./network/world-ingress-only-on-edge-ports";
import { bucketBlocksPublicAccess } from "./storage/bucket-blocks-public-access";

/** The rules of the pack, in the order of their ids. */
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
    keyRotates,
];

import {
    ChangeResourceRecordSetsCommand,
    GetHostedZoneCommand,
    ListResourceRecordSetsCommand,
} from "@aws-sdk/client-route-53";
import type {
    ChangeAction,
    GeoLocation,
    ResourceRecordSet,
    ResourceRecordSetFailover,
    ResourceRecordSetRegion,
    RRType,
} from "@aws-sdk/client-route-53";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { unlessEmpty } from "../shared/observe";
import { resource } from "../shared/resource";
import { bareId, domainName, route53 } from "./client";

interface Alias {
    name: string;
    zoneId: string;
    evaluateTargetHealth: boolean;
}

/** Names may be written in full or relative to the zone. */
export function fullName(name: string, zoneName: string): string {
    const bare = domainName(name).toLowerCase();
    if (bare === "" || bare === zoneName) {
        return zoneName;
    }
    return bare.endsWith(`.${zoneName}`) ? bare : `${bare}.${zoneName}`;
}

export async function zoneNameOf(zoneId: string, context: HandlerContext): Promise<string | undefined> {
    const found = await unlessGone(route53(context).send(new GetHostedZoneCommand({ Id: bareId(zoneId) })));
    return found?.HostedZone && domainName(found.HostedZone.Name);
}

export async function findRecord(
    zoneId: string,
    name: string,
    type: string,
    setIdentifier: string | undefined,
    context: HandlerContext,
): Promise<ResourceRecordSet | undefined> {
    const answer = await unlessGone(
        route53(context).send(
            new ListResourceRecordSetsCommand({
                HostedZoneId: bareId(zoneId),
                StartRecordName: name,
                StartRecordType: type as RRType,
            }),
        ),
    );
    return answer?.ResourceRecordSets?.find(
        (set) =>
            domainName(set.Name).toLowerCase() === name && set.Type === type && set.SetIdentifier === setIdentifier,
    );
}

const first = (blocks: unknown): Properties | undefined => (blocks as Properties[] | undefined)?.[0];

function toRecordSet(inputs: Properties, name: string): ResourceRecordSet {
    const alias = first(inputs.aliases) as Alias | undefined;
    const records = inputs.records as string[] | undefined;
    const geolocation = first(inputs.geolocationRoutingPolicies);
    const geo: GeoLocation | undefined = geolocation && {
        ContinentCode: geolocation.continent as string | undefined,
        CountryCode: geolocation.country as string | undefined,
        SubdivisionCode: geolocation.subdivision as string | undefined,
    };
    return {
        Name: name,
        Type: inputs.type as RRType,
        TTL: inputs.ttl as number | undefined,
        ResourceRecords: records?.map((value) => ({ Value: quoted(value, inputs.type) })),
        AliasTarget: alias && {
            DNSName: alias.name,
            HostedZoneId: alias.zoneId,
            EvaluateTargetHealth: alias.evaluateTargetHealth,
        },
        SetIdentifier: inputs.setIdentifier as string | undefined,
        HealthCheckId: inputs.healthCheckId as string | undefined,
        Weight: first(inputs.weightedRoutingPolicies)?.weight as number | undefined,
        Failover: first(inputs.failoverRoutingPolicies)?.type as ResourceRecordSetFailover | undefined,
        Region: first(inputs.latencyRoutingPolicies)?.region as ResourceRecordSetRegion | undefined,
        GeoLocation: geo,
        MultiValueAnswer: inputs.multivalueAnswerRoutingPolicy as boolean | undefined,
    };
}

/** Text records are quoted in DNS and bare in the program. */
const quoted = (value: string, type: unknown): string => (/^(TXT|SPF)$/.test(String(type)) ? `"${value}"` : value);
const unquoted = (value: string, type: unknown): string =>
    /^(TXT|SPF)$/.test(String(type)) ? value.replace(/^"|"$/g, "") : value;

async function change(
    Action: ChangeAction,
    zoneId: string,
    set: ResourceRecordSet,
    context: HandlerContext,
): Promise<void> {
    await route53(context).send(
        new ChangeResourceRecordSetsCommand({
            HostedZoneId: bareId(zoneId),
            ChangeBatch: { Changes: [{ Action, ResourceRecordSet: set }] },
        }),
    );
}

async function nameIn(properties: Properties, context: HandlerContext): Promise<string> {
    const zoneId = properties.zoneId as string;
    const zoneName = await zoneNameOf(zoneId, context);
    if (zoneName === undefined) {
        throw new Error(`NoSuchHostedZone: No hosted zone found with ID: ${zoneId}`);
    }
    return fullName(properties.name as string, zoneName);
}

export const record = resource({
    type: "aws:route53/record:Record",
    // Together they name the record: with another of them it is another record.
    replaceOn: ["zoneId", "name", "type", "setIdentifier"],

    async create(inputs, context) {
        const zoneId = bareId(inputs.zoneId as string);
        const name = await nameIn(inputs, context);
        const setIdentifier = inputs.setIdentifier as string | undefined;
        const type = inputs.type as string;
        // The emulator would keep two records of one name.
        if (inputs.allowOverwrite !== true && (await findRecord(zoneId, name, type, setIdentifier, context))) {
            throw new Error(
                `InvalidChangeBatch: [Tried to create resource record set [name='${name}.', type='${type}'] but it already exists]`,
            );
        }
        await change("UPSERT", zoneId, toRecordSet(inputs, name), context);
        return [zoneId, name, type, ...(setIdentifier === undefined ? [] : [setIdentifier])].join("_");
    },

    async describe(id, state, context) {
        const recorded = { ...identityOf(id), ...state };
        const zoneId = recorded.zoneId as string;
        const zoneName = await zoneNameOf(zoneId, context);
        if (zoneName === undefined) {
            return undefined;
        }
        const name = fullName(recorded.name as string, zoneName);
        const setIdentifier = recorded.setIdentifier as string | undefined;
        const found = await findRecord(zoneId, name, recorded.type as string, setIdentifier, context);
        if (found === undefined) {
            return undefined;
        }
        const records = (found.ResourceRecords ?? []).map(({ Value = "" }) => unquoted(Value, found.Type));
        const alias = found.AliasTarget;
        return {
            // Route 53 has no region.
            region: null,
            zoneId,
            name: recorded.name,
            setIdentifier,
            fqdn: domainName(found.Name),
            type: found.Type,
            ttl: found.TTL ?? null,
            records: unlessEmpty(recorded.records, records),
            aliases:
                alias === undefined
                    ? null
                    : [
                          {
                              name: aliasName(first(recorded.aliases), alias.DNSName),
                              zoneId: alias.HostedZoneId,
                              evaluateTargetHealth: alias.EvaluateTargetHealth,
                          },
                      ],
            healthCheckId: found.HealthCheckId ?? null,
            weightedRoutingPolicies: found.Weight === undefined ? null : [{ weight: found.Weight }],
            failoverRoutingPolicies: found.Failover === undefined ? null : [{ type: found.Failover }],
            latencyRoutingPolicies: found.Region === undefined ? null : [{ region: found.Region }],
        };
    },

    async update(_id, _old, inputs, context) {
        await change("UPSERT", inputs.zoneId as string, toRecordSet(inputs, await nameIn(inputs, context)), context);
    },

    async delete(_id, state, context) {
        const zoneName = await zoneNameOf(state.zoneId as string, context);
        if (zoneName === undefined) {
            return;
        }
        const name = fullName(state.name as string, zoneName);
        const setIdentifier = state.setIdentifier as string | undefined;
        const found = await findRecord(state.zoneId as string, name, state.type as string, setIdentifier, context);
        if (found !== undefined) {
            await change("DELETE", state.zoneId as string, found, context);
        }
    },
});

/** What the id says, for a record that is imported. */
function identityOf(id: string): Properties {
    const [, zoneId, name, type, setIdentifier] = /^([^_]+)_(.+?)_([A-Z]+)(?:_(.+))?$/.exec(id) ?? [];
    return { zoneId, name, type, setIdentifier };
}

/** Host names are compared without regard to case and to the root's dot. */
function aliasName(recorded: Properties | undefined, actual: string | undefined): string {
    const asked = recorded?.name as string | undefined;
    const same = asked !== undefined && domainName(asked).toLowerCase() === domainName(actual).toLowerCase();
    return same ? asked : domainName(actual);
}

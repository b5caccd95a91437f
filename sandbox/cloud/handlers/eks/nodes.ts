import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { V1Node, V1Taint } from "@kubernetes/client-node";
import type { HandlerContext } from "../../handler";
import { nodeCapacity } from "./capacity";
import type { NodeCapacity } from "./capacity";
import { controlPlane } from "./control-plane";

/** AWS keeps the first four addresses of a subnet; nodes take theirs from here on. */
const firstHost = 10;

const groupLabel = "eks.amazonaws.com/nodegroup";

const taintEffects: Record<string, string> = {
    NO_SCHEDULE: "NoSchedule",
    NO_EXECUTE: "NoExecute",
    PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

export interface NodeGroupSpec {
    name: string;
    desiredSize: number;
    subnetIds: string[];
    instanceType: string;
    diskGiB: number;
    capacityType: string;
    labels: Record<string, string>;
    taints: V1Taint[];
    osImage: string;
    /** As in `v1.35.3`. */
    kubeletVersion: string;
}

interface Place {
    zone: string;
    /** First three numbers of the subnet's addresses, as in `10.20.3`. */
    prefix: string;
    subnetId: string;
}

interface TaintInput {
    key: string;
    value?: string;
    effect: string;
}

export function toTaints(taints: unknown): V1Taint[] {
    return ((taints as TaintInput[] | undefined) ?? []).map(({ key, value, effect }) => {
        const known = taintEffects[effect];
        if (known === undefined) {
            throw new Error(`taint ${key} has the effect ${effect}; EKS knows ${Object.keys(taintEffects).join(", ")}`);
        }
        return { key, ...(value === undefined ? {} : { value }), effect: known };
    });
}

export async function listNodes(group: string): Promise<V1Node[]> {
    const { core } = await controlPlane();
    return (await core.listNode({ labelSelector: `${groupLabel}=${group}` })).items;
}

/** Makes the API server's nodes of the group those it should have: as many as desired, evenly over the zones, labelled alike. */
export async function reconcileNodes(spec: NodeGroupSpec, context: HandlerContext): Promise<void> {
    const { core } = await controlPlane();
    const [places, capacity] = await Promise.all([
        placesOf(spec.subnetIds, context),
        nodeCapacity(spec.instanceType, spec.diskGiB, context),
    ]);
    const existing = await listNodes(spec.name);
    const current = existing.filter((node) => places.some(({ zone }) => zone === zoneOf(node)));
    for (const node of [...existing.filter((node) => !current.includes(node)), ...surplus(current, spec.desiredSize)]) {
        await removeNode(node);
    }
    const kept = await listNodes(spec.name);
    for (const node of kept) {
        await relabel(node.metadata?.name ?? "", spec, capacity, context);
    }
    const all = (await core.listNode()).items;
    const taken = new Set(all.map((node) => node.metadata?.name ?? ""));
    for (let count = kept.length; count < spec.desiredSize; count += 1) {
        context.progress(`node ${count + 1} of ${spec.desiredSize}`);
        const place = emptiest(places, await listNodes(spec.name));
        await createAtFreeAddress(() => newNode(spec, place, capacity, taken, context), taken);
    }
}

/** Another group that is created at the same time may take an address between our look and our call. */
async function createAtFreeAddress(next: () => V1Node, taken: Set<string>): Promise<void> {
    const { core } = await controlPlane();
    for (;;) {
        const body = next();
        taken.add(body.metadata?.name ?? "");
        try {
            await core.createNode({ body });
            return;
        } catch (error) {
            if (!isConflict(error)) throw error;
        }
    }
}

/** Attempts to write a node that controllers write to as well. */
const WRITE_ATTEMPTS = 10;

async function relabel(
    name: string,
    spec: NodeGroupSpec,
    capacity: NodeCapacity,
    context: HandlerContext,
): Promise<void> {
    const { core } = await controlPlane();
    for (let attempt = 1; ; attempt += 1) {
        // Read and written whole: labels that left the group must go.
        const node = await core.readNode({ name });
        const labels = { ...foreignLabels(node), ...nodeLabels(spec, zoneOf(node), name, capacity, context) };
        const body: V1Node = {
            ...node,
            metadata: { ...node.metadata, labels },
            spec: { ...node.spec, taints: [...foreignTaints(node), ...spec.taints] },
        };
        try {
            await core.replaceNode({ name, body });
            return;
        } catch (error) {
            if (!isConflict(error) || attempt === WRITE_ATTEMPTS) throw error;
        }
    }
}

function isConflict(error: unknown): boolean {
    return (error as { code?: unknown }).code === 409;
}

export async function removeNodes(group: string): Promise<void> {
    for (const node of await listNodes(group)) {
        await removeNode(node);
    }
}

async function removeNode(node: V1Node): Promise<void> {
    const { core } = await controlPlane();
    await core.deleteNode({ name: node.metadata?.name ?? "" });
}

async function placesOf(subnetIds: string[], context: HandlerContext): Promise<Place[]> {
    const { Subnets = [] } = await context.client(EC2Client).send(new DescribeSubnetsCommand({ SubnetIds: subnetIds }));
    return Subnets.map(({ SubnetId = "", AvailabilityZone = "", CidrBlock = "" }) => ({
        subnetId: SubnetId,
        zone: AvailabilityZone,
        prefix: CidrBlock.split(".").slice(0, 3).join("."),
    })).sort((one, other) => one.zone.localeCompare(other.zone));
}

const zoneOf = (node: V1Node): string => node.metadata?.labels?.["topology.kubernetes.io/zone"] ?? "";

/** The place with the fewest nodes; among equals the first, so that the same program gives the same nodes. */
function emptiest(places: Place[], nodes: V1Node[]): Place {
    const count = ({ zone }: Place): number => nodes.filter((node) => zoneOf(node) === zone).length;
    const [place] = [...places].sort((one, other) => count(one) - count(other));
    if (place === undefined) {
        throw new Error("the node group has no subnet in the emulator to put a node in");
    }
    return place;
}

/** Nodes beyond the desired number, each from the zone that has the most at that point. */
function surplus(nodes: V1Node[], desired: number): V1Node[] {
    const left = [...nodes];
    const removed: V1Node[] = [];
    while (left.length > desired) {
        const inZone = (node: V1Node): number => left.filter((other) => zoneOf(other) === zoneOf(node)).length;
        const crowd = Math.max(...left.map(inZone));
        const position = left.findLastIndex((node) => inZone(node) === crowd);
        removed.push(...left.splice(position, 1));
    }
    return removed;
}

function newNode(
    spec: NodeGroupSpec,
    place: Place,
    capacity: NodeCapacity,
    taken: ReadonlySet<string>,
    context: HandlerContext,
): V1Node {
    const hostName = (host: number): string =>
        `ip-${place.prefix.replaceAll(".", "-")}-${host}.${context.region}.compute.internal`;
    let host = firstHost;
    while (taken.has(hostName(host))) {
        host += 1;
    }
    if (host > 254) {
        throw new Error(`subnet ${place.subnetId} has no address left for a simulated node`);
    }
    const name = hostName(host);
    return {
        metadata: {
            name,
            labels: nodeLabels(spec, place.zone, name, capacity, context),
            annotations: { "kwok.x-k8s.io/node": "fake" },
        },
        spec: {
            providerID: `aws:///${place.zone}/i-${Buffer.from(name).toString("hex").slice(-17)}`,
            taints: spec.taints,
        },
        status: {
            capacity: capacity.capacity,
            allocatable: capacity.allocatable,
            addresses: [
                { type: "InternalIP", address: `${place.prefix}.${host}` },
                { type: "Hostname", address: name },
            ],
            nodeInfo: {
                architecture: capacity.architecture,
                operatingSystem: "linux",
                kubeletVersion: spec.kubeletVersion,
                bootID: "",
                containerRuntimeVersion: "",
                kernelVersion: "",
                kubeProxyVersion: "",
                machineID: "",
                osImage: spec.osImage,
                systemUUID: "",
            },
        },
    };
}

function nodeLabels(
    spec: NodeGroupSpec,
    zone: string,
    name: string,
    { instanceType, architecture }: NodeCapacity,
    context: HandlerContext,
): Record<string, string> {
    return {
        ...spec.labels,
        [groupLabel]: spec.name,
        "eks.amazonaws.com/capacityType": spec.capacityType,
        "kubernetes.io/arch": architecture,
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": instanceType,
        "topology.kubernetes.io/region": context.region,
        "topology.kubernetes.io/zone": zone,
    };
}

/** Labels and taints that Kubernetes itself put on the node; the group's own are written anew. */
function foreignLabels(node: V1Node): Record<string, string> {
    const labels = node.metadata?.labels ?? {};
    return Object.fromEntries(
        Object.entries(labels).filter(([key]) => /^(beta\.|node-role\.)?kubernetes\.io\//.test(key)),
    );
}

function foreignTaints(node: V1Node): V1Taint[] {
    return (node.spec?.taints ?? []).filter(({ key }) => key.startsWith("node.kubernetes.io/"));
}

import { DescribeInstanceTypesCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { _InstanceType, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { HandlerContext } from "../../handler";

export interface NodeCapacity {
    instanceType: string;
    /** As in the label `kubernetes.io/arch`. */
    architecture: "amd64" | "arm64";
    /** Everything the instance has, in Kubernetes quantities. */
    capacity: Record<string, string>;
    /** What is left for pods after the reservations of the EKS node image. */
    allocatable: Record<string, string>;
}

/** Memory in MiB that kubelet evicts below. */
const evictionMiB = 100;

/** What a node of this instance type offers; the catalogue of types is the emulator's. */
export async function nodeCapacity(
    instanceType: string,
    diskGiB: number,
    context: HandlerContext,
): Promise<NodeCapacity> {
    const { InstanceTypes = [] } = await context
        .client(EC2Client)
        .send(new DescribeInstanceTypesCommand({ InstanceTypes: [instanceType as _InstanceType] }));
    const info = InstanceTypes[0];
    const cpus = info?.VCpuInfo?.DefaultVCpus;
    const memoryMiB = info?.MemoryInfo?.SizeInMiB;
    if (info === undefined || cpus === undefined || memoryMiB === undefined) {
        throw new Error(`instance type ${instanceType} is not known in ${context.region}`);
    }
    const pods = podLimit(info, cpus);
    const shared = { "ephemeral-storage": `${diskGiB}Gi`, pods: String(pods) };
    return {
        instanceType,
        architecture: info.ProcessorInfo?.SupportedArchitectures?.includes("arm64") === true ? "arm64" : "amd64",
        capacity: { cpu: String(cpus), memory: `${memoryMiB}Mi`, ...shared },
        allocatable: {
            cpu: `${cpus * 1000 - reservedMillicores(cpus)}m`,
            memory: `${memoryMiB - (255 + 11 * pods) - evictionMiB}Mi`,
            ...shared,
        },
    };
}

/**
 * Pods that get an address: each network interface keeps its first one for itself, two host-network pods need none; at most 110
 * below 30 CPUs and 250 above, as the node image's calculator has it.
 */
function podLimit(info: InstanceTypeInfo, cpus: number): number {
    const interfaces = info.NetworkInfo?.MaximumNetworkInterfaces;
    const addresses = info.NetworkInfo?.Ipv4AddressesPerInterface;
    const ceiling = cpus > 30 ? 250 : 110;
    return interfaces === undefined || addresses === undefined
        ? ceiling
        : Math.min(interfaces * (addresses - 1) + 2, ceiling);
}

/** The node image's reservation: 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest. */
function reservedMillicores(cpus: number): number {
    const shares = [60, 10, 5, 5];
    let reserved = 0;
    for (let core = 0; core < cpus; core += 1) {
        reserved += shares[core] ?? 2.5;
    }
    return Math.ceil(reserved);
}

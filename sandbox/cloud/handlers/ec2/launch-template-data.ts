import type { RequestLaunchTemplateData, ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";
import type { Properties } from "../../../provider/types";
import type { Tags } from "../../tags";
import { tagList, tagsFrom } from "../../tags";
import { camel, pascal } from "../shared/mapping";

/** Members of the API's template data that are spelled otherwise than by a capital letter. */
const renames: Record<string, string> = {
    acceleratorTotalMemoryMib: "AcceleratorTotalMemoryMiB",
    enableResourceNameDnsAaaaRecord: "EnableResourceNameDnsAAAARecord",
    memoryGibPerVcpu: "MemoryGiBPerVCpu",
    memoryMib: "MemoryMiB",
    securityGroupNames: "SecurityGroups",
    totalLocalStorageGb: "TotalLocalStorageGB",
    vcpuCount: "VCpuCount",
    vpcSecurityGroupIds: "SecurityGroupIds",
};

const reversed = Object.fromEntries(Object.entries(renames).map(([property, member]) => [member, property]));

/** Yes and no that the provider takes as text, since "not said" is a third answer. */
const textual = new Set([
    "associateCarrierIpAddress",
    "associatePublicIpAddress",
    "deleteOnTermination",
    "ebsOptimized",
    "encrypted",
    "primaryIpv6",
]);

/** What makes up the data of a version; the rest belongs to the template itself. */
export const dataProperties = [
    "blockDeviceMappings",
    "capacityReservationSpecification",
    "cpuOptions",
    "creditSpecification",
    "disableApiStop",
    "disableApiTermination",
    "ebsOptimized",
    "enclaveOptions",
    "hibernationOptions",
    "iamInstanceProfile",
    "imageId",
    "instanceInitiatedShutdownBehavior",
    "instanceMarketOptions",
    "instanceRequirements",
    "instanceType",
    "kernelId",
    "keyName",
    "licenseSpecifications",
    "maintenanceOptions",
    "metadataOptions",
    "monitoring",
    "networkInterfaces",
    "networkPerformanceOptions",
    "placement",
    "privateDnsNameOptions",
    "ramDiskId",
    "securityGroupNames",
    "tagSpecifications",
    "userData",
    "vpcSecurityGroupIds",
] as const;

type Convert = (key: string, value: unknown) => unknown;

function walk(value: unknown, convert: Convert, key = ""): unknown {
    if (Array.isArray(value)) return value.map((item) => walk(item, convert, key));
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(
            Object.entries(value).map(([name, member]) => [name, convert(name, walk(member, convert, name))]),
        );
    }
    return value;
}

/** Data of a version, from the inputs. */
export function toTemplateData(inputs: Properties): RequestLaunchTemplateData {
    const given = Object.fromEntries(
        dataProperties.filter((name) => inputs[name] !== undefined).map((name) => [name, inputs[name]]),
    );
    const { tagSpecifications, networkInterfaces, ...plain } = walk(given, (key, value) =>
        textual.has(key) && typeof value === "string" ? value === "true" : value,
    ) as Properties;
    const data = pascal<RequestLaunchTemplateData>(plain, renames);
    if (networkInterfaces !== undefined) {
        data.NetworkInterfaces = pascal(networkInterfaces, { securityGroups: "Groups" });
    }
    if (tagSpecifications !== undefined) {
        data.TagSpecifications = (tagSpecifications as { resourceType?: string; tags?: Tags }[]).map((one) => ({
            ResourceType: one.resourceType as "instance",
            Tags: tagList(one.tags ?? {}),
        }));
    }
    return data;
}

/** Inputs, from the data of a version. */
export function fromTemplateData(data: ResponseLaunchTemplateData): Properties {
    const { TagSpecifications, NetworkInterfaces, ...plain } = data;
    const properties = camel(plain, reversed) as Properties;
    if (NetworkInterfaces !== undefined && NetworkInterfaces.length > 0) {
        properties.networkInterfaces = camel(NetworkInterfaces, { Groups: "securityGroups" });
    }
    if (TagSpecifications !== undefined && TagSpecifications.length > 0) {
        properties.tagSpecifications = TagSpecifications.map(({ ResourceType, Tags }) => ({
            resourceType: ResourceType,
            tags: tagsFrom(Tags) ?? {},
        }));
    }
    // Outside network interfaces and volumes the same word is a plain boolean; those have no place in a template's data.
    return walk(properties, (key, value) =>
        textual.has(key) && typeof value === "boolean" ? String(value) : value,
    ) as Properties;
}

import {
    CreateClusterCommand,
    DeleteClusterCommand,
    DescribeClusterCommand,
    EKSClient,
    TagResourceCommand,
    UntagResourceCommand,
    UpdateClusterConfigCommand,
} from "@aws-sdk/client-eks";
import type { Cluster, Logging, LogType, VpcConfigRequest } from "@aws-sdk/client-eks";
import type { Properties } from "../../../provider/types";
import { unlessGone } from "../../errors";
import type { HandlerContext } from "../../handler";
import { unlessEmpty } from "../shared/observe";
import { resource } from "../shared/resource";
import { changeTags, tagMapProperties } from "../shared/tags";
import { untilGone } from "../shared/wait";
import {
    findClusterSecurityGroup,
    makeClusterSecurityGroup,
    removeClusterSecurityGroup,
    vpcOf,
} from "./cluster-security-group";
import { agreedVersion, controlPlane, minorOf } from "./control-plane";

interface VpcConfig {
    subnetIds: string[];
    securityGroupIds?: string[];
    endpointPrivateAccess?: boolean;
    endpointPublicAccess?: boolean;
    publicAccessCidrs?: string[];
}

interface EncryptionConfig {
    provider: { keyArn: string };
    resources: string[];
}

export const eks = (context: HandlerContext): EKSClient => context.client(EKSClient);

export async function findCluster(name: string, context: HandlerContext): Promise<Cluster | undefined> {
    return (await unlessGone(eks(context).send(new DescribeClusterCommand({ name }))))?.cluster;
}

function toVpcConfig(vpcConfig: unknown): VpcConfigRequest {
    const { subnetIds, securityGroupIds, endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs } =
        vpcConfig as VpcConfig;
    return {
        subnetIds,
        securityGroupIds,
        endpointPrivateAccess: endpointPrivateAccess ?? false,
        endpointPublicAccess: endpointPublicAccess ?? true,
        publicAccessCidrs: publicAccessCidrs ?? (endpointPublicAccess === false ? [] : ["0.0.0.0/0"]),
    };
}

const allLogTypes: LogType[] = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

function toLogging(enabledTypes: unknown): Logging {
    const enabled = (enabledTypes as LogType[] | undefined) ?? [];
    const disabled = allLogTypes.filter((type) => !enabled.includes(type));
    return {
        clusterLogging: [
            ...(enabled.length > 0 ? [{ types: enabled, enabled: true }] : []),
            ...(disabled.length > 0 ? [{ types: disabled, enabled: false }] : []),
        ],
    };
}

export const cluster = resource({
    type: "aws:eks/cluster:Cluster",
    autoname: { property: "name", maxLength: 100 },
    defaults: { bootstrapSelfManagedAddons: true },

    async create(inputs, context) {
        const name = inputs.name as string;
        const version = await agreedVersion(name, inputs.version as string | undefined);
        const vpcConfig = toVpcConfig(inputs.vpcConfig);
        const encryption = inputs.encryptionConfig as EncryptionConfig | undefined;
        const network = inputs.kubernetesNetworkConfig as Properties | undefined;
        const vpcId = await vpcOf(vpcConfig.subnetIds ?? [], context);
        await eks(context).send(
            new CreateClusterCommand({
                name,
                version,
                roleArn: inputs.roleArn as string,
                resourcesVpcConfig: vpcConfig,
                logging: toLogging(inputs.enabledClusterLogTypes),
                kubernetesNetworkConfig: network,
                encryptionConfig: encryption && [encryption],
                tags: inputs.tags as Record<string, string> | undefined,
            }),
        );
        await makeClusterSecurityGroup(name, vpcId, context);
        return name;
    },

    async describe(id, recorded, context) {
        const found = await findCluster(id, context);
        return found && { ...(await reported(id, found, recorded, context)) };
    },

    async update(id, old, inputs, context) {
        if (inputs.version !== undefined && inputs.version !== old.version) {
            // Refused, or the sandbox was rebuilt for this version; the emulator itself knows no version update.
            await agreedVersion(id, inputs.version as string);
        }
        await eks(context).send(
            new UpdateClusterConfigCommand({
                name: id,
                resourcesVpcConfig: toVpcConfig(inputs.vpcConfig),
                logging: toLogging(inputs.enabledClusterLogTypes),
            }),
        );
        const resourceArn = old.arn as string;
        await changeTags(old, inputs, {
            set: (_list, tags) => eks(context).send(new TagResourceCommand({ resourceArn, tags })),
            remove: (tagKeys) => eks(context).send(new UntagResourceCommand({ resourceArn, tagKeys })),
        });
    },

    async delete(id, state, context) {
        if (state.deletionProtection === true && (await findCluster(id, context)) !== undefined) {
            // The emulator does not know the setting; EKS answers so.
            throw new Error(
                `InvalidRequestException: cluster ${id} has deletion protection enabled; disable deletion protection before deleting it`,
            );
        }
        await unlessGone(eks(context).send(new DeleteClusterCommand({ name: id })));
        await untilGone(`cluster ${id}`, () => findCluster(id, context), context);
        await removeClusterSecurityGroup(id, context);
    },
});

async function reported(
    id: string,
    found: Cluster,
    recorded: Properties,
    context: HandlerContext,
): Promise<Properties> {
    const server = await controlPlane();
    const vpc = found.resourcesVpcConfig;
    const network = found.kubernetesNetworkConfig;
    const encryption = found.encryptionConfig?.[0];
    const asked = (recorded.vpcConfig ?? {}) as Partial<VpcConfig>;
    const logs = (found.logging?.clusterLogging ?? [])
        .filter(({ enabled }) => enabled === true)
        .flatMap(({ types = [] }) => types);
    return {
        arn: found.arn,
        name: found.name,
        roleArn: found.roleArn,
        version: found.version === undefined ? undefined : minorOf(found.version),
        status: found.status,
        platformVersion: found.platformVersion,
        createdAt: found.createdAt?.toISOString(),
        endpoint: server.endpoint,
        certificateAuthority: { data: server.certificateAuthority },
        identities: [{ oidcs: [{ issuer: found.identity?.oidc?.issuer }] }],
        enabledClusterLogTypes: unlessEmpty(recorded.enabledClusterLogTypes, logs),
        encryptionConfig:
            encryption === undefined
                ? null
                : { provider: { keyArn: encryption.provider?.keyArn }, resources: encryption.resources },
        kubernetesNetworkConfig: {
            elasticLoadBalancing: { enabled: network?.elasticLoadBalancing?.enabled ?? false },
            ipFamily: network?.ipFamily ?? "ipv4",
            serviceIpv4Cidr: network?.serviceIpv4Cidr,
        },
        vpcConfig: {
            subnetIds: vpc?.subnetIds,
            securityGroupIds: unlessEmpty(asked.securityGroupIds, vpc?.securityGroupIds ?? []) ?? undefined,
            endpointPrivateAccess: vpc?.endpointPrivateAccess,
            endpointPublicAccess: vpc?.endpointPublicAccess,
            publicAccessCidrs: vpc?.publicAccessCidrs ?? [],
            clusterSecurityGroupId: await findClusterSecurityGroup(id, context),
            vpcId: await vpcOf(vpc?.subnetIds ?? [], context),
        },
        // What the emulator does not keep, as EKS has it when it is left out.
        accessConfig: recorded.accessConfig ?? { authenticationMode: "CONFIG_MAP" },
        deletionProtection: recorded.deletionProtection ?? false,
        upgradePolicy: recorded.upgradePolicy ?? { supportType: "EXTENDED" },
        ...tagMapProperties(recorded, found.tags),
    };
}

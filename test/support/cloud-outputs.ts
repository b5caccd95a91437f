import * as pulumi from "@pulumi/pulumi";

/** Account and region that every mocked ARN carries. */
export const ACCOUNT = "123456789012";
export const REGION = "us-east-1";

type Outputs = Record<string, unknown>;
type OutputsOf = (name: string, inputs: Outputs) => Outputs;

/** What AWS would answer, for the types whose outputs the program reads beyond `id`, `arn` and `name`. */
const OUTPUTS: Readonly<Record<string, OutputsOf>> = {
    "aws:acm/certificate:Certificate": (name, { domainName, subjectAlternativeNames }) => ({
        domainValidationOptions: [String(domainName), ...((subjectAlternativeNames as string[] | undefined) ?? [])].map(
            (domain) => ({
                domainName: domain,
                resourceRecordName: `_${name}.${domain.replace(/^\*\./, "")}.`,
                resourceRecordType: "CNAME",
                resourceRecordValue: "_validation.acm-validations.aws.",
            }),
        ),
    }),
    "aws:cloudfront/distribution:Distribution": (name) => ({
        domainName: `${name}.cloudfront.net`,
        hostedZoneId: "Z2FDTNDATAQYW2",
    }),
    "aws:ec2/eip:Eip": (name) => ({ allocationId: `${name}-allocation` }),
    "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 1 }),
    "aws:ecr/repository:Repository": (name) => ({
        repositoryUrl: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${name}`,
    }),
    "aws:eks/cluster:Cluster": (name, { vpcConfig }) => ({
        endpoint: `https://${name}.eks.example`,
        certificateAuthority: { data: "Y2VydGlmaWNhdGU=" },
        vpcConfig: { ...(vpcConfig as object), clusterSecurityGroupId: `${name}-security-group` },
    }),
    "aws:elasticache/replicationGroup:ReplicationGroup": (name) => ({
        primaryEndpointAddress: `${name}.cache.example`,
        readerEndpointAddress: `${name}-ro.cache.example`,
    }),
    "aws:iam/role:Role": (name) => ({ arn: `arn:aws:iam::${ACCOUNT}:role/${name}` }),
    "aws:kms/key:Key": (name, { region = REGION }) => ({
        keyId: `${name}-key`,
        arn: `arn:aws:kms:${String(region)}:${ACCOUNT}:key/${name}`,
    }),
    "aws:rds/cluster:Cluster": (name) => ({
        endpoint: `${name}.rds.example`,
        readerEndpoint: `${name}-ro.rds.example`,
        masterUserSecrets: [
            { secretArn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`, secretStatus: "active" },
        ],
    }),
    "aws:route53/zone:Zone": (name) => ({
        zoneId: `${name}-zone`,
        arn: `arn:aws:route53:::hostedzone/${name}-zone`,
        nameServers: ["ns-1.example", "ns-2.example"],
    }),
    "aws:s3/bucket:Bucket": (name) => ({
        bucket: name,
        arn: `arn:aws:s3:::${name}`,
        bucketDomainName: `${name}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
    }),
    "random:index/randomId:RandomId": (_name, { prefix = "" }) => ({ hex: `${String(prefix)}0badcafe` }),
    "random:index/randomPassword:RandomPassword": (name) => ({ result: pulumi.secret(`generated-${name}`) }),
};

/** Outputs of a mocked resource besides its inputs: an ARN and a name of its own, and what its type adds. */
export function cloudOutputs(type: string, name: string, inputs: Outputs): Outputs {
    const [provider, module] = type.split(":");
    const service = module?.split("/")[0];
    return {
        ...(provider === "aws" && {
            arn: `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`,
            name: inputs["name"] ?? name,
        }),
        ...(provider === "kubernetes" && { metadata: { name, ...(inputs["metadata"] as Outputs | undefined) } }),
        ...OUTPUTS[type]?.(name, inputs),
    };
}

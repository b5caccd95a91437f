import * as pulumi from "@pulumi/pulumi";

import type { PlatformControllersArgs } from "./controllers";

const VERSION = "2012-10-17";

/** Reading the listed secrets, and decrypting them through Secrets Manager only. */
export function secretsPolicy(args: PlatformControllersArgs): pulumi.Inputs {
    return {
        Version: VERSION,
        Statement: [
            {
                Sid: "ReadSecrets",
                Effect: "Allow",
                Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
                Resource: args.secretArns,
            },
            {
                Sid: "DecryptSecrets",
                Effect: "Allow",
                Action: "kms:Decrypt",
                Resource: args.secretsKeyArn,
                Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${args.region}.amazonaws.com` } },
            },
        ],
    };
}

/** Changing records of one zone. Finding it is allowed for all zones: Route 53 has no narrower form. */
export function dnsPolicy(zoneArn: pulumi.Input<string>): pulumi.Inputs {
    return {
        Version: VERSION,
        Statement: [
            {
                Sid: "FindZone",
                Effect: "Allow",
                Action: ["route53:ListHostedZones", "route53:ListTagsForResources"],
                Resource: "*",
            },
            {
                Sid: "WriteRecords",
                Effect: "Allow",
                Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
                Resource: zoneArn,
            },
        ],
    };
}

/** Seeing whether a load balancer has taken over a step's weights and targets. Describing has no narrower form. */
export const TRAFFIC_POLICY = {
    Version: VERSION,
    Statement: [
        {
            Sid: "SeeTraffic",
            Effect: "Allow",
            Action: [
                "elasticloadbalancing:DescribeListeners",
                "elasticloadbalancing:DescribeLoadBalancers",
                "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeTags",
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeTargetHealth",
            ],
            Resource: "*",
        },
    ],
};

/**
 * What the AWS Load Balancer Controller needs for Ingresses, narrowed from the policy that the project publishes
 * (https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json): without WAF,
 * Shield, Cognito and network load balancers, and changing only what carries the tag of this cluster, in this VPC.
 */
export function loadBalancerPolicy(args: PlatformControllersArgs): pulumi.Inputs {
    const clusterTag = "elbv2.k8s.aws/cluster";
    const asked = { StringEquals: { [`aws:RequestTag/${clusterTag}`]: args.clusterName } };
    const owned = { StringEquals: { [`aws:ResourceTag/${clusterTag}`]: args.clusterName } };
    const arn = (service: string, resource: string) =>
        pulumi.interpolate`arn:aws:${service}:${args.region}:${args.accountId}:${resource}`;
    const vpc = pulumi.interpolate`arn:aws:ec2:${args.region}:${args.accountId}:vpc/${args.vpcId}`;
    const securityGroups = arn("ec2", "security-group/*");
    const balancers = ["loadbalancer/app/*", "listener/app/*", "listener-rule/app/*", "targetgroup/*"].map((resource) =>
        arn("elasticloadbalancing", resource),
    );
    return {
        Version: VERSION,
        Statement: [
            { Sid: "Describe", Effect: "Allow", Action: DESCRIBE, Resource: "*" },
            {
                Sid: "CreateSecurityGroupInVpc",
                Effect: "Allow",
                Action: "ec2:CreateSecurityGroup",
                Resource: vpc,
            },
            {
                Sid: "CreateSecurityGroupAsOurs",
                Effect: "Allow",
                Action: "ec2:CreateSecurityGroup",
                Resource: securityGroups,
                Condition: asked,
            },
            {
                Sid: "TagSecurityGroupOnCreation",
                Effect: "Allow",
                Action: "ec2:CreateTags",
                Resource: securityGroups,
                Condition: { StringEquals: { ...asked.StringEquals, "ec2:CreateAction": "CreateSecurityGroup" } },
            },
            {
                Sid: "ChangeOurSecurityGroups",
                Effect: "Allow",
                Action: [
                    "ec2:AuthorizeSecurityGroupIngress",
                    "ec2:CreateTags",
                    "ec2:DeleteSecurityGroup",
                    "ec2:DeleteTags",
                    "ec2:RevokeSecurityGroupIngress",
                ],
                Resource: securityGroups,
                Condition: owned,
            },
            {
                // Lets a load balancer's group into the nodes' group, which EKS made and tagged.
                Sid: "OpenNodesToOurLoadBalancers",
                Effect: "Allow",
                Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
                Resource: securityGroups,
                Condition: { StringEquals: { "aws:ResourceTag/aws:eks:cluster-name": args.clusterName } },
            },
            {
                Sid: "CreateAsOurs",
                Effect: "Allow",
                Action: ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
                Resource: balancers,
                Condition: asked,
            },
            {
                Sid: "TagOnCreation",
                Effect: "Allow",
                Action: "elasticloadbalancing:AddTags",
                Resource: balancers,
                Condition: {
                    StringEquals: {
                        ...asked.StringEquals,
                        "elasticloadbalancing:CreateAction": ["CreateLoadBalancer", "CreateTargetGroup"],
                    },
                },
            },
            { Sid: "ChangeOurs", Effect: "Allow", Action: CHANGE, Resource: balancers, Condition: owned },
            {
                Sid: "ListenOnOurs",
                Effect: "Allow",
                Action: "elasticloadbalancing:CreateListener",
                Resource: arn("elasticloadbalancing", "loadbalancer/app/*"),
                Condition: owned,
            },
            {
                // The published policy sets no condition on listeners and rules either; they hang on a load balancer.
                Sid: "ChangeListeners",
                Effect: "Allow",
                Action: CHANGE_LISTENERS,
                Resource: ["listener/app/*", "listener-rule/app/*"].map((resource) =>
                    arn("elasticloadbalancing", resource),
                ),
            },
            {
                Sid: "CreateServiceRoleInNewAccount",
                Effect: "Allow",
                Action: "iam:CreateServiceLinkedRole",
                Resource: pulumi.interpolate`arn:aws:iam::${args.accountId}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*`,
                Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
            },
            {
                Sid: "RegisterPods",
                Effect: "Allow",
                Action: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
                Resource: arn("elasticloadbalancing", "targetgroup/*/*"),
                Condition: owned,
            },
        ],
    };
}

const DESCRIBE = [
    "acm:DescribeCertificate",
    "acm:ListCertificates",
    "ec2:DescribeAccountAttributes",
    "ec2:DescribeAddresses",
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeInstances",
    "ec2:DescribeInternetGateways",
    "ec2:DescribeManagedPrefixLists",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeTags",
    "ec2:DescribeVpcPeeringConnections",
    "ec2:DescribeVpcs",
    "ec2:GetCoipPoolUsage",
    "ec2:GetSecurityGroupsForVpc",
    "elasticloadbalancing:DescribeCapacityReservation",
    "elasticloadbalancing:DescribeListenerAttributes",
    "elasticloadbalancing:DescribeListenerCertificates",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeLoadBalancerAttributes",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeSSLPolicies",
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetGroupAttributes",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
    "elasticloadbalancing:DescribeTrustStores",
];

const CHANGE = [
    "elasticloadbalancing:AddTags",
    "elasticloadbalancing:DeleteLoadBalancer",
    "elasticloadbalancing:DeleteTargetGroup",
    "elasticloadbalancing:ModifyLoadBalancerAttributes",
    "elasticloadbalancing:ModifyTargetGroup",
    "elasticloadbalancing:ModifyTargetGroupAttributes",
    "elasticloadbalancing:RemoveTags",
    "elasticloadbalancing:SetIpAddressType",
    "elasticloadbalancing:SetSecurityGroups",
    "elasticloadbalancing:SetSubnets",
];

const CHANGE_LISTENERS = [
    "elasticloadbalancing:AddListenerCertificates",
    "elasticloadbalancing:AddTags",
    "elasticloadbalancing:CreateRule",
    "elasticloadbalancing:DeleteListener",
    "elasticloadbalancing:DeleteRule",
    "elasticloadbalancing:ModifyListener",
    "elasticloadbalancing:ModifyListenerAttributes",
    "elasticloadbalancing:ModifyRule",
    "elasticloadbalancing:RemoveListenerCertificates",
    "elasticloadbalancing:RemoveTags",
    "elasticloadbalancing:SetRulePriorities",
];

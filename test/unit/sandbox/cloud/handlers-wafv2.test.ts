import assert from "node:assert/strict";
import { CreateLoadBalancerCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetWebACLCommand, WAFV2Client } from "@aws-sdk/client-wafv2";
import { handlers } from "../../../../sandbox/cloud/handlers/wafv2";
import type { Properties } from "../../../../sandbox/provider/types";
import { account, handlerOf, lifecycle, subnets, useEmulator } from "./handlers-support";

const webAcl = handlerOf(handlers, "aws:wafv2/webAcl:WebAcl");

const visibility = (metricName: string): Properties => ({
    cloudwatchMetricsEnabled: true,
    sampledRequestsEnabled: true,
    metricName,
});

const managedRule: Properties = {
    name: "common",
    priority: 10,
    overrideAction: { none: {} },
    statement: {
        managedRuleGroupStatement: {
            vendorName: "AWS",
            name: "AWSManagedRulesCommonRuleSet",
            ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
        },
    },
    visibilityConfig: visibility("common"),
};

const rateRule = (limit: number): Properties => ({
    name: "rate",
    priority: 20,
    action: { block: { customResponse: { responseCode: 429, customResponseBodyKey: "slow" } } },
    statement: {
        rateBasedStatement: {
            limit,
            aggregateKeyType: "FORWARDED_IP",
            evaluationWindowSec: 60,
            forwardedIpConfig: { fallbackBehavior: "MATCH", headerName: "X-Forwarded-For" },
            scopeDownStatement: {
                notStatement: {
                    statement: {
                        byteMatchStatement: {
                            searchString: "/health",
                            positionalConstraint: "STARTS_WITH",
                            fieldToMatch: { uriPath: {} },
                            textTransformations: [{ priority: 0, type: "NONE" }],
                        },
                    },
                },
            },
        },
    },
    visibilityConfig: visibility("rate"),
});

function aclInputs(overrides: Properties = {}): Properties {
    return {
        name: "edge",
        scope: "CLOUDFRONT",
        description: "in front of the application",
        defaultAction: { allow: {} },
        customResponseBodies: [{ key: "slow", content: "slow down", contentType: "TEXT_PLAIN" }],
        associationConfig: { requestBodies: [{ cloudfront: { defaultSizeInspectionLimit: "KB_32" } }] },
        rules: [managedRule, rateRule(2000)],
        visibilityConfig: visibility("edge"),
        tags: { owner: "platform" },
        ...overrides,
    };
}

describe("WAF handlers", () => {
    const context = useEmulator();

    it("takes an ACL for CloudFront through its life", async () => {
        await lifecycle(webAcl, {
            context: context("us-east-1"),
            inputs: aclInputs(),
            change: { rules: [rateRule(500)], defaultAction: { block: {} }, tags: { owner: "data" } },
            created: (state) => assert.match(String(state.arn), /:wafv2:us-east-1:.*:global\/webacl\/edge\//),
        });
    });

    it("sends rules in the API's own shape", async () => {
        const { id, state } = await webAcl.create(aclInputs({ name: "shape" }), context("us-east-1"));
        const { WebACL } = await context("us-east-1")
            .client(WAFV2Client)
            .send(new GetWebACLCommand({ Id: id, Name: "shape", Scope: "CLOUDFRONT" }));
        const rule = WebACL?.Rules?.find(({ Name }) => Name === "rate");
        const statement = rule?.Statement?.RateBasedStatement;
        assert.equal(statement?.ForwardedIPConfig?.HeaderName, "X-Forwarded-For");
        const match = statement?.ScopeDownStatement?.NotStatement?.Statement?.ByteMatchStatement;
        assert.equal(Buffer.from(match?.SearchString ?? []).toString(), "/health");
        assert.equal(WebACL?.VisibilityConfig?.CloudWatchMetricsEnabled, true);
        assert.equal(WebACL.CustomResponseBodies?.slow?.Content, "slow down");
        await webAcl.delete(id, state, context("us-east-1"));
    });

    it("refuses the scope of CloudFront outside us-east-1", async () => {
        await assert.rejects(webAcl.create(aclInputs(), context()), /us-east-1 only, not in eu-central-1/);
    });

    it("takes an IP set through its life", async () => {
        await lifecycle(handlerOf(handlers, "aws:wafv2/ipSet:IpSet"), {
            context: context(),
            inputs: {
                name: "office",
                scope: "REGIONAL",
                ipAddressVersion: "IPV4",
                addresses: ["192.0.2.0/24", "198.51.100.0/24"],
                tags: { owner: "platform" },
            },
            change: { addresses: ["203.0.113.0/24"], description: "after the move" },
        });
    });

    it("takes a logging configuration through its life, and insists on the destination's name", async () => {
        const { state } = await webAcl.create(aclInputs({ name: "logged" }), context("us-east-1"));
        const destination = (name: string): string => `arn:aws:logs:us-east-1:${account}:log-group:${name}`;
        const logging = handlerOf(handlers, "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration");
        const inputs = {
            resourceArn: state.arn,
            logDestinationConfigs: [destination("aws-waf-logs-edge")],
            redactedFields: [{ singleHeader: { name: "authorization" } }, { queryString: {} }],
        };
        await lifecycle(logging, {
            context: context("us-east-1"),
            inputs,
            change: {
                redactedFields: [{ singleHeader: { name: "cookie" } }],
                loggingFilter: {
                    defaultBehavior: "DROP",
                    filters: [
                        {
                            behavior: "KEEP",
                            requirement: "MEETS_ANY",
                            conditions: [{ actionCondition: { action: "BLOCK" } }],
                        },
                    ],
                },
            },
        });
        await assert.rejects(
            logging.create({ ...inputs, logDestinationConfigs: [destination("edge")] }, context("us-east-1")),
            /must begin with aws-waf-logs-/,
        );
    });

    it("takes an association with a load balancer through its life", async () => {
        const { subnetIds } = await subnets(context());
        const { LoadBalancers } = await context()
            .client(ElasticLoadBalancingV2Client)
            .send(new CreateLoadBalancerCommand({ Name: "guarded", Subnets: subnetIds }));
        const { state } = await webAcl.create(aclInputs({ name: "regional", scope: "REGIONAL" }), context());
        await lifecycle(handlerOf(handlers, "aws:wafv2/webAclAssociation:WebAclAssociation"), {
            context: context(),
            inputs: { webAclArn: state.arn, resourceArn: LoadBalancers?.[0]?.LoadBalancerArn },
        });
    });
});

import type { CheckFailure, Properties } from "../../provider/types";
import type { Settings } from "../config";
import { explain } from "../errors";
import type { HandlerContext } from "../handler";
import { checkProperties } from "../schemas/check-values";
import type { Schemas } from "../schemas/load";
import { availabilityZones, callerIdentity, partition, region } from "./account";
import { managedPrefixList, managedPrefixLists } from "./prefix-lists";
import { policyDocument } from "./policy-document";
import { loadBalancer, parameter, zone } from "./services";

/** A function of `@pulumi/aws`, answered by the emulator. */
export type Invoke = (args: Properties, context: HandlerContext, settings: Settings) => Promise<Properties>;

const functions: Record<string, Invoke> = {
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": managedPrefixList,
    "aws:ec2/getManagedPrefixLists:getManagedPrefixLists": managedPrefixLists,
    "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
    "aws:alb/getLoadBalancer:getLoadBalancer": loadBalancer,
    "aws:index/getAvailabilityZones:getAvailabilityZones": availabilityZones,
    "aws:index/getCallerIdentity:getCallerIdentity": callerIdentity,
    "aws:index/getPartition:getPartition": partition,
    "aws:index/getRegion:getRegion": region,
    "aws:lb/getLoadBalancer:getLoadBalancer": loadBalancer,
    "aws:route53/getZone:getZone": zone,
    "aws:ssm/getParameter:getParameter": parameter,
};

/** @throws on a function that is not modelled: an answer made up here would go into the program as if it were true. */
export async function invokeFunction(
    token: string,
    args: Properties,
    schemas: Schemas,
    context: HandlerContext,
    settings: Settings,
): Promise<{ result?: Properties; failures?: CheckFailure[] }> {
    const located = schemas.function(token);
    if (!located) throw new Error(`${token} is not a function of @pulumi/aws ${schemas.index.packageVersion}`);
    const answer = functions[token];
    if (!answer)
        throw new Error(`${token} is not modelled in the sandbox; it has: ${Object.keys(functions).join(", ")}`);
    const failures = checkProperties(args, located.schema.inputs, located.types);
    if (failures.length > 0) return { failures };
    try {
        return { result: { ...args, ...(await answer(args, context, settings)) } };
    } catch (error) {
        throw explain(error, token);
    }
}

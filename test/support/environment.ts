import type * as pulumi from "@pulumi/pulumi";

import openhands from "../../index";
import { deploy, type Deployment, type DeployOptions } from "./deploy";
import { asHandedOver, shipped, type StackConfig } from "./stack-files";

type Outputs = ReturnType<typeof openhands>;

export interface EnvironmentOptions extends Pick<DeployOptions, "preview"> {
    /** @default the shipped stack file */
    config?: StackConfig;
}

/** The whole program, as it would be deployed to an environment, under mocks. */
export function deployEnvironment(stack: string, options: EnvironmentOptions = {}): Promise<Deployment<Outputs>> {
    const config = asHandedOver(options.config ?? shipped(stack));
    return deploy<Outputs>(openhands, { stack, config, preview: options.preview, invoke });
}

const deployments = new Map<string, Promise<Deployment<Outputs>>>();

/** A shipped environment, deployed once however many tests look at it. */
export function shippedEnvironment(stack: string): Promise<Deployment<Outputs>> {
    const deployment = deployments.get(stack) ?? deployEnvironment(stack);
    deployments.set(stack, deployment);
    return deployment;
}

/** What AWS answers to the program's questions. Any other question fails the deployment. */
function invoke(token: string, { name }: Record<string, unknown>): pulumi.Inputs | undefined {
    if (token !== "aws:lb/getLoadBalancer:getLoadBalancer") {
        return undefined;
    }
    const loadBalancer = `app/${String(name)}/0123456789abcdef`;
    return {
        arn: `arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/${loadBalancer}`,
        dnsName: `internal-${String(name)}.us-east-1.elb.amazonaws.com`,
    };
}

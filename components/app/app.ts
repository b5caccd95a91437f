import * as aws from "@pulumi/aws";
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type AppArgs, type ResolvedAppArgs, withDefaults } from "./args";
import { createAutoscaler } from "./autoscaling";
import { createConfiguration } from "./configuration";
import { createDatabaseTrust, databaseAuthorities } from "./database-trust";
import { createDisruptionBudget } from "./disruption";
import { refuseUnworkable } from "./guards";
import { createIngress } from "./ingress";
import { PORT_NAMES, SELECTOR } from "./labels";
import { createNamespace } from "./namespace";
import { createNetworkPolicies } from "./network-policies";
import { podTemplate } from "./pod-template";
import { createRollingWorkload } from "./rolling";
import { createSecrets, SECRET_NAME } from "./secrets";
import { createService } from "./service";
import { createServiceAccount } from "./service-account";
import type { Workload } from "./workload";

/**
 * OpenHands on Kubernetes: one namespace with everything that the application needs to run, be reached, scale and be
 * interrupted, and nothing else.
 *
 * Order: pods start once identity, settings, secrets and network policies are there, and traffic is led to them last;
 * deletion runs the other way, so that no request meets a pod that is already gone.
 *
 * @throws pulumi.ResourceError when the arguments could not work, naming the argument.
 */
export class App extends pulumi.ComponentResource {
    public readonly namespace: pulumi.Output<string>;
    /** Inside the cluster: `<serviceName>.<namespace>`, port 80. */
    public readonly serviceName: pulumi.Output<string>;
    /** Address of the internal load balancer, resolvable everywhere but reachable from the VPC only. */
    public readonly loadBalancerHostname: pulumi.Output<string>;
    public readonly loadBalancerArn: pulumi.Output<string>;
    /** Labels that select the application's Service and pods. */
    public readonly selector: Record<string, string> = SELECTOR;
    /** Name of the port that serves Prometheus metrics at `/metrics`. */
    public readonly metricsPortName: string = PORT_NAMES.metrics;

    constructor(name: string, appArgs: AppArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:app:App", name, {}, opts);
        const args = withDefaults(appArgs);
        refuseUnworkable(this, args);
        const authorities = databaseAuthorities(this, args.region);

        const namespace = createNamespace(this, name, args.namespace).metadata.name;
        const policies = createNetworkPolicies(this, name, namespace, args);
        const budget = createDisruptionBudget(this, name, namespace);
        const identity = createServiceAccount(this, name, namespace);
        const settings = createConfiguration(this, name, namespace, args);
        const databaseCa = createDatabaseTrust(this, name, namespace, authorities);
        const secrets = createSecrets(this, name, namespace, args);

        const template = podTemplate(args, {
            serviceAccount: identity.metadata.name,
            settings: settings.metadata.name,
            databaseCa: databaseCa.metadata.name,
            secrets: SECRET_NAME,
        });
        const workload = this.release(name, namespace, args, template, [...policies, budget, secrets]);
        if (args.autoscaling) {
            createAutoscaler(this, name, namespace, args.autoscaling, workload);
        }

        const service = createService(this, name, namespace, args, workload.resource);
        const ingress = createIngress(this, name, namespace, args, service);

        this.namespace = namespace;
        this.serviceName = service.metadata.name;
        const loadBalancer = this.findLoadBalancer(args.loadBalancerName, ingress);
        this.loadBalancerHostname = loadBalancer.dnsName;
        this.loadBalancerArn = loadBalancer.arn;
        this.registerOutputs({
            namespace: this.namespace,
            serviceName: this.serviceName,
            loadBalancerHostname: this.loadBalancerHostname,
            loadBalancerArn: this.loadBalancerArn,
            selector: this.selector,
            metricsPortName: this.metricsPortName,
        });
    }

    /** Runs the pods with the strategy of the environment. */
    private release(
        name: string,
        namespace: pulumi.Output<string>,
        args: ResolvedAppArgs,
        template: k8s.types.input.core.v1.PodTemplateSpec,
        dependsOn: pulumi.Resource[],
    ): Workload {
        switch (args.release.strategy) {
            case "rolling":
                return createRollingWorkload(this, name, namespace, args, template, dependsOn);
        }
    }

    /** The load balancer belongs to the ingress controller; it is found by the name that the Ingress gives it. */
    private findLoadBalancer(
        loadBalancerName: string,
        ingress: k8s.networking.v1.Ingress,
    ): pulumi.Output<aws.lb.GetLoadBalancerResult> {
        return aws.lb.getLoadBalancerOutput({ name: loadBalancerName }, { parent: this, dependsOn: [ingress] });
    }
}

import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { messageOf } from "../../provider/errors";
import { ApiServer } from "../api/server";
import { LoadBalancerController } from "./controller";

const INTERVAL_MS = 1_000;

/** The controller is well as long as it has looked at the Ingresses within this time. */
const HEALTHY_MS = 30_000;

const { values } = parseArgs({ options: { "health-port": { type: "string" } } });
const healthPort = Number(values["health-port"]);
const kubeconfig = process.env["OPENHANDS_SANDBOX_KUBECONFIG"];
if (!Number.isInteger(healthPort) || healthPort <= 0 || kubeconfig === undefined) {
    process.stderr.write("usage: OPENHANDS_SANDBOX_KUBECONFIG=FILE load-balancer --health-port=PORT\n");
    process.exit(2);
}

const eks = new EKSClient();
const controller = new LoadBalancerController(ApiServer.fromKubeconfig(kubeconfig), {
    elb: new ElasticLoadBalancingV2Client(),
    ec2: new EC2Client(),
    clusterName: async () => {
        const { clusters = [] } = await eks.send(new ListClustersCommand());
        const [name] = clusters;
        if (name === undefined || clusters.length > 1) {
            throw new Error(`the account has ${clusters.length} EKS clusters instead of one`);
        }
        return name;
    },
});

let lastLook = Date.now();

const health = createServer((_request, response) => {
    const well = Date.now() - lastLook < HEALTHY_MS;
    response.writeHead(well ? 200 : 503).end(well ? "ok" : "the API server has not answered for a while");
});
health.listen(healthPort, "127.0.0.1");

let running = true;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
        running = false;
        health.close();
    });
}

async function run(): Promise<void> {
    while (running) {
        try {
            await controller.reconcileAll();
            lastLook = Date.now();
        } catch (error) {
            process.stderr.write(`${new Date().toISOString()} ${messageOf(error)}\n`);
        }
        await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
    }
    process.exit(0);
}

void run();

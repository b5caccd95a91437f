import { serve } from "../provider/server";
import { ApiServer } from "./api/server";
import { KubernetesProvider } from "./provider";

function required(name: string): string {
    const value = process.env[name];
    if (value === undefined || value === "") {
        throw new Error(`${name} is not set: this plugin runs inside the sandbox only`);
    }
    return value;
}

const api = ApiServer.fromKubeconfig(required("OPENHANDS_SANDBOX_KUBECONFIG"));
const crds = required("OPENHANDS_SANDBOX_CRDS");

void serve(new KubernetesProvider({ api, address: api.address, crds }));

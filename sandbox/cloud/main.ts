import { serve } from "../provider/server";
import { Clients } from "./clients";
import { AwsProvider } from "./provider";
import { Schemas } from "./schemas/load";

function required(variable: string): string {
    const value = process.env[variable];
    if (value === undefined || value === "") {
        throw new Error(`${variable} is not set: the aws stand-in runs inside a sandbox only (make up)`);
    }
    return value;
}

async function main(): Promise<void> {
    const schemas = new Schemas(`${required("OPENHANDS_SANDBOX_SCHEMAS")}/aws`);
    const clients = new Clients(required("AWS_ENDPOINT_URL"));
    await serve(new AwsProvider(schemas, clients, process.env.AWS_REGION));
}

main().catch((error: unknown) => {
    process.stderr.write(`aws: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});

import path from "node:path";
import { httpOk } from "./health";
import { repositoryRoot } from "./paths";
import type { Service } from "./service";

const SERVER = path.join(repositoryRoot, "sandbox/cloud/emulator/server.py");

/** The AWS emulator: one account, in memory. */
export function emulatorService(python: string, port: number, accountId: string): Service {
    return {
        name: "emulator",
        command: python,
        args: [SERVER, "--host", "127.0.0.1", "--port", String(port)],
        env: {
            MOTO_ACCOUNT_ID: accountId,
            // Roles attach policies that AWS manages, which exist in every account.
            MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
            // Certificates are issued a moment after they were asked for; the default is a minute.
            MOTO_ACM_VALIDATION_WAIT: "1",
            // The repository stays free of compiled files.
            PYTHONDONTWRITEBYTECODE: "1",
            // A log of requests, as they come.
            PYTHONUNBUFFERED: "1",
        },
        volatile: true,
        dependsOn: [],
        port,
        // Its dashboard: cheap, whatever the account holds.
        healthy: () => httpOk(`http://127.0.0.1:${port}/moto-api/`),
    };
}

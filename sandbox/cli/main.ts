import { Command } from "commander";
import { install } from "../install/install";
import { destroy } from "./destroy";
import { down } from "./down";
import { preview, refresh, up, type Outcome } from "./operations";
import { status } from "./status";
import type { Target } from "./rehearsal";

/** Exit code of a refused or failed command; those of Pulumi are passed on. */
const FAILED = 1;

function program(): Command {
    const cli = new Command("sandbox")
        .description("Rehearses the Pulumi program on this machine: real engine, real Kubernetes, emulated AWS.")
        .showHelpAfterError()
        .helpCommand(false);
    const operation = (name: string, description: string, run: (target: Target) => Promise<Outcome>) =>
        stackCommand(cli, name, description, async (target) => (await run(target)).exitCode);
    operation("up", "Build or change the environment, policies on; installs and starts what is missing", up);
    operation("preview", "Say what `up` would change; fails when a policy is violated or could not judge", preview);
    operation("refresh", "Read the account and the cluster, and record what has drifted", refresh);
    operation("destroy", "Delete everything that the stack holds; refused while resources are protected", destroy);
    stackCommand(cli, "status", "Show services and resources, and the environment for aws and kubectl", status);
    stackCommand(
        cli,
        "down",
        "Stop the services and end the rehearsal, with everything it recorded",
        async (target) => {
            await down(target);
            return 0;
        },
    );
    cli.command("install")
        .description("Install and build what the sandbox needs, without starting anything")
        .action(async () => {
            await install();
            console.log("Everything is installed.");
        });
    return cli;
}

function stackCommand(
    cli: Command,
    name: string,
    description: string,
    run: (target: Target) => number | Promise<number>,
): void {
    cli.command(name)
        .description(description)
        .option("-s, --stack <name>", "stack: dev, staging or prod", "dev")
        .action(async (target: Target) => {
            process.exitCode = await run(target);
        });
}

program()
    .parseAsync()
    .catch((error: unknown) => {
        console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
        if (process.env["DEBUG"] !== undefined && error instanceof Error) {
            console.error(error.stack, error.cause ?? "");
        }
        process.exitCode = FAILED;
    });

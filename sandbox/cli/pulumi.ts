import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { binDirectory } from "../services/paths";
import { emulatorEnvironment, type Instance } from "../services/instance";
import type { Installation } from "../install/install";
import type { StackPaths } from "../services/paths";
import { readDeployment, type Deployment } from "./deployment";
import { Events } from "./events";
import type { StackSettings } from "./project";
import { stackStateFile } from "./state";

interface Settings {
    paths: StackPaths;
    program: string;
    settings: StackSettings;
    installation: Installation;
    instance: Instance;
}

/** How an operation ended, and what the engine reported meanwhile. */
export interface OperationResult {
    exitCode: number;
    events: Events;
}

/** The real Pulumi CLI on one stack of the sandbox. */
export class Pulumi {
    constructor(private readonly settings: Settings) {}

    /** Creates the stack unless it exists, and gives back the lock of an operation that was killed. */
    async initialise(): Promise<void> {
        if (stackStateFile(this.settings.paths) === undefined) {
            mkdirSync(this.settings.paths.state, { recursive: true });
            // The folder of the copy: the command writes the salt of the passphrase into the stack file there.
            await this.quiet(["stack", "init", this.settings.paths.stack], this.settings.paths.project);
        }
        this.removeStaleLocks();
    }

    /**
     * Runs an operation (`up`, `preview`, `refresh`, `destroy`) of the program, its output shown as it comes.
     *
     * Ctrl-C reaches Pulumi too, which then cancels in good order; its end is awaited.
     */
    async operate(operation: string, options: string[]): Promise<OperationResult> {
        const { paths, program } = this.settings;
        rmSync(paths.events, { force: true });
        const args = [
            operation,
            "--stack",
            paths.stack,
            "--config-file",
            paths.stackFile,
            "--non-interactive",
            "--event-log",
            paths.events,
            ...options,
        ];
        const exitCode = await this.show(args, program);
        return { exitCode, events: Events.read(paths.events) };
    }

    /** The recorded state; secrets stay encrypted. */
    async deployment(): Promise<Deployment> {
        return readDeployment(await this.quiet(["stack", "export", "--stack", this.settings.paths.stack]));
    }

    /** Outputs of the stack by name; secrets are masked by Pulumi. */
    async outputs(): Promise<Record<string, unknown>> {
        const json = await this.quiet(["stack", "output", "--json", "--stack", this.settings.paths.stack]);
        return JSON.parse(json) as Record<string, unknown>;
    }

    /** Ours is the only operation on this stack (see `lock.json`): a lock in the backend is one that was left behind. */
    private removeStaleLocks(): void {
        rmSync(path.join(this.settings.paths.state, ".pulumi", "locks"), { recursive: true, force: true });
    }

    private show(args: string[], cwd: string): Promise<number> {
        return new Promise((resolve, reject) => {
            const child = spawn(path.join(binDirectory, "pulumi"), args, {
                cwd,
                env: this.environment(),
                stdio: ["ignore", "inherit", "inherit"],
            });
            // From a terminal the signal reaches the whole process group; sent to us alone, it is passed on.
            const forward = (signal: NodeJS.Signals) => {
                if (!process.stdin.isTTY) {
                    child.kill(signal);
                }
            };
            const signals = ["SIGINT", "SIGTERM"] as const;
            signals.forEach((signal) => process.on(signal, forward));
            child.once("error", reject);
            child.once("exit", (code, signal) => {
                signals.forEach((name) => process.off(name, forward));
                resolve(code ?? (signal === "SIGINT" ? 130 : 143));
            });
        });
    }

    private quiet(args: string[], cwd = this.settings.paths.project): Promise<string> {
        return new Promise((resolve, reject) => {
            const child = spawn(path.join(binDirectory, "pulumi"), [...args, "--non-interactive"], {
                cwd,
                env: this.environment(),
                stdio: ["ignore", "pipe", "pipe"],
            });
            let stdout = "";
            let stderr = "";
            child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
            child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
            child.once("error", reject);
            child.once("close", (code) => {
                if (code === 0) {
                    resolve(stdout);
                } else {
                    reject(new Error(`pulumi ${args.slice(0, 2).join(" ")} failed: ${stderr || stdout}`));
                }
            });
        });
    }

    /** The user's own AWS, Kubernetes and Pulumi settings are left out: a rehearsal must not reach a real account. */
    private environment(): NodeJS.ProcessEnv {
        const { paths, instance, installation, settings } = this.settings;
        const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS_|PULUMI_|KUBE)/.test(name));
        return {
            ...Object.fromEntries(inherited),
            ...emulatorEnvironment(instance.emulator, settings.region),
            OPENHANDS_SANDBOX_KUBECONFIG: paths.kubeconfig,
            OPENHANDS_SANDBOX_SCHEMAS: installation.schemas,
            OPENHANDS_SANDBOX_CRDS: installation.definitions,
            PATH: [binDirectory, path.dirname(process.execPath), process.env["PATH"] ?? ""].join(path.delimiter),
            PULUMI_HOME: paths.pulumiHome,
            PULUMI_BACKEND_URL: `file://${paths.state}`,
            PULUMI_CONFIG_PASSPHRASE_FILE: paths.passphrase,
            PULUMI_SKIP_UPDATE_CHECK: "true",
            // Everything that a program needs is installed; nothing is to be fetched behind our back.
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            // Offers --event-log.
            PULUMI_DEBUG_COMMANDS: "true",
        };
    }
}

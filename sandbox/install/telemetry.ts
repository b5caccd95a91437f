import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { binDirectory } from "../services/paths";
import { findExecutable, runCommand } from "./command";
import type { Step } from "./step";

/** Debian packages and the executables that are taken out of them; no service is installed or started. */
const PACKAGES = {
    prometheus: ["prometheus", "promtool"],
    "prometheus-alertmanager": ["prometheus-alertmanager", "amtool"],
};

/** Prometheus, Alertmanager and their checkers, with which rules and routes are tested. */
export const telemetryStep: Step = {
    name: "telemetry",
    title: "Prometheus and Alertmanager",
    usually: "some seconds",
    registry: "the Debian package archive (apt)",
    files: [],
    values: [JSON.stringify(PACKAGES)],
    async build(target, log) {
        if (findExecutable("apt-get") === undefined || findExecutable("dpkg") === undefined) {
            throw new Error(
                "this is not a Debian system: install Prometheus and Alertmanager, with promtool and amtool on PATH",
            );
        }
        const archives = path.join(target, "archives");
        mkdirSync(archives);
        const download = () =>
            runCommand({ command: "apt-get", args: ["download", ...Object.keys(PACKAGES)], cwd: archives, log });
        try {
            await download();
        } catch {
            // A fresh machine has no package lists, or old ones: the archive has moved on since.
            await runCommand({ command: "apt-get", args: ["update"], log });
            await download();
        }
        const contents = path.join(target, "contents");
        for (const archive of readdirSync(archives)) {
            await runCommand({ command: "dpkg", args: ["-x", path.join(archives, archive), contents], log });
        }
        mkdirSync(path.join(target, "bin"));
        for (const name of Object.values(PACKAGES).flat()) {
            const executable = path.join(target, "bin", name.replace("prometheus-alertmanager", "alertmanager"));
            copyFileSync(path.join(contents, "usr", "bin", name), executable);
        }
    },
};

/** Folder with `promtool` and `amtool`: the machine's own when it has both, else the step's. */
export function installedTelemetry(): string | undefined {
    const [promtool, amtool] = ["promtool", "amtool"].map((name) => findExecutable(name, [binDirectory]));
    return promtool !== undefined && amtool !== undefined && path.dirname(promtool) === path.dirname(amtool)
        ? path.dirname(promtool)
        : undefined;
}

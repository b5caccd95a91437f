import { execFileSync } from "node:child_process";
import path from "node:path";
import { emulatorEnvironment, runningInstance } from "../../sandbox/services/instance";
import { binDirectory, type StackPaths } from "../../sandbox/services/paths";

const REGION = "us-east-1";

/** The ordinary command lines, pointed at a stack of the sandbox as `make status` says; their JSON answer, parsed. */
export function inStack(paths: StackPaths): {
    aws: <Answer>(...args: string[]) => Answer;
    kubectl: <Answer>(...args: string[]) => Answer;
} {
    const run = <Answer>(command: string, args: string[]): Answer => {
        const instance = runningInstance(paths);
        if (instance === undefined) {
            throw new Error(`stack ${paths.instance} is not running`);
        }
        const answer = execFileSync(path.join(binDirectory, command), [...args, "--output", "json"], {
            encoding: "utf8",
            env: { ...process.env, ...emulatorEnvironment(instance.emulator, REGION), KUBECONFIG: paths.kubeconfig },
        });
        return (answer.trim() === "" ? {} : JSON.parse(answer)) as Answer;
    };
    return {
        aws: (...args) => run("aws", args),
        kubectl: (...args) => run("kubectl", args),
    };
}

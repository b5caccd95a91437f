import { existsSync } from "node:fs";
import path from "node:path";
import { install, type Installation } from "../install/install";
import { startInstance, type Instance } from "../services/instance";
import { acquireLock } from "../services/lock";
import { repositoryRoot, stackPaths, type StackPaths } from "../services/paths";
import { recordBaseline } from "./leftovers";
import { prepareProject, readStackSettings, type StackSettings } from "./project";
import { Pulumi } from "./pulumi";

/** Which stack of which program is rehearsed, and where. */
export interface Target {
    /** Name of the stack; its file `Pulumi.<stack>.yaml` configures the program. */
    stack: string;
    /** Folder of the Pulumi program. Default: this repository. */
    program?: string;
    /** Name of the rehearsal. Default: the stack's; another one lets two of one stack go on side by side. */
    instance?: string;
}

/** A stack whose services run, ready for an operation of Pulumi. */
export interface Rehearsal {
    paths: StackPaths;
    program: string;
    settings: StackSettings;
    installation: Installation;
    instance: Instance;
    pulumi: Pulumi;
}

/** Account numbers of the emulators, so that every ARN tells its stack; other stacks share the last one. */
const ACCOUNTS: Record<string, string> = { dev: "111111111111", staging: "222222222222", prod: "333333333333" };
const OTHER_ACCOUNT = "444444444444";

export function targetPaths(target: Target): StackPaths {
    return stackPaths(target.stack, target.instance);
}

/**
 * Prepares one operation on a stack: takes its lock, installs what is missing, starts what does not run, and runs `work`.
 *
 * @throws LockedError when another operation on the same stack is under way
 */
export async function withRehearsal<T>(
    target: Target,
    command: string,
    work: (rehearsal: Rehearsal) => Promise<T>,
): Promise<T> {
    const paths = targetPaths(target);
    const program = path.resolve(target.program ?? repositoryRoot);
    const settings = readStackSettings(program, target.stack);
    const release = acquireLock(paths.lock, `stack ${paths.instance}`, `make ${command} STACK=${paths.instance}`);
    try {
        const installation = await install();
        const accountId = ACCOUNTS[target.stack] ?? OTHER_ACCOUNT;
        const instance = await startInstance({ paths, installation, accountId, region: settings.region }, (message) =>
            console.log(message),
        );
        await recordBaseline({ instance, installation, region: settings.region });
        prepareProject(paths, program, settings);
        const pulumi = new Pulumi({ paths, program, settings, installation, instance });
        await pulumi.initialise();
        return await work({ paths, program, settings, installation, instance, pulumi });
    } finally {
        release();
    }
}

/** The program's policy pack, if it has one. */
export function policyPack(program: string): string | undefined {
    const pack = path.join(program, "policies");
    return existsSync(path.join(pack, "PulumiPolicy.yaml")) ? pack : undefined;
}

import path from "node:path";

/** Root of the repository: the sandbox finds its own files from here, whatever the working directory. */
export const repositoryRoot = path.resolve(__dirname, "../..");

/** Everything that the sandbox creates lives below this folder. */
export const sandboxRoot = path.join(repositoryRoot, ".sandbox");

/** Executables that are put on PATH for the sandbox alone. */
export const binDirectory = path.join(sandboxRoot, "bin");

/** Files of one rehearsal: account, cluster and recorded state go together. */
export interface StackPaths {
    /** Pulumi's name of the stack. */
    stack: string;
    /** Name of the rehearsal: the stack's, unless several of one stack go on side by side, as in tests. */
    instance: string;
    directory: string;
    /** Pulumi's file backend. */
    state: string;
    /** Copy of the project's settings and of the stack file, so that the tracked ones are never written to. */
    project: string;
    stackFile: string;
    passphrase: string;
    logs: string;
    /** Process records of the services. */
    services: string;
    /** Ports of the services, kept from one start to the next. */
    ports: string;
    /** Pulumi's own settings and plugins: those of the user are neither used nor touched. */
    pulumiHome: string;
    lock: string;
    epoch: string;
    /** Keys, tokens and configuration of the control plane. */
    cluster: string;
    kubeconfig: string;
    etcd: string;
    /** State of rehearsals that ended by accident; never deleted by the sandbox. */
    ended: string;
    /** Engine events of the last operation, one JSON object a line. */
    events: string;
}

const STACK_NAME = /^[a-z][a-z0-9-]{0,30}$/;

/** @throws Error when the name could not be a folder or a Pulumi stack. */
export function stackPaths(stack: string, instance = stack): StackPaths {
    for (const name of [stack, instance]) {
        if (!STACK_NAME.test(name)) {
            throw new Error(
                `"${name}" is not a stack name; use lower-case letters, digits and "-", at most 31 characters`,
            );
        }
    }
    const directory = path.join(sandboxRoot, "stacks", instance);
    const below = (...names: string[]) => path.join(directory, ...names);
    return {
        stack,
        instance,
        directory,
        state: below("state"),
        project: below("project"),
        stackFile: below("project", `Pulumi.${stack}.yaml`),
        passphrase: below("passphrase"),
        logs: below("logs"),
        services: below("services.json"),
        ports: below("ports.json"),
        pulumiHome: below("pulumi"),
        lock: below("lock.json"),
        epoch: below("epoch.json"),
        cluster: below("cluster"),
        kubeconfig: below("cluster", "admin.kubeconfig"),
        etcd: below("cluster", "etcd"),
        ended: below("ended"),
        events: below("events.json"),
    };
}

import { findExecutable } from "./command";

/** @throws Error saying what to do when Go is not installed */
export function goExecutable(): string {
    const go = findExecutable("go");
    if (go === undefined) {
        throw new Error(
            "Go 1.26 or newer is needed to build the engine and the Kubernetes control plane: install it and put it on PATH",
        );
    }
    return go;
}

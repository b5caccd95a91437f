import { resourceRule } from "../../framework/rule";
import { at, isWindows, onContainers } from "../../framework/pods";

export const hasReadOnlyRoot = resourceRule({
    id: "K20",
    name: "has-read-only-root",
    topic: "isolation",
    severity: "medium",
    why: "An attacker in a container with a writable image installs tools and changes the program itself.",
    mend: "Set securityContext.readOnlyRootFilesystem: true, and mount an emptyDir where the program writes.",
    controls: ["NSA C-0017", "NIST CM-7", "NIST SI-7"],
    check: onContainers(({ spec, label, pod }, violation) => {
        const readOnly = at(spec, "securityContext", "readOnlyRootFilesystem") ?? pod.partial;
        if (readOnly !== true && !isWindows(pod)) {
            violation(`${label} does not set readOnlyRootFilesystem: true`);
        }
    }),
});

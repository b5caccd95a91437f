import { resourceRule } from "../../framework/rule";
import { at, isWindows, onContainers } from "../../framework/pods";

export const noPrivilegeEscalation = resourceRule({
    id: "K13",
    name: "no-privilege-escalation",
    topic: "isolation",
    severity: "high",
    why: "A setuid program in the image turns an unprivileged process into root.",
    mend: "Set securityContext.allowPrivilegeEscalation: false on every container.",
    controls: ["PSS restricted: Privilege Escalation", "E4.2.5", "NSA C-0016", "NIST AC-6"],
    check: onContainers(({ spec, label, pod }, violation) => {
        const allowed = at(spec, "securityContext", "allowPrivilegeEscalation") ?? (pod.partial ? false : true);
        if (allowed !== false && !isWindows(pod)) {
            violation(`${label} does not set allowPrivilegeEscalation: false`);
        }
    }),
});

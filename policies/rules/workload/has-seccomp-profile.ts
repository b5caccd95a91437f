import { resourceRule } from "../../framework/rule";
import { at, isWindows, onContainers, onPods, shown } from "../../framework/pods";

function isConfining(profile: unknown): boolean {
    return profile === "RuntimeDefault" || profile === "Localhost";
}

export const hasSeccompProfile = resourceRule({
    id: "K16",
    name: "has-seccomp-profile",
    topic: "isolation",
    severity: "medium",
    why: "Without a seccomp profile a container may make every system call, also those that only attacks need.",
    mend: "Set securityContext.seccompProfile.type: RuntimeDefault on the pod.",
    controls: ["PSS restricted: Seccomp", "NSA C-0055", "NIST CM-7"],
    check: [
        onPods((pod, violation) => {
            const profile = at(pod.spec, "securityContext", "seccompProfile", "type");
            if (profile !== undefined && !isConfining(profile) && !isWindows(pod)) {
                violation(`the pod's seccomp profile is ${shown(profile)}`);
            }
        }),
        onContainers(({ spec, label, pod }, violation) => {
            const own = at(spec, "securityContext", "seccompProfile", "type");
            const profile = own ?? at(pod.spec, "securityContext", "seccompProfile", "type");
            const missing = profile === undefined && !pod.partial;
            if ((missing || (own !== undefined && !isConfining(own))) && !isWindows(pod)) {
                violation(
                    own === undefined
                        ? `${label} has no seccomp profile`
                        : `${label}'s seccomp profile is ${shown(own)}`,
                );
            }
        }),
    ],
});

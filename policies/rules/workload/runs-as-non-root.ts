import { resourceRule } from "../../framework/rule";
import { at, hasOwnUsers, onContainers, onPods } from "../../framework/pods";

export const runsAsNonRoot = resourceRule({
    id: "K14",
    name: "runs-as-non-root",
    topic: "isolation",
    severity: "high",
    why: "Root in a container is root on the node as soon as one weakness of the kernel or the runtime is found.",
    mend: "Set securityContext.runAsNonRoot: true on the pod, and on no container false.",
    controls: ["PSS restricted: Running as Non-root", "NSA C-0013", "NIST AC-6"],
    check: [
        onPods((pod, violation) => {
            if (at(pod.spec, "securityContext", "runAsNonRoot") === false && !hasOwnUsers(pod)) {
                violation("the pod sets runAsNonRoot: false");
            }
        }),
        onContainers(({ spec, label, pod }, violation) => {
            const own = at(spec, "securityContext", "runAsNonRoot");
            const inherited = at(pod.spec, "securityContext", "runAsNonRoot");
            if (hasOwnUsers(pod) || (own ?? inherited ?? pod.partial) === true) {
                return;
            }
            violation(own === false ? `${label} sets runAsNonRoot: false` : `${label} may run as root`);
        }),
    ],
});

import { resourceRule } from "../../framework/rule";
import { at, hasOwnUsers, onContainers, onPods } from "../../framework/pods";

export const runsAsUser = resourceRule({
    id: "K15",
    name: "runs-as-user",
    topic: "isolation",
    severity: "high",
    why: "User 0 is root, whatever the image says.",
    mend: "Set runAsUser to the image's own user, or leave it to the image.",
    controls: ["PSS restricted: Running as Non-root user", "NSA C-0013", "NIST AC-6"],
    check: [
        onPods((pod, violation) => {
            if (at(pod.spec, "securityContext", "runAsUser") === 0 && !hasOwnUsers(pod)) {
                violation("the pod sets runAsUser: 0");
            }
        }),
        onContainers(({ spec, label, pod }, violation) => {
            if (at(spec, "securityContext", "runAsUser") === 0 && !hasOwnUsers(pod)) {
                violation(`${label} sets runAsUser: 0`);
            }
        }),
    ],
});

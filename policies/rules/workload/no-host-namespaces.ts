import { resourceRule } from "../../framework/rule";
import { at, onPods } from "../../framework/pods";

const namespaces = ["hostNetwork", "hostPID", "hostIPC"] as const;

export const noHostNamespaces = resourceRule({
    id: "K2",
    name: "no-host-namespaces",
    topic: "isolation",
    severity: "critical",
    why: "A pod in the namespaces of its node sees the node's traffic and processes, and takes the node's identity.",
    mend: "Remove hostNetwork, hostPID and hostIPC.",
    controls: ["PSS baseline: Host Namespaces", "E4.2.2", "E4.2.3", "E4.2.4", "NSA C-0038", "NIST SC-7"],
    check: onPods((pod, violation) => {
        violation.forEach(namespaces, (namespace) => {
            if (at(pod.spec, namespace) === true) {
                violation(`${namespace} is true`);
            }
        });
    }),
});

import { resourceRule } from "../../framework/rule";
import { at, onContainers, shown } from "../../framework/pods";

export const noHostPorts = resourceRule({
    id: "K4",
    name: "no-host-ports",
    topic: "exposure",
    severity: "high",
    why: "A port of the node goes around network policies and services, and ties the pod to nodes where it is free.",
    mend: "Remove hostPort and reach the pod through a Service.",
    controls: ["PSS baseline: Host Ports", "NSA C-0044", "NIST SC-7"],
    check: onContainers(({ spec, label }, violation) => {
        violation.forEach(at(spec, "ports") as object[] | undefined, (port) => {
            const hostPort = at(port, "hostPort") ?? 0;
            if (hostPort !== 0) {
                violation(`${label} takes port ${shown(hostPort)} of its node`);
            }
        });
    }),
});

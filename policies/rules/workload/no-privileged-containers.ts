import { resourceRule } from "../../framework/rule";
import { at, onContainers } from "../../framework/pods";

export const noPrivilegedContainers = resourceRule({
    id: "K1",
    name: "no-privileged-containers",
    topic: "isolation",
    severity: "critical",
    why: "A privileged container is root on its node, and from there on every pod and secret of that node.",
    mend: "Remove securityContext.privileged; grant the one capability that is missed, if any.",
    controls: ["PSS baseline: Privileged Containers", "E4.2.1", "NSA C-0057", "NIST AC-6"],
    check: onContainers(({ spec, label }, violation) => {
        if (at(spec, "securityContext", "privileged") === true) {
            violation(`${label} is privileged`);
        }
    }),
});

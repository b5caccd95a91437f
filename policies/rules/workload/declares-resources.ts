import { at, onContainers } from "../../framework/pods";
import { resourceRule } from "../../framework/rule";

/** A limit on CPU is left to the author: it throttles a container also while the node idles. */
const needed = [
    ["requests", "cpu"],
    ["requests", "memory"],
    ["limits", "memory"],
] as const;

export const declaresResources = resourceRule({
    id: "K22",
    name: "declares-resources",
    topic: "availability",
    severity: "medium",
    why: "A container without requests is placed anywhere and evicted first; one without a limit takes its neighbours down.",
    mend: "Set resources.requests.cpu, resources.requests.memory and resources.limits.memory.",
    controls: ["NSA C-0270", "NSA C-0271", "NIST SC-5", "NIST SC-6"],
    check: onContainers(({ spec, label, pod, ephemeral }, violation) => {
        // Ephemeral containers cannot have resources; a patch does not repeat them.
        if (ephemeral || pod.partial) {
            return;
        }
        violation.forEach(needed, ([kind, resource]) => {
            const amount = at(spec, "resources", kind, resource) ?? at(pod.spec, "resources", kind, resource);
            if (amount === undefined) {
                violation(`${label} has no resources.${kind}.${resource}`);
            }
        });
    }),
});

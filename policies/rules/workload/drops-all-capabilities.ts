import { known } from "../../framework/known";
import { at, isWindows, onContainers } from "../../framework/pods";
import { resourceRule } from "../../framework/rule";

/** The values of a list; each read fails closed. */
function values(container: object, direction: "add" | "drop"): unknown[] {
    const found = at(container, "securityContext", "capabilities", direction);
    const items: unknown[] = Array.isArray(found) ? (found as unknown[]) : [];
    return Array.from({ length: items.length }, (_, index) => known(items, index));
}

export const dropsAllCapabilities = resourceRule({
    id: "K17",
    name: "drops-all-capabilities",
    topic: "isolation",
    severity: "high",
    why: "Capabilities are pieces of root; those that a runtime grants by default allow forged packets and device files.",
    mend: 'Set securityContext.capabilities.drop: ["ALL"]; add NET_BIND_SERVICE at most.',
    controls: ["PSS restricted: Capabilities", "NSA C-0046", "NIST AC-6", "NIST CM-7"],
    check: [
        onContainers(({ spec, label, pod }, violation) => {
            const silent = pod.partial && at(spec, "securityContext", "capabilities") === undefined;
            if (!silent && !isWindows(pod) && !values(spec, "drop").includes("ALL")) {
                violation(`${label} does not drop ALL capabilities`);
            }
        }),
        onContainers(({ spec, label, pod }, violation) => {
            const added = values(spec, "add").filter((capability) => capability !== "NET_BIND_SERVICE");
            if (added.length > 0 && !isWindows(pod)) {
                violation(`${label} adds ${added.join(", ")}`);
            }
        }),
    ],
});

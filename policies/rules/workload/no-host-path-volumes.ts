import { resourceRule } from "../../framework/rule";
import { at, onPods, shown } from "../../framework/pods";

export const noHostPathVolumes = resourceRule({
    id: "K3",
    name: "no-host-path-volumes",
    topic: "isolation",
    severity: "high",
    why: "A directory of the node inside a container is a way out of it: its runtime socket, its credentials, its logs.",
    mend: "Use emptyDir for scratch space, and a PersistentVolumeClaim for what must last.",
    controls: ["PSS baseline: HostPath Volumes", "NSA C-0045", "NSA C-0048", "NIST AC-6"],
    check: onPods((pod, violation) => {
        violation.forEach(at(pod.spec, "volumes") as object[] | undefined, (volume) => {
            if (at(volume, "hostPath") !== undefined) {
                violation(`volume ${shown(at(volume, "name"))} is a hostPath`);
            }
        });
    }),
});

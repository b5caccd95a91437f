import { resourceRule } from "../../framework/rule";
import { at, onPods, shown } from "../../framework/pods";

const safe = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

export const usesSafeVolumeTypes = resourceRule({
    id: "K18",
    name: "uses-safe-volume-types",
    topic: "isolation",
    severity: "medium",
    why: "Volumes of the node or of a driver inside Kubernetes bypass the claims that say who may mount what.",
    mend: "Use configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or secret.",
    controls: ["PSS restricted: Volume Types", "NIST AC-6"],
    check: onPods((pod, violation) => {
        violation.forEach(at(pod.spec, "volumes") as object[] | undefined, (volume) => {
            // A volume without a type becomes an emptyDir.
            const types = Object.keys(volume).filter((key) => key !== "name" && at(volume, key) !== undefined);
            if (types.length > 0 && !types.some((type) => safe.includes(type))) {
                violation(`volume ${shown(at(volume, "name"))} is of type ${types.join(", ")}`);
            }
        });
    }),
});

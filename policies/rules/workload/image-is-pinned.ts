import * as aws from "@pulumi/aws";
import { z } from "zod";
import { field, from } from "../../framework/known";
import { onContainers } from "../../framework/pods";
import type { Context } from "../../framework/rule";
import { resourceRule } from "../../framework/rule";

const options = z.strictObject({
    tags: z
        .enum(["refused", "allowed"])
        .default("refused")
        .describe("whether a tag other than latest may stand in for a digest"),
    registries: z
        .array(z.string().min(1))
        .default([])
        .describe(
            "registries that images may come from, with an optional path; `*` stands for one part of a host name",
        ),
});

type Options = z.output<typeof options>;

const digest = /@sha256:[0-9a-f]{64}$/;

/** Whether an image comes from a registry, given as `host`, `host/path` or `*.host`. */
function comesFrom(image: string, registry: string): boolean {
    const pattern = registry
        .split("*")
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
        .join("[^./]+");
    return new RegExp(`^${pattern}/`).test(image);
}

/** Where an image may be computed: repositories of the stack. */
const repositories = from(aws.ecr.Repository, aws.ecr.PullThroughCacheRule);

export const imageIsPinned = resourceRule({
    id: "K21",
    name: "image-is-pinned",
    topic: "isolation",
    severity: "high",
    why: "A tag can be moved to another image after it was tested and scanned; a foreign registry can serve anything.",
    mend: "Name the image with its digest (image@sha256:...), from a registry that policies/config allows.",
    controls: ["E5.1.1", "E5.1.4", "NSA C-0075", "NIST CM-2", "NIST SI-7"],
    options,
    check: onContainers(({ spec, label, pod }, violation, { options: { tags, registries } }: Context<Options>) => {
        const image = field(spec, "image", repositories);
        if (image === undefined && pod.partial) {
            return;
        }
        if (typeof image !== "string" || image === "") {
            violation(`${label} names no image`);
            return;
        }
        const tag = /:([^:/@]+)(@|$)/.exec(image)?.[1] ?? "latest";
        if (!digest.test(image) && (tags === "refused" || tag === "latest")) {
            violation(`${label} runs ${image}, which has no digest`);
        }
        if (!registries.some((registry) => comesFrom(image, registry))) {
            violation(`${label} runs ${image}, from a registry that is not allowed`);
        }
    }),
});

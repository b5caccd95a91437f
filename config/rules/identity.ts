import { environmentOf, type Rule } from "./rule";

/** A stack named after an environment is that environment; every other stack is an ephemeral one. */
export const environmentFitsStack: Rule = function* ({ openhands }, context) {
    const fitting = environmentOf(context);
    if (openhands.environment !== fitting) {
        yield {
            key: "openhands:environment",
            wrong: `is ${openhands.environment}, but the stack is ${context.stack}`,
            mend: `write ${fitting}, or select the stack ${openhands.environment}`,
        };
    }
};

/** The stack's name becomes part of names in AWS; that of a load balancer leaves it 22 characters. */
const STACK_NAME = /^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/;

export const stackNameFitsIntoNames: Rule = function* (_, { stack }) {
    if (!STACK_NAME.test(stack)) {
        yield {
            key: "the name of the stack",
            wrong: `is ${stack}, which does not fit into the names of its resources`,
            mend: "choose at most 22 lower-case letters, digits and inner hyphens, a letter first",
        };
    }
};

/** A tag can come to mean another image overnight; outside dev only a digest says what runs. */
export const imageIsPinned: Rule = function* ({ openhands }, context) {
    const environment = environmentOf(context);
    const { tag, digest } = openhands.app.image;
    if (digest !== undefined) {
        return;
    }
    if (environment !== "dev") {
        yield {
            key: "openhands:app.image",
            wrong: `has no digest in ${environment}${tag === undefined ? "" : `, only the tag ${tag}`}`,
            mend: "write app.image.digest: sha256:... of the image that was tested",
        };
    } else if (tag === undefined) {
        yield {
            key: "openhands:app.image",
            wrong: "has neither tag nor digest",
            mend: "write app.image.tag or app.image.digest",
        };
    } else if (tag === "latest") {
        yield {
            key: "openhands:app.image.tag",
            wrong: "is latest, which names no version",
            mend: "write the tag of a version, such as 1.8",
        };
    }
};

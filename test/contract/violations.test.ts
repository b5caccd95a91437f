import { deepEqual } from "node:assert/strict";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { deploy } from "../support/deploy";
import {
    namesHaveTheParentsPrefix,
    nothingIsMadeInsideApply,
    outputsAreRegistered,
    parentsAreSet,
    providersAreExplicit,
    taggableResourcesAreTagged,
} from "./contract";
import { observingComponents } from "./observation";

type Build = (component: pulumi.ComponentResource, name: string) => { outputs?: object; arn?: pulumi.Output<string> };

/** A component that keeps to the contract, but for what `build` does in its constructor. */
class Sample extends pulumi.ComponentResource {
    public readonly arn: pulumi.Output<string> | undefined;

    constructor(name: string, build: Build, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:test:Sample", name, {}, opts);
        const { outputs, arn } = build(this, name);
        this.arn = arn;
        if (outputs) {
            this.registerOutputs(outputs);
        }
    }
}

const TAGS = { component: "test" };

function provider(): aws.Provider {
    return new aws.Provider("aws", { region: "us-east-1" });
}

function observe(program: () => void): ReturnType<typeof observingComponents<Awaited<ReturnType<typeof deploy>>>> {
    return observingComponents(() => deploy(program));
}

/** A program of one component with the AWS provider. */
function sample(build: Build): () => void {
    return () => {
        new Sample("sample", build, { providers: [provider()] });
    };
}

const GOOD: Build = (parent, name) => {
    const key = new aws.kms.Key(`${name}-key`, { tags: TAGS }, { parent });
    return { arn: key.arn, outputs: { arn: key.arn } };
};

describe("the component contract", () => {
    it("finds nothing in a component that keeps to it", async () => {
        const { result, components } = await observe(sample(GOOD));
        const { resources } = result;
        const preview = await deploy(sample(GOOD), { preview: true });
        deepEqual(
            [
                ...outputsAreRegistered(components),
                ...parentsAreSet(resources),
                ...namesHaveTheParentsPrefix(resources),
                ...providersAreExplicit(resources, ["aws"]),
                ...taggableResourcesAreTagged(resources),
                ...nothingIsMadeInsideApply(preview.resources, resources),
            ],
            [],
        );
    });

    it("finds a component that leaves its outputs to the base class", async () => {
        const { components } = await observe(sample((parent, name) => ({ ...GOOD(parent, name), outputs: undefined })));
        deepEqual(outputsAreRegistered(components), ["openhands:test:Sample sample does not call registerOutputs"]);
    });

    it("finds an output that is not registered", async () => {
        const { components } = await observe(sample((parent, name) => ({ ...GOOD(parent, name), outputs: {} })));
        deepEqual(outputsAreRegistered(components), ["openhands:test:Sample sample does not register arn"]);
    });

    it("finds a child without its parent", async () => {
        const { result } = await observe(() => {
            const aloof: Build = (_, name) => {
                new aws.kms.Key(`${name}-key`, { tags: TAGS }, { provider: provider() });
                return { outputs: {} };
            };
            new Sample("sample", aloof);
        });
        deepEqual(parentsAreSet(result.resources), ["aws:kms/key:Key sample-key has no component as its parent"]);
    });

    it("finds a child with a name of its own, or with the component's", async () => {
        const { result } = await observe(
            sample((parent, name) => {
                new aws.kms.Key("key", { tags: TAGS }, { parent });
                new aws.kms.Key(name, { tags: TAGS }, { parent });
                return { outputs: {} };
            }),
        );
        deepEqual(namesHaveTheParentsPrefix(result.resources), [
            'aws:kms/key:Key key does not begin with "sample-"',
            'aws:kms/key:Key sample does not begin with "sample-"',
        ]);
    });

    it("finds a resource that would use the default provider", async () => {
        const { result } = await observe(() => {
            new Sample("sample", GOOD);
        });
        deepEqual(providersAreExplicit(result.resources, ["aws"]), ["aws:kms/key:Key sample-key names no provider"]);
    });

    it("finds a taggable resource without the component's tag, and asks none of what cannot be tagged", async () => {
        const { result } = await observe(
            sample((parent, name) => {
                const key = new aws.kms.Key(`${name}-key`, { tags: { team: "platform" } }, { parent });
                new aws.kms.Alias(`${name}-alias`, { targetKeyId: key.id }, { parent });
                return { outputs: {} };
            }),
        );
        deepEqual(taggableResourcesAreTagged(result.resources), ['aws:kms/key:Key sample-key has no tag "component"']);
    });

    it("finds a resource that is made inside apply", async () => {
        const hidden = sample((parent, name) => {
            const key = new aws.kms.Key(`${name}-key`, { tags: TAGS }, { parent });
            key.arn.apply((targetKeyId) => new aws.kms.Alias(`${name}-alias`, { targetKeyId }, { parent }));
            return { outputs: {} };
        });
        const update = await deploy(hidden);
        const preview = await deploy(hidden, { preview: true });
        deepEqual(nothingIsMadeInsideApply(preview.resources, update.resources), [
            "aws:kms/alias:Alias sample-alias is not in the preview",
        ]);
    });
});

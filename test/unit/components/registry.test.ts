import { deepEqual, equal, rejects } from "node:assert/strict";

import type { RegistryArgs } from "../../../components/registry/registry";
import { Registry } from "../../../components/registry/registry";
import { deploy } from "../../support/deploy";

const KEY = "arn:aws:kms:us-east-1:123456789012:key/registry";

function registry(changes: Partial<RegistryArgs> = {}) {
    return deploy(() => {
        const component = new Registry("registry", {
            repositories: ["app", "agent-server"],
            keyArn: KEY,
            durability: "protected",
            ...changes,
        });
        return { app: component.repositoryUrl("app") };
    });
}

const REPOSITORY = "aws:ecr/repository:Repository";

describe("Registry", () => {
    it("never lets a tag mean another image, scans every push, and encrypts with its key", async () => {
        const repositories = (await registry()).findAll(REPOSITORY);
        equal(repositories.length, 2);
        for (const { inputs } of repositories) {
            equal(inputs["imageTagMutability"], "IMMUTABLE");
            deepEqual(inputs["imageScanningConfiguration"], { scanOnPush: true });
            deepEqual(inputs["encryptionConfigurations"], [{ encryptionType: "KMS", kmsKey: KEY }]);
        }
    });

    it("forgets failed builds and images that are too old", async () => {
        const { inputs } = (await registry({ keepImages: 10 })).find(
            "aws:ecr/lifecyclePolicy:LifecyclePolicy",
            "registry-app-lifecycle",
        );
        const { rules } = JSON.parse(String(inputs["policy"])) as {
            rules: { selection: { tagStatus: string; countNumber: number } }[];
        };
        deepEqual(
            rules.map(({ selection }) => [selection.tagStatus, selection.countNumber]),
            [
                ["untagged", 14],
                ["any", 10],
            ],
        );
    });

    it("gives up images only where that was asked for", async () => {
        const fate = async (durability: RegistryArgs["durability"]) => {
            const { inputs, protect } = (await registry({ durability })).find(REPOSITORY, "registry-app");
            return [inputs["forceDelete"], protect];
        };
        deepEqual(
            [await fate("protected"), await fate("destroyable")],
            [
                [false, true],
                [true, false],
            ],
        );
    });

    it("says which repository is unknown, and which name is none", async () => {
        await rejects(registry({ repositories: ["web"] }), /there is no repository "app"; there are: web/);
        await rejects(registry({ repositories: ["App"] }), /registry\.repositories: "App" is no repository name/);
        await rejects(registry({ repositories: ["app", "app"] }), /registry\.repositories names "app" twice/);
        await rejects(registry({ keepImages: 0 }), /registry\.keepImages is 0/);
    });
});

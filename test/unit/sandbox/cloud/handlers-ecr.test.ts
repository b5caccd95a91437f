import assert from "node:assert/strict";
import { handlers } from "../../../../sandbox/cloud/handlers/ecr";
import { account, handlerOf, lifecycle, useEmulator } from "./handlers-support";

const repository = handlerOf(handlers, "aws:ecr/repository:Repository");

describe("ECR handlers", () => {
    const context = useEmulator();

    it("takes a repository through its life", async () => {
        await lifecycle(repository, {
            context: context(),
            inputs: {
                name: "platform/app",
                imageTagMutability: "IMMUTABLE",
                imageScanningConfiguration: { scanOnPush: true },
                encryptionConfigurations: [
                    { encryptionType: "KMS", kmsKey: `arn:aws:kms:eu-central-1:${account}:key/1` },
                ],
                tags: { owner: "platform" },
            },
            change: { imageTagMutability: "MUTABLE", imageScanningConfiguration: undefined, tags: undefined },
            created: (state) =>
                assert.equal(state.repositoryUrl, `${account}.dkr.ecr.eu-central-1.amazonaws.com/platform/app`),
        });
    });

    it("shows no settings that the program left at AWS's defaults", async () => {
        const { state } = await repository.create({ name: "plain", imageTagMutability: "MUTABLE" }, context());
        assert.deepEqual(Object.keys(state).sort(), [
            "arn",
            "imageTagMutability",
            "name",
            "region",
            "registryId",
            "repositoryUrl",
            "tagsAll",
        ]);
    });

    it("takes a lifecycle policy through its life, whatever the spacing", async () => {
        await repository.create({ name: "aging", imageTagMutability: "MUTABLE" }, context());
        const rules = (days: number): string =>
            JSON.stringify(
                {
                    rules: [
                        {
                            rulePriority: 1,
                            selection: {
                                tagStatus: "untagged",
                                countType: "sinceImagePushed",
                                countUnit: "days",
                                countNumber: days,
                            },
                            action: { type: "expire" },
                        },
                    ],
                },
                undefined,
                4,
            );
        await lifecycle(handlerOf(handlers, "aws:ecr/lifecyclePolicy:LifecyclePolicy"), {
            context: context(),
            inputs: { repository: "aging", policy: rules(7) },
            change: { policy: rules(14) },
        });
    });

    it("takes a repository policy through its life", async () => {
        await repository.create({ name: "shared", imageTagMutability: "MUTABLE" }, context());
        const policy = (action: string): string =>
            JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "Pull",
                        Effect: "Allow",
                        Principal: { AWS: `arn:aws:iam::${account}:root` },
                        Action: [action],
                    },
                ],
            });
        await lifecycle(handlerOf(handlers, "aws:ecr/repositoryPolicy:RepositoryPolicy"), {
            context: context(),
            inputs: { repository: "shared", policy: policy("ecr:BatchGetImage") },
            change: { policy: policy("ecr:GetDownloadUrlForLayer") },
        });
    });

    it("goes back to basic scanning when the scanning configuration is deleted", async () => {
        const scanning = handlerOf(handlers, "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration");
        const inputs = {
            scanType: "ENHANCED",
            rules: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }],
        };
        const { id, state } = await scanning.create(inputs, context());
        assert.equal(state.scanType, "ENHANCED");
        assert.deepEqual(state.rules, inputs.rules);
        assert.deepEqual(await scanning.read(id, state, context()), state);
        await scanning.delete(id, state, context());
        assert.equal((await scanning.read(id, {}, context()))?.scanType, "BASIC");
    });
});

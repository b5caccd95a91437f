import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Durability } from "../durability";
import { lifecycle } from "../durability";
import { componentTags } from "../tags";
import type { Transforms } from "../transforms";
import { childTransform } from "../transforms";

/** Which images an environment keeps. */
export interface RegistryArgs {
    /** Short names, such as `app`; each becomes a repository. */
    repositories: string[];
    /** Key of the `registry` data class. */
    keyArn: pulumi.Input<string>;
    durability: Durability;
    /**
     * Tagged images kept in each repository, the newest ones; older ones cannot be rolled back to.
     *
     * @default 50
     * @cost 0.10 USD a month for each GB
     */
    keepImages?: number;
    transforms?: Transforms<{ repository: aws.ecr.RepositoryArgs }>;
}

/** Days that a layer set without a tag stays, left behind by builds that failed. */
const UNTAGGED_DAYS = 14;

/**
 * Image repositories: a tag, once pushed, always means the same image; every push is scanned; old images go.
 *
 * Controls: ECR.1-3, SC-28(1), SI-7, RA-5.
 *
 * @throws pulumi.ResourceError when a name is no repository name or given twice, or no image would be kept.
 */
export class Registry extends pulumi.ComponentResource {
    private readonly repositories: ReadonlyMap<string, aws.ecr.Repository>;

    constructor(name: string, args: RegistryArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("openhands:registry:Registry", name, {}, opts);
        refuseBadArgs(this, args);

        this.repositories = new Map(
            args.repositories.map((repository) => [repository, this.create(name, repository, args)]),
        );

        this.registerOutputs({
            repositoryUrls: Object.fromEntries(
                [...this.repositories].map(([key, { repositoryUrl }]) => [key, repositoryUrl]),
            ),
        });
    }

    /** Address that images are pushed to and pulled from. @throws pulumi.ResourceError for an unknown repository. */
    public repositoryUrl(repository: string): pulumi.Output<string> {
        return this.get(repository).repositoryUrl;
    }

    /** @throws pulumi.ResourceError for an unknown repository. */
    public repositoryArn(repository: string): pulumi.Output<string> {
        return this.get(repository).arn;
    }

    private get(repository: string): aws.ecr.Repository {
        const found = this.repositories.get(repository);
        if (!found) {
            const known = [...this.repositories.keys()].join(", ");
            throw new pulumi.ResourceError(`there is no repository "${repository}"; there are: ${known}`, this);
        }
        return found;
    }

    private create(name: string, repository: string, args: RegistryArgs): aws.ecr.Repository {
        const created = new aws.ecr.Repository(
            `${name}-${repository}`,
            childTransform(args.transforms?.repository, {
                imageTagMutability: "IMMUTABLE",
                imageScanningConfiguration: { scanOnPush: true },
                encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: args.keyArn }],
                forceDelete: args.durability === "destroyable",
                tags: componentTags("registry", "registry"),
            }),
            { parent: this, ...lifecycle(args.durability) },
        );
        new aws.ecr.LifecyclePolicy(
            `${name}-${repository}-lifecycle`,
            { repository: created.name, policy: JSON.stringify(lifecycleRules(args.keepImages ?? 50)) },
            { parent: this },
        );
        return created;
    }
}

function lifecycleRules(keepImages: number): object {
    return {
        rules: [
            {
                rulePriority: 1,
                description: "Left behind by builds that failed",
                selection: {
                    tagStatus: "untagged",
                    countType: "sinceImagePushed",
                    countUnit: "days",
                    countNumber: UNTAGGED_DAYS,
                },
                action: { type: "expire" },
            },
            {
                rulePriority: 2,
                description: "Too old to be rolled back to",
                selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keepImages },
                action: { type: "expire" },
            },
        ],
    };
}

function refuseBadArgs(registry: Registry, { repositories, keepImages = 50 }: RegistryArgs): void {
    for (const [index, repository] of repositories.entries()) {
        if (!/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(repository)) {
            throw new pulumi.ResourceError(
                `registry.repositories: "${repository}" is no repository name; use lower case, digits, ".", "_" and "-"`,
                registry,
            );
        }
        if (repositories.indexOf(repository) !== index) {
            throw new pulumi.ResourceError(`registry.repositories names "${repository}" twice`, registry);
        }
    }
    if (!Number.isInteger(keepImages) || keepImages < 1) {
        throw new pulumi.ResourceError(`registry.keepImages is ${keepImages}; keep at least 1`, registry);
    }
}

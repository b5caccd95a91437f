import * as aws from "@pulumi/aws";

import type { Environment } from "../config/environment";

/**
 * The one way to AWS. It refuses to work with credentials of another account, so that nobody deploys prod's stack into the
 * account that happens to be signed in to, and it tags everything.
 */
export function awsProvider(environment: Environment): aws.Provider {
    return new aws.Provider("aws", {
        region: environment.region as aws.Region,
        allowedAccountIds: [environment.accountId],
        defaultTags: {
            tags: {
                project: "openhands",
                environment: environment.stack,
                owner: environment.tags.owner,
                "cost-centre": environment.tags.costCentre,
                "managed-by": "pulumi",
            },
        },
    });
}

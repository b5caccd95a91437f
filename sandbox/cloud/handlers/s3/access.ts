import {
    DeleteBucketOwnershipControlsCommand,
    DeleteBucketPolicyCommand,
    DeletePublicAccessBlockCommand,
    GetBucketOwnershipControlsCommand,
    GetBucketPolicyCommand,
    GetPublicAccessBlockCommand,
    type ObjectOwnership,
    PutBucketOwnershipControlsCommand,
    PutBucketPolicyCommand,
    PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { s3 } from "./client";
import { satellite } from "./satellite";

export const bucketPolicy = satellite({
    type: "aws:s3/bucketPolicy:BucketPolicy",
    put: (Bucket, inputs, context) =>
        s3(context).send(new PutBucketPolicyCommand({ Bucket, Policy: inputs.policy as string })),
    async get(Bucket, _recorded, context) {
        const { Policy } = await s3(context).send(new GetBucketPolicyCommand({ Bucket }));
        return Policy === undefined ? undefined : { policy: Policy };
    },
    remove: (Bucket, _recorded, context) => s3(context).send(new DeleteBucketPolicyCommand({ Bucket })),
});

export const bucketPublicAccessBlock = satellite({
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    defaults: {
        blockPublicAcls: false,
        blockPublicPolicy: false,
        ignorePublicAcls: false,
        restrictPublicBuckets: false,
    },
    put: (Bucket, inputs, context) =>
        s3(context).send(
            new PutPublicAccessBlockCommand({
                Bucket,
                PublicAccessBlockConfiguration: {
                    BlockPublicAcls: inputs.blockPublicAcls as boolean,
                    BlockPublicPolicy: inputs.blockPublicPolicy as boolean,
                    IgnorePublicAcls: inputs.ignorePublicAcls as boolean,
                    RestrictPublicBuckets: inputs.restrictPublicBuckets as boolean,
                },
            }),
        ),
    async get(Bucket, _recorded, context) {
        const { PublicAccessBlockConfiguration: block } = await s3(context).send(
            new GetPublicAccessBlockCommand({ Bucket }),
        );
        return (
            block && {
                blockPublicAcls: block.BlockPublicAcls,
                blockPublicPolicy: block.BlockPublicPolicy,
                ignorePublicAcls: block.IgnorePublicAcls,
                restrictPublicBuckets: block.RestrictPublicBuckets,
            }
        );
    },
    remove: (Bucket, recorded, context) =>
        recorded.skipDestroy === true
            ? Promise.resolve()
            : s3(context).send(new DeletePublicAccessBlockCommand({ Bucket })),
});

export const bucketOwnershipControls = satellite({
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    put: (Bucket, inputs, context) => {
        const { objectOwnership } = inputs.rule as { objectOwnership: ObjectOwnership };
        return s3(context).send(
            new PutBucketOwnershipControlsCommand({
                Bucket,
                OwnershipControls: { Rules: [{ ObjectOwnership: objectOwnership }] },
            }),
        );
    },
    async get(Bucket, _recorded, context) {
        const { OwnershipControls } = await s3(context).send(new GetBucketOwnershipControlsCommand({ Bucket }));
        const objectOwnership = OwnershipControls?.Rules?.[0]?.ObjectOwnership;
        return objectOwnership === undefined ? undefined : { rule: { objectOwnership } };
    },
    remove: (Bucket, _recorded, context) => s3(context).send(new DeleteBucketOwnershipControlsCommand({ Bucket })),
});

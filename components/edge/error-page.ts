import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { componentTags } from "../tags";

/** Under the path that the assets bucket serves, so that it is there when the application is not. */
export const ERROR_PAGE_PATH = "/assets/errors/unavailable.html";

const ERROR_PAGE = `<!doctype html>
<html lang="en">
    <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content="15" />
        <title>OpenHands is not available</title>
    </head>
    <body>
        <main>
            <h1>OpenHands is not available</h1>
            <p>Your conversations are safe. This page tries again every 15 seconds.</p>
        </main>
    </body>
</html>
`;

/** Puts the page for an unreachable application among the assets. */
export function publishErrorPage(parent: pulumi.Resource, name: string, bucketName: pulumi.Input<string>): void {
    new aws.s3.BucketObjectv2(
        `${name}-error-page`,
        {
            bucket: bucketName,
            key: ERROR_PAGE_PATH.slice(1),
            content: ERROR_PAGE,
            contentType: "text/html; charset=utf-8",
            cacheControl: "public, max-age=300",
            tags: componentTags("edge"),
        },
        { parent },
    );
}

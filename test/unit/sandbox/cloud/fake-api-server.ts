import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { V1Node } from "@kubernetes/client-node";

export interface FakeApiServer {
    url: string;
    nodes: Map<string, V1Node>;
    version: string;
    close(): Promise<void>;
}

/** As much of a Kubernetes API server as node groups use: its version and its nodes. */
export async function fakeApiServer(): Promise<FakeApiServer> {
    const nodes = new Map<string, V1Node>();
    const fake = { url: "", nodes, version: "v1.35.3", close: () => Promise.resolve() };
    const server = createServer((request, response) => {
        void answer(request, fake).then(({ status, body }) => {
            response.writeHead(status, { "content-type": "application/json" });
            response.end(JSON.stringify(body));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    fake.close = () => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(() => resolve()));
    };
    return fake;
}

async function answer(
    request: IncomingMessage,
    { nodes, version }: FakeApiServer,
): Promise<{ status: number; body: unknown }> {
    const url = new URL(request.url ?? "/", "http://fake");
    const name = /^\/api\/v1\/nodes\/(.+)$/.exec(url.pathname)?.[1] ?? "";
    if (url.pathname.startsWith("/version")) {
        const [major, minor] = version.slice(1).split(".");
        return { status: 200, body: { major, minor, gitVersion: version } };
    }
    switch (request.method) {
        case "GET": {
            if (name !== "") {
                const node = nodes.get(name);
                return node === undefined ? failure(404, "NotFound") : { status: 200, body: node };
            }
            const [key = "", value] = (url.searchParams.get("labelSelector") ?? "").split("=");
            const items = [...nodes.values()].filter((node) => key === "" || node.metadata?.labels?.[key] === value);
            return { status: 200, body: { kind: "NodeList", apiVersion: "v1", metadata: {}, items } };
        }
        case "POST":
        case "PUT": {
            const node = JSON.parse(await text(request)) as V1Node;
            if (request.method === "POST" && nodes.has(node.metadata?.name ?? "")) {
                return failure(409, "AlreadyExists");
            }
            nodes.set(node.metadata?.name ?? "", node);
            return { status: request.method === "POST" ? 201 : 200, body: node };
        }
        case "DELETE":
            return nodes.delete(name)
                ? { status: 200, body: { kind: "Status", status: "Success" } }
                : failure(404, "NotFound");
        default:
            return { status: 405, body: {} };
    }
}

function failure(code: number, reason: string): { status: number; body: unknown } {
    return { status: code, body: { kind: "Status", status: "Failure", reason, code } };
}

async function text(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
        chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks).toString("utf8");
}

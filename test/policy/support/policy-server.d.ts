// The policy server's own request handlers: tests call them with the engine's messages instead of imitating them.
import "@pulumi/policy/server";
import type { Policies } from "@pulumi/policy";
import type {
    AnalyzeRequest,
    AnalyzeResponse,
    AnalyzeStackRequest,
    PolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb";

type Handler<Request> = (
    call: { readonly request: Request },
    callback: (error: Error | null | undefined, response?: AnalyzeResponse) => void,
) => Promise<void>;

declare module "@pulumi/policy/server" {
    export function makeAnalyzeRpcFun(
        pack: string,
        version: string,
        level: string,
        policies: Policies,
    ): Handler<AnalyzeRequest>;
    export function makeAnalyzeStackRpcFun(
        pack: string,
        version: string,
        level: string,
        policies: Policies,
    ): Handler<AnalyzeStackRequest>;
    export type { PolicyConfig };
}

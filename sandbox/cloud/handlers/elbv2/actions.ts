import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Properties } from "../../../provider/types";
import { camel, pascal } from "../shared/mapping";

/** What a listener or rule does with a request; sign-in actions are refused rather than half-modelled. */
interface ActionInput {
    type: string;
    order?: number;
    targetGroupArn?: string;
    fixedResponse?: { contentType: string; messageBody?: string; statusCode?: string };
    forward?: {
        targetGroups: { arn: string; weight?: number }[];
        stickiness?: { duration?: number; enabled?: boolean };
    };
    redirect?: Properties;
}

const known = ["fixed-response", "forward", "redirect"];

/** Members that do not follow the provider's spelling. */
const members = { arn: "TargetGroupArn", duration: "DurationSeconds", stickiness: "TargetGroupStickinessConfig" };
const properties = Object.fromEntries(Object.entries(members).map(([property, member]) => [member, property]));

export function toActions(inputs: unknown): Action[] {
    return (inputs as ActionInput[]).map(({ type, order, targetGroupArn, fixedResponse, forward, redirect }, index) => {
        if (!known.includes(type)) {
            throw new Error(`an action of type ${type} is not modelled by the sandbox, only ${known.join(", ")}`);
        }
        return {
            Type: type as Action["Type"],
            Order: order ?? index + 1,
            TargetGroupArn: targetGroupArn,
            FixedResponseConfig: pascal<Action["FixedResponseConfig"]>(fixedResponse),
            ForwardConfig: pascal<Action["ForwardConfig"]>(forward, members),
            RedirectConfig: pascal<Action["RedirectConfig"]>(redirect),
        };
    });
}

/** The actions as the program writes them: AWS says a single target group twice, and fills in an order and weights. */
export function fromActions(recorded: unknown, actions: Action[] | undefined): Properties[] {
    const asked = (recorded as ActionInput[] | undefined) ?? [];
    const sorted = [...(actions ?? [])].sort((one, other) => (one.Order ?? 0) - (other.Order ?? 0));
    return sorted.map((action, index) => {
        const input = asked[index];
        const short = input?.forward === undefined && action.TargetGroupArn !== undefined;
        return present({
            type: action.Type,
            order: action.Order ?? index + 1,
            targetGroupArn: short ? action.TargetGroupArn : undefined,
            fixedResponse: camel(action.FixedResponseConfig),
            forward: short ? undefined : camel(action.ForwardConfig, properties),
            redirect: camel(action.RedirectConfig),
        });
    });
}

const present = (values: Properties): Properties =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
